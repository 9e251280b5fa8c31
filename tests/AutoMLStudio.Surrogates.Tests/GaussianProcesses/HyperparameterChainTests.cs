using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.Tests.GaussianProcesses;

public sealed class HyperparameterChainTests
{
    [Fact]
    public void The_evidence_of_three_observations_is_that_by_hand() =>
        new Evidence(new PointSet([[0], [0.5], [1]], [false]), [1, -1, 0.5]).Of(new([4], 1.5, 0.1)).ShouldBe(-5.0196509729516455, 1e-12);

    [Fact]
    public void A_mean_moves_the_values_and_the_predictions_with_them()
    {
        var points = new PointSet([[0], [0.5], [1]], [false]);
        var shifted = new Hyperparameters([4], 1.5, 0.1) { Mean = 7 };
        new Evidence(points, [8, 6, 7.5]).Of(shifted).ShouldBe(-5.0196509729516455, 1e-12);
        new Posterior(shifted, points, [[8, 6, 7.5]]).At([[0.25]]).Means[0].ShouldBe(7 - 0.094815018669374136, 1e-12);
    }

    [Fact]
    public void Features_of_the_environment_weigh_covariances()
    {
        // Two tasks with covariance matrix [1, .6; .6, 2]: 40 lines of algebra less, by the entries of the kernel.
        double[] task = [1, 0.6, 0.6, 2];
        var parameters = new Hyperparameters([4], 1.5, 0.1) { Environment = task };
        var points = new PointSet([[0.2, 1, 0], [0.7, 0, 1]], [false], features: 2);
        var k = Matern(0.25, 4);
        double[,] covariance = { { 1.5 * 1 + 0.1, 1.5 * 0.6 * k }, { 1.5 * 0.6 * k, 1.5 * 2 + 0.1 } };
        var determinant = covariance[0, 0] * covariance[1, 1] - covariance[0, 1] * covariance[1, 0];
        var form = (covariance[1, 1] * 1 + 2 * covariance[0, 1] * 0.5 + covariance[0, 0] * 0.25) / determinant;
        new Evidence(points, [1, -0.5]).Of(parameters).ShouldBe(-0.5 * form - 0.5 * Math.Log(determinant) - Math.Log(2 * Math.PI), 1e-12);
        var (means, variances) = new Posterior(parameters, points, [[1, -0.5]]).At([[0.2, 0, 1]]);
        double[] cross = [1.5 * 0.6, 1.5 * 2 * k];
        double[] solved =
        [
            (covariance[1, 1] * cross[0] - covariance[0, 1] * cross[1]) / determinant,
            (covariance[0, 0] * cross[1] - covariance[0, 1] * cross[0]) / determinant,
        ];
        means[0].ShouldBe(solved[0] - 0.5 * solved[1], 1e-12);
        variances[0].ShouldBe(1.5 * 2 - cross[0] * solved[0] - cross[1] * solved[1], 1e-12);
    }

    [Fact]
    public void Length_scales_drawn_lie_about_the_true_ones()
    {
        var rng = Rng.For(7);
        var points = new PointSet([.. Enumerable.Range(0, 60).Select(_ => new[] { rng.NextDouble(), rng.NextDouble() })], [false, false]);
        var truth = new Hyperparameters([25, 1.0 / 4], 1, 1e-4);
        var all = Enumerable.Range(0, 60).Select(points.Point).ToList();
        var values = Fantasies.Draw(new Posterior(truth, new PointSet([[0.5, 0.5]], [false, false]), [new double[1]]), all, 1, rng).Values[0];
        var samples = HyperparameterChain.Sample(ChainModel.Snoek(points, values), points, values, 50, 50, Rng.For(8));
        samples.Count.ShouldBe(50);
        samples.Average(s => s.LengthScales.First()).ShouldBeInRange(0.12, 0.35);
        samples.Average(s => s.LengthScales.Last()).ShouldBeGreaterThan(0.8);
        samples.ShouldAllBe(s => s.LengthScales.All(l => l > 0 && l <= 2) && s.Noise > 0 && s.Scale > 0);
    }

    [Fact]
    public void Equal_values_and_equal_points_never_stop_the_chain()
    {
        var points = new PointSet([.. Enumerable.Repeat(new[] { 0.3, 0.3 }, 12)], [false, false]);
        HyperparameterChain.Sample(ChainModel.Snoek(points, new double[12]), points, new double[12], 20, 5, Rng.For(1)).Count.ShouldBe(5);
    }

    private static double Matern(double squared, double weight)
    {
        var z = Math.Sqrt(5 * squared * weight);
        return (1 + z + z * z / 3) * Math.Exp(-z);
    }
}
