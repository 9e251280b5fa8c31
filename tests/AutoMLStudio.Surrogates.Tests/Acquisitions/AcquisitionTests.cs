using AutoMLStudio.Surrogates.Acquisitions;

namespace AutoMLStudio.Surrogates.Tests.Acquisitions;

/// <summary>Expected values computed with up to 400 digits.</summary>
public sealed class AcquisitionTests
{
    [Theory]
    [InlineData(0.25, 0.5, 0, -2.3136634449472652)]
    [InlineData(0.25, 0.5, 1, -0.26833262379768601)]
    [InlineData(0, 1, -0.9, -2.2982829894596517)]
    [InlineData(0, 1, -1.5, -3.5299359208057099)]
    [InlineData(0, 1, -4.5, -14.18048838186834)]
    [InlineData(0, 1, -5.5, -19.543071452824105)]
    [InlineData(0, 2, -40, -206.22469132886515)]
    [InlineData(0, 1, -100, -5010.1295788002498)]
    [InlineData(0, 0.001, -1, -500021.64220737014)]
    [InlineData(0, 1e-6, -1, -500000000042.36547)]
    public void The_logarithm_of_the_expected_improvement_is_exact_however_unlikely_one_is(
        double mean, double deviation, double best, double expected) =>
        (new LogExpectedImprovement().At(mean, deviation * deviation, best).Value / expected - 1).ShouldBe(0, 1e-12);

    [Fact]
    public void The_others_are_those_by_hand()
    {
        // z = −1/2.
        new ExpectedImprovement().At(0.25, 0.25, 0).Value.ShouldBe(0.098898278700653015, 1e-15);
        new ProbabilityOfImprovement().At(0.25, 0.25, 0).Value.ShouldBe(-1.1759117615936186, 1e-15);
        new ConfidenceBound(2).At(0.25, 0.25, 0).Value.ShouldBe(0.75);
    }

    [Theory]
    [InlineData(AcquisitionKind.LogEi, "log EI")]
    [InlineData(AcquisitionKind.Ei, "EI")]
    [InlineData(AcquisitionKind.Pi, "log PI")]
    [InlineData(AcquisitionKind.Ucb, "confidence bound")]
    public void The_derivatives_agree_with_differences(AcquisitionKind kind, string name)
    {
        var acquisition = Acquisition.Of(kind, 1.7);
        acquisition.Name.ShouldBe(name);
        foreach (var best in new[] { 1.0, 0.0, -0.7, -1.0, -3.0, -8.0, -30.0 })
            Gradients.ShouldAgree(
                (x, gradient) =>
                {
                    var worth = acquisition.At(x[0], x[1], best);
                    (gradient[0], gradient[1]) = (worth.ByMean, worth.ByVariance);
                    return worth.Value;
                },
                [0.2, 0.6],
                1e-7,
                1e-4);
    }

    [Theory]
    [InlineData(AcquisitionKind.LogEi)]
    [InlineData(AcquisitionKind.Ei)]
    [InlineData(AcquisitionKind.Pi)]
    [InlineData(AcquisitionKind.Ucb)]
    public void A_smaller_mean_is_worth_more_and_a_certain_prediction_is_no_accident(AcquisitionKind kind)
    {
        var acquisition = Acquisition.Of(kind, 2);
        acquisition.At(-0.5, 0.3, 0).Value.ShouldBeGreaterThan(acquisition.At(0.5, 0.3, 0).Value);
        double.IsNaN(acquisition.At(1, 0, 0).Value).ShouldBeFalse();
        double.IsNaN(acquisition.At(0, 0, 0).ByVariance).ShouldBeFalse();
    }
}
