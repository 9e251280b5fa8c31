using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.Tests.GaussianProcesses;

public sealed class Matern52Tests
{
    [Fact]
    public void The_correlation_at_known_distances_is_that_of_the_formula()
    {
        // k(1) with 17 digits; k(0) = 1 and slope −5/6.
        var (value, slope) = Evaluate([0, 1], 2);
        value[0].ShouldBe(2);
        slope[0].ShouldBe(-10.0 / 6, 1e-15);
        value[1].ShouldBe(2 * 0.52399410883182031, 1e-15);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(9)]
    public void The_slope_is_the_derivative_whatever_the_length(int length)
    {
        var squared = Enumerable.Range(0, length).Select(i => 0.1 + 0.7 * i).ToArray();
        var (_, slope) = Evaluate(squared, 1.5);
        var (above, _) = Evaluate([.. squared.Select(s => s + 1e-5)], 1.5);
        var (below, _) = Evaluate([.. squared.Select(s => s - 1e-5)], 1.5);
        for (var i = 0; i < length; i++) slope[i].ShouldBe((above[i] - below[i]) / 2e-5, 1e-8);
    }

    [Fact]
    public void Far_away_nothing_is_correlated() => Evaluate([1e9], 1).Value[0].ShouldBe(0);

    private static (double[] Value, double[] Slope) Evaluate(double[] squared, double scale)
    {
        var (value, slope) = (new double[squared.Length], new double[squared.Length]);
        Matern52.Evaluate(squared, scale, value, slope);
        return (value, slope);
    }
}
