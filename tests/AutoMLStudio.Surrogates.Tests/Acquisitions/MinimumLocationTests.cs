using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Surrogates.Acquisitions;
using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.Tests.Acquisitions;

public sealed class MinimumLocationTests
{
    [Fact]
    public void Of_two_values_it_is_exact()
    {
        // P(f₀ < f₁) = Φ((μ₁ − μ₀)/√(σ₀² + σ₁² − 2ρ)).
        var location = new MinimumLocation([0.3, 0.5], [1, 0.2, 0.2, 0.7]);
        Math.Exp(location.LogProbabilities[0]).ShouldBe(Normal.Cumulative(0.2 / Math.Sqrt(1.3)), 1e-9);
        Math.Exp(location.LogProbabilities[1]).ShouldBe(Normal.Cumulative(-0.2 / Math.Sqrt(1.3)), 1e-9);
    }

    [Fact]
    public void Of_independent_equal_values_it_is_even()
    {
        var location = new MinimumLocation(new double[4], [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
        foreach (var p in location.LogProbabilities) Math.Exp(p).ShouldBe(0.25, 1e-9);
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 20)]
    [InlineData(3, 50)]
    public void On_random_processes_it_agrees_with_a_hundred_thousand_draws(ulong seed, int points)
    {
        var (mean, covariance, posterior, at) = Process(seed, points);
        var location = new MinimumLocation(mean, covariance);
        var counts = new double[points];
        foreach (var draw in Fantasies.Draw(posterior, at, 100_000, Rng.For(seed, 9)).Values) counts[Array.IndexOf(draw, draw.Min())] += 1e-5;
        for (var i = 0; i < points; i++) Math.Exp(location.LogProbabilities[i]).ShouldBe(counts[i], 0.02);
    }

    [Fact]
    public void The_gradient_by_the_means_agrees_with_differences()
    {
        var (mean, covariance, _, _) = Process(4, 6);
        var location = new MinimumLocation(mean, covariance);
        const double step = 1e-4;
        for (var j = 0; j < mean.Length; j++)
        {
            double Differ(int i, double distance)
            {
                var moved = (double[])mean.Clone();
                moved[j] += distance;
                return new MinimumLocation(moved, covariance).LogProbabilities[i];
            }

            // The logarithms are normalised, the gradients are not: differences of two of them are compared.
            for (var i = 1; i < mean.Length; i++)
            {
                var numeric = (Differ(i, step) - Differ(0, step) - Differ(i, -step) + Differ(0, -step)) / (2 * step);
                (location.Gradients[i][j] - location.Gradients[0][j]).ShouldBe(numeric, 0.02 * Math.Max(1, Math.Abs(numeric)));
            }
        }
    }

    private static (double[] Mean, double[] Covariance, Posterior Posterior, List<double[]> At) Process(ulong seed, int points)
    {
        var rng = Rng.For(seed);
        double[][] known = [.. Enumerable.Range(0, 6).Select(_ => new[] { rng.NextDouble(), rng.NextDouble() })];
        var posterior = new Posterior(
            new Hyperparameters([9, 4], 1, 1e-3), new PointSet(known, [false, false]), [[.. known.Select(_ => rng.NextGaussian())]]);
        List<double[]> at = [.. Enumerable.Range(0, points).Select(_ => new[] { rng.NextDouble(), rng.NextDouble() })];
        var (mean, covariance) = posterior.Joint(at);
        for (var i = 0; i < points; i++) covariance[i * points + i] += 1e-6;
        return (mean, covariance, posterior, at);
    }
}
