using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Surrogates.Acquisitions;
using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.Tests.Acquisitions;

public sealed class AcquisitionFunctionTests
{
    [Theory]
    [InlineData(AcquisitionKind.LogEi, 1)]
    [InlineData(AcquisitionKind.LogEi, 5)]
    [InlineData(AcquisitionKind.Ei, 1)]
    [InlineData(AcquisitionKind.Ei, 5)]
    [InlineData(AcquisitionKind.Pi, 5)]
    [InlineData(AcquisitionKind.Ucb, 5)]
    [InlineData(AcquisitionKind.MaxValueEntropy, 1)]
    [InlineData(AcquisitionKind.MaxValueEntropy, 5)]
    public void The_gradient_agrees_with_differences(AcquisitionKind kind, int fantasies)
    {
        var function = Random(kind, fantasies);
        var rng = Rng.For(8);
        for (var i = 0; i < 5; i++)
            Gradients.ShouldAgree((x, gradient) => function.Value(x, gradient), [rng.NextDouble(), rng.NextDouble(), 0], 1e-6, 1e-4);
    }

    [Theory]
    [InlineData(AcquisitionKind.LogEi)]
    [InlineData(AcquisitionKind.Ei)]
    public void One_point_and_many_agree(AcquisitionKind kind)
    {
        var function = Random(kind, 5);
        double[][] points = [[0.1, 0.2, 0], [0.7, 0.9, 1]];
        var values = function.Values(points);
        for (var i = 0; i < 2; i++)
        {
            values[i].ShouldBe(function.Value(points[i]), 1e-9);
            values[i].ShouldBe(function.Value(points[i], new double[3]), 1e-9);
        }
    }

    [Fact]
    public void The_logarithm_of_an_average_is_that_of_the_average() =>
        Random(AcquisitionKind.LogEi, 5).Value([0.3, 0.4, 1]).ShouldBe(Math.Log(Random(AcquisitionKind.Ei, 5).Value([0.3, 0.4, 1])), 1e-9);

    private static AcquisitionFunction Random(AcquisitionKind kind, int fantasies)
    {
        var rng = Rng.For(3);
        var points = new PointSet(
            [.. Enumerable.Range(0, 11).Select(_ => new[] { rng.NextDouble(), rng.NextDouble(), rng.Next(2) })], [false, false, true]);
        double[][] values = [.. Enumerable.Range(0, fantasies).Select(_ => (double[])[.. Enumerable.Range(0, 11).Select(_ => rng.NextGaussian())])];
        var posterior = new Posterior(new Hyperparameters([3, 0.5, 1], 1.3, 0.05), points, values);
        return new(posterior, Acquisition.Of(kind, 2), [.. values.Select(v => new[] { v.Min(), v.Min() - 0.3 }.Take(kind == AcquisitionKind.MaxValueEntropy ? 2 : 1).ToArray())]);
    }
}
