using AutoMLStudio.Core.Numerics;

namespace AutoMLStudio.Core.Tests.Numerics;

/// <summary>Expected values computed with 50 digits.</summary>
public sealed class NormalTests
{
    [Theory]
    [InlineData(-37.5, 4.6053530095819548e-308, -707.66898931750719)]
    [InlineData(-8, 6.2209605742717841e-16, -35.01343715991455)]
    [InlineData(-2.6, 0.004661188023718749, -5.3684849226242658)]
    [InlineData(-1, 0.15865525393145705, -1.8410216450092635)]
    [InlineData(-0.3, 0.38208857781104737, -0.96210281816885066)]
    [InlineData(0, 0.5, -0.69314718055994531)]
    [InlineData(0.7, 0.75803634777692697, -0.27702394227713126)]
    [InlineData(3, 0.99865010196836991, -0.0013508099647481938)]
    public void The_distribution_function_and_its_logarithm_have_full_precision(double x, double cumulative, double logCumulative)
    {
        // The last digit of x alone moves Φ(x) by x² of its own last digits.
        (Normal.Cumulative(x) / cumulative - 1).ShouldBe(0, 2e-16 * (5 + x * x));
        Normal.LogCumulative(x).ShouldBe(logCumulative, 5e-16 * Math.Max(1, -logCumulative));
    }

    [Theory]
    [InlineData(0, 1.2533141373155003)]
    [InlineData(0.5, 0.87636445645369235)]
    [InlineData(5, 0.19280810471531576)]
    [InlineData(100, 0.0099990002998501049)]
    [InlineData(1e6, 9.99999999999e-7)]
    public void The_Mills_ratio_has_full_precision_far_in_the_tail(double x, double ratio) => (Normal.MillsRatio(x) / ratio - 1).ShouldBe(0, 3e-15);

    [Theory]
    [InlineData(1e-300)]
    [InlineData(1e-10)]
    [InlineData(0.02)]
    [InlineData(0.4)]
    [InlineData(0.999)]
    public void The_quantile_inverts_the_distribution_function(double p) => (Normal.Cumulative(Normal.Quantile(p)) / p - 1).ShouldBe(0, 1e-12);

    [Fact]
    public void The_ends_of_the_line_have_their_limits()
    {
        Normal.Cumulative(double.NegativeInfinity).ShouldBe(0);
        Normal.Cumulative(double.PositiveInfinity).ShouldBe(1);
        Normal.Quantile(0).ShouldBe(double.NegativeInfinity);
        Normal.Quantile(1).ShouldBe(double.PositiveInfinity);
    }
}
