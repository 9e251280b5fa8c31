using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.Tests.GaussianProcesses;

/// <summary>Expected values of the three observations computed with 40 digits from the matrix itself.</summary>
public sealed class PosteriorTests
{
    private static readonly double[] ExpectedMeans = [-0.094815018669374136, -0.21806315772031444];
    private static readonly double[] ExpectedCovariance = [0.19766219842512602, -0.034774679383877737, -0.034774679383877737, 0.18821325521257893];

    private static Posterior Three => new(new Hyperparameters([4], 1.5, 0.1), new PointSet([[0], [0.5], [1]], [false]), [[1, -1, 0.5]]);

    [Fact]
    public void Three_observations_give_the_mean_and_variance_by_hand()
    {
        var posterior = Three;
        double[] x = [0.25];
        var (kernel, slope, solved, means) = (new double[3], new double[3], new double[3], new double[1]);
        posterior.Correlate(x, kernel, slope);
        posterior.Means(kernel, means);
        means[0].ShouldBe(ExpectedMeans[0], 1e-12);
        posterior.Variance(x, kernel, solved).ShouldBe(ExpectedCovariance[0], 1e-12);
    }

    [Fact]
    public void Many_points_at_once_give_the_same_as_one_by_one()
    {
        var (means, variances) = Three.At([[0.25], [0.8]]);
        for (var i = 0; i < 2; i++)
        {
            means[i].ShouldBe(ExpectedMeans[i], 1e-12);
            variances[i].ShouldBe(ExpectedCovariance[3 * i], 1e-12);
        }
    }

    [Fact]
    public void The_joint_posterior_has_the_covariance_by_hand()
    {
        var (mean, covariance) = Three.Joint([[0.25], [0.8]]);
        for (var i = 0; i < 2; i++) mean[i].ShouldBe(ExpectedMeans[i], 1e-12);
        for (var i = 0; i < 4; i++) covariance[i].ShouldBe(ExpectedCovariance[i], 1e-12);
    }

    [Fact]
    public void Without_noise_the_mean_passes_through_the_values_and_the_variance_is_nothing_there()
    {
        var points = new PointSet([[0.1], [0.4], [0.9]], [false]);
        var posterior = new Posterior(new Hyperparameters([9], 1, 1e-12), points, [[3, -2, 1]]);
        var (means, variances) = posterior.At([[0.1], [0.4], [0.9]]);
        double[] values = [3, -2, 1];
        for (var i = 0; i < 3; i++)
        {
            means[i].ShouldBe(values[i], 1e-9);
            variances[i].ShouldBe(0, 1e-9);
        }
    }

    [Fact]
    public void Far_from_every_observation_the_prior_is_left()
    {
        var posterior = new Posterior(new Hyperparameters([1e4], 1.5, 0.1), new PointSet([[0]], [false]), [[5]]);
        var (means, variances) = posterior.At([[1]]);
        means[0].ShouldBe(0, 1e-12);
        variances[0].ShouldBe(1.5, 1e-12);
    }

    [Fact]
    public void A_nominal_dimension_only_tells_same_from_other()
    {
        // In Hamming distance 0.1 is as far from 0.2 as from 0.9.
        var posterior = new Posterior(new Hyperparameters([2], 1, 0.01), new PointSet([[0.1]], [true]), [[1]]);
        var (means, _) = posterior.At([[0.1], [0.2], [0.9]]);
        means[1].ShouldBe(means[2]);
        means[0].ShouldBeGreaterThan(means[1]);
    }

    [Fact]
    public void Equal_points_without_noise_are_helped_by_explicit_jitter()
    {
        var posterior = new Posterior(new Hyperparameters([1], 1, 0), new PointSet([[0.3], [0.3], [0.3]], [false]), [[1, 1, 1]]);
        posterior.Jitter.ShouldBeInRange(1e-11, 1e-2);
        posterior.At([[0.3]]).Means[0].ShouldBe(1, 1e-2);
    }

    [Fact]
    public void Every_vector_of_values_has_a_mean_of_its_own()
    {
        var points = new PointSet([[0], [0.5], [1]], [false]);
        var posterior = new GaussianProcess(new Hyperparameters([4], 1.5, 0.1)).Condition(points, [[1, -1, 0.5], [2, -2, 1]]);
        var (means, _) = posterior.At([[0.25], [0.8]]);
        means[0].ShouldBe(ExpectedMeans[0], 1e-12);
        means[1].ShouldBe(2 * ExpectedMeans[0], 1e-12);
        means[2].ShouldBe(ExpectedMeans[1], 1e-12);
    }

    [Fact]
    public void Fantasies_have_the_mean_and_covariance_of_the_joint_posterior()
    {
        var draws = Fantasies.Draw(Three, [[0.25], [0.8]], 1_024, Rng.For(5)).Values;
        double[] mean = [draws.Average(d => d[0]), draws.Average(d => d[1])];
        for (var i = 0; i < 2; i++) mean[i].ShouldBe(ExpectedMeans[i], 0.01);
        for (var i = 0; i < 2; i++)
            for (var j = 0; j < 2; j++) draws.Average(d => (d[i] - mean[i]) * (d[j] - mean[j])).ShouldBe(ExpectedCovariance[2 * i + j], 0.01);
    }

    [Fact]
    public void Fantasies_at_equal_and_at_evaluated_points_are_drawn()
    {
        var draws = Fantasies.Draw(Three, [[0.25], [0.25], [0.5]], 16, Rng.For(5)).Values;
        foreach (var draw in draws) draw[0].ShouldBe(draw[1], 1e-3);
    }

    [Fact]
    public void Leaving_one_out_equals_a_posterior_that_has_not_seen_it()
    {
        var rng = Rng.For(5);
        var parameters = new Hyperparameters([3, 0.7, 1.5], 1.3, 0.02);
        double[][] points = [.. Enumerable.Range(0, 12).Select(i => new[] { rng.NextDouble(), rng.NextDouble(), i % 3 })];
        double[] values = [.. points.Select(p => Math.Sin(5 * p[0]) + p[1] - 0.3 * p[2] + 0.1 * rng.NextGaussian())];
        bool[] isNominal = [false, false, true];
        var (means, variances) = new Posterior(parameters, new PointSet(points, isNominal), [values]).LeaveOneOut(values);
        for (var i = 0; i < points.Length; i++)
        {
            int[] rest = [.. Enumerable.Range(0, points.Length).Where(j => j != i)];
            var without = new Posterior(parameters, new PointSet(points, isNominal).At(rest), [[.. rest.Select(j => values[j])]]);
            var (mean, variance) = without.At([points[i]]);
            means[i].ShouldBe(mean[0], 1e-8);
            variances[i].ShouldBe(variance[0] + parameters.Noise, 1e-8);
        }
    }
}
