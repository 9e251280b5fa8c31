using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.Tests.GaussianProcesses;

public sealed class StandardizationTests
{
    [Fact]
    public void Losses_become_mean_zero_and_variance_one_and_come_back()
    {
        var standardization = Standardization.Of([2, 4, 4, 4, 5, 5, 7, 9], clip: false);
        standardization.ShouldBe(new(5, 2, double.PositiveInfinity));
        standardization.Apply(9).ShouldBe(2);
        standardization.ToLoss(2).ShouldBe(9);
    }

    [Fact]
    public void A_loss_above_the_outer_fence_counts_as_one_at_the_fence()
    {
        // Quartiles 2 and 4: the fence stands at 4 + 3·2.
        var standardization = Standardization.Of([1, 2, 3, 4, 1e30], clip: true);
        standardization.Fence.ShouldBe(10);
        standardization.Centre.ShouldBe(4);
        standardization.Apply(1e30).ShouldBe(standardization.Apply(10));
    }

    [Fact]
    public void A_good_loss_is_never_moved()
    {
        var standardization = Standardization.Of([-1e30, 1, 2, 3, 4], clip: true);
        standardization.ToLoss(standardization.Apply(-1e30)).ShouldBe(-1e30, 1e16);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(5.0)]
    [InlineData(-1e300)]
    [InlineData(double.Epsilon)]
    public void Equal_losses_become_zeros(double loss) => Standardization.Of([loss, loss, loss], clip: true).Apply(loss).ShouldBe(0, 1e-9);

    [Theory]
    [InlineData(1e308)]
    [InlineData(1e-300)]
    [InlineData(1e-320)]
    public void Losses_of_any_size_give_finite_values(double unit)
    {
        double[] losses = [-unit, unit, unit / 2, 0, unit / 3];
        var standardization = Standardization.Of(losses, clip: true);
        foreach (var loss in losses) double.IsFinite(standardization.Apply(loss)).ShouldBeTrue();
    }
}
