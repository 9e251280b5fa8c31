using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Surrogates.Environments;
using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.Tests.Environments;

public sealed class EnvironmentChainTests
{
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
        var samples = HyperparameterChain.Sample(model, points, standard, 60, 20, Rng.For(3));
        samples.ShouldAllBe(s => s.Noise > 1e-9 && double.IsFinite(s.Scale));
        samples.Select(s => s.Weights[0]).Distinct().Count().ShouldBe(20);
    }
}
