using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Surrogates.Acquisitions;
using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.Tests.GaussianProcesses;

/// <summary>Posteriors that got further points without being factored anew.</summary>
public sealed class GrownPosteriorTests
{
    private static readonly bool[] IsNominal = [false, false, true];
    private static readonly double[][] Pending = [[0.3, 0.7, 1], [0.35, 0.7, 1], [0.9, 0.1, 0]];

    [Fact]
    public void Points_appended_one_after_the_other_equal_a_fresh_factorisation()
    {
        var (points, values) = Data(60);
        var fresh = Of(points, values);
        var grown = Of(points[..20], values[..20]);
        for (var count = 21; count <= 60; count++) grown = grown.Append([points[count - 1]], values[..count]);
        double[][] at = [[0.2, 0.3, 0], [0.8, 0.5, 1], points[7], points[50]];
        var (means, covariance) = fresh.Joint(at);
        var (grownMeans, grownCovariance) = grown.Joint(at);
        for (var i = 0; i < means.Length; i++) grownMeans[i].ShouldBe(means[i], 1e-8);
        for (var i = 0; i < covariance.Length; i++) grownCovariance[i].ShouldBe(covariance[i], 1e-8);
        var (kernel, solved) = (new double[60], new double[60]);
        grown.Correlate(at[0], kernel, []);
        grown.Variance(at[0], kernel, solved).ShouldBe(covariance[0], 1e-8);
    }

    [Fact]
    public void A_point_given_twice_without_noise_is_appended_with_jitter()
    {
        var posterior = new Posterior(new Hyperparameters([1], 1, 0), new PointSet([[0.3]], [false]), [[1]]).Append([[0.3], [0.3]], [1, 1, 1]);
        posterior.At([[0.3]]).Means[0].ShouldBe(1, 1e-2);
    }

    [Fact]
    public void An_imagined_value_moves_the_means_as_a_value_known_exactly_would()
    {
        var (points, values) = Data(12);
        var before = Of(points, values);
        var (after, drawn) = Fantasies.Draw(before, [Pending[0]], 4, Rng.For(2));
        double[] x = [0.4, 0.6, 1];
        var (mean, covariance) = before.Joint([x, Pending[0]]);
        var (means, variances) = after.At([x]);
        for (var s = 0; s < 4; s++)
            means[s].ShouldBe(mean[0] + covariance[1] / covariance[3] * (drawn[s][0] - mean[1]), 1e-8);
        variances[0].ShouldBe(covariance[0] - covariance[1] * covariance[1] / covariance[3], 1e-8);
        after.Joint([x]).Mean[0].ShouldBe(means[0], 1e-9);
    }

    [Fact]
    public void The_improvement_of_a_batch_agrees_with_a_hundred_thousand_joint_draws()
    {
        var (points, values) = Data(12);
        var before = Of(points, values);
        var best = values.Min() + 0.4;
        double[] x = [0.85, 0.1, 1];
        var (_, joint) = Fantasies.Draw(before, [.. Pending, x], 100_000, Rng.For(3));
        var expected = joint.Average(f => Math.Max(0, best - f.Min()));

        var (after, drawn) = Fantasies.Draw(before, Pending, 4_096, Rng.For(4));
        double[] targets = [.. drawn.Select(f => Math.Min(best, f.Min()))];
        var without = targets.Average(t => best - t);
        var gain = Math.Exp(new BatchImprovement(after, targets).Value(x));
        gain.ShouldBeGreaterThan(0.01);
        (without + gain).ShouldBe(expected, 0.003);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void The_improvement_beside_pending_points_is_the_average_over_what_they_turn_out_to_be(int draws)
    {
        var (points, values) = Data(12);
        var (after, drawn) = Fantasies.Draw(Of(points, values), Pending, draws, Rng.For(4));
        // From likely improvements to hopeless ones, whose expectation no double can hold.
        foreach (var below in new[] { -3, 0, 5.0, 30, 1e4 })
        {
            double[] best = [.. drawn.Select(f => f.Min() - below)];
            var batch = new BatchImprovement(after, best);
            var average = new AcquisitionFunction(after, new LogExpectedImprovement(), [.. best.Select(b => new[] { b })]);
            double[] x = [0.5, 0.2, 0];
            var (gradient, expected) = (new double[3], new double[3]);
            var worth = average.Value(x, expected);
            batch.Value(x, gradient).ShouldBe(worth, 1e-11 * Math.Max(1, Math.Abs(worth)));
            for (var d = 0; d < 3; d++) gradient[d].ShouldBe(expected[d], 1e-6 * Math.Max(1, Math.Abs(expected[d])));
            batch.Values([x])[0].ShouldBe(batch.Value(x), 1e-9 * Math.Max(1, Math.Abs(worth)));
        }
    }

    [Fact]
    public void The_gradient_beside_pending_points_agrees_with_differences()
    {
        var (points, values) = Data(12);
        var (after, drawn) = Fantasies.Draw(Of(points, values), Pending, 8, Rng.For(4));
        var function = new BatchImprovement(after, [.. drawn.Select(f => f.Min())]);
        Gradients.ShouldAgree((x, gradient) => function.Value(x, gradient), [0.5, 0.2, 0], 1e-6, 1e-4);
    }

    private static Posterior Of(double[][] points, double[] values) =>
        new(new Hyperparameters([3, 0.7, 1.5], 1.3, 0.02) { Mean = 0.2 }, new PointSet(points, IsNominal), [values]);

    private static (double[][] Points, double[] Values) Data(int count)
    {
        var rng = Rng.For(5);
        double[][] points = [.. Enumerable.Range(0, count).Select(i => new[] { rng.NextDouble(), rng.NextDouble(), i % 2 })];
        return (points, [.. points.Select(p => Math.Sin(5 * p[0]) + p[1] - 0.3 * p[2] + 0.1 * rng.NextGaussian())]);
    }
}
