using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Surrogates.Environments;
using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.Tests.Environments;

public sealed class EnvironmentChainTests
{
    [Fact]
    public void Noise_and_scale_that_no_observation_could_tell_from_none_are_out_of_bounds()
    {
        var model = EnvironmentChain.Regression(new PointSet([[0.5, 1, 1]], [false], features: 2));
        double At(double logScale, double logNoise) => model.LogPrior([0, logScale, logNoise, 1, 0, 1]);
        At(-2, -19).ShouldBeGreaterThan(At(-2, 0));
        (At(-2, -400), At(-2, 21), At(-21, 0)).ShouldBe((double.NegativeInfinity, double.NegativeInfinity, double.NegativeInfinity));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_chain_goes_on_moving_where_the_values_have_no_noise(bool isRegression)
    {
        // The density of the horseshoe grows without end as the noise falls, and exact values say nothing against that.
        double[][] inputs = [.. Enumerable.Range(0, 16).Select(i => new[] { i % 8 / 7.0, 1, i < 8 ? 0.0 : 1 })];
        var points = new PointSet(inputs, [false], features: 2);
        double[] values = [.. inputs.Select(x => (x[0] - 0.3) * (x[0] - 0.3) * (1 + 0.2 * x[2]))];
        double[] standard = [.. values.Select(Standardization.Of(values, clip: false).Apply)];
        var model = isRegression ? EnvironmentChain.Regression(points) : EnvironmentChain.Tasks(points);
        for (var seed = 1UL; seed <= 6; seed++)
        {
            var samples = HyperparameterChain.Sample(model, points, standard, 100, 5, Rng.For(seed));
            samples.Select(s => s.Weights[0]).Distinct().Count().ShouldBe(5);
        }
    }
}
