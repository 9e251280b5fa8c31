using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Surrogates.Fronts;
using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.Tests.Fronts;

public sealed class HypervolumeImprovementTests
{
    private static readonly double[] X = [0.85, 0.9];

    [Fact]
    public void Two_losses_agree_with_the_integral_over_both()
    {
        var (posteriors, known) = Random(2);
        double[] reference = [.. known[0].Select(_ => 3.0)];
        var (mean, deviation) = Predictions(posteriors);
        // The midpoint rule over seven deviations to either side.
        const int cells = 400;
        const double width = 14.0 / cells;
        var expected = 0.0;
        double[][] front = [.. Pareto.Front(known).Select(i => known[i])];
        var volume = Hypervolume.Of(front, reference);
        for (var i = 0; i < cells; i++)
        {
            for (var j = 0; j < cells; j++)
            {
                double[] z = [-7 + (i + 0.5) * width, -7 + (j + 0.5) * width];
                double[] y = [mean[0] + deviation[0] * z[0], mean[1] + deviation[1] * z[1]];
                if (y[0] >= reference[0] || y[1] >= reference[1]) continue;
                expected += Normal.Density(z[0]) * Normal.Density(z[1]) * width * width * (Hypervolume.Of([.. front, y], reference) - volume);
            }
        }
        Math.Exp(Function(posteriors, known).Value(X)).ShouldBe(expected, 1e-3 * expected);
        expected.ShouldBeGreaterThan(0.01);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void More_losses_agree_with_draws(int losses)
    {
        var (posteriors, known) = Random(losses);
        double[] reference = [.. known[0].Select(_ => 3.0)];
        var (mean, deviation) = Predictions(posteriors);
        double[][] front = [.. Pareto.Front(known).Select(i => known[i])];
        var (volume, sequence) = (Hypervolume.Of(front, reference), new Sobol(losses, Rng.For(6)));
        const int draws = 4_096;
        var expected = Enumerable.Range(0, draws).Average(s =>
        {
            double[] y = [.. sequence.Point(s).Select((u, m) => mean[m] + deviation[m] * Normal.Quantile(u + 1e-16))];
            return y.Zip(reference).All(p => p.First < p.Second) ? Hypervolume.Of([.. front, y], reference) - volume : 0;
        });
        Math.Exp(Function(posteriors, known).Value(X)).ShouldBe(expected, 0.02 * expected);
    }

    [Fact]
    public void With_nothing_on_the_front_it_is_a_product_of_expected_improvements()
    {
        var (posteriors, _) = Random(2);
        var (mean, deviation) = Predictions(posteriors);
        double[] reference = [0.3, 0.6];
        var product = 1.0;
        for (var m = 0; m < 2; m++)
        {
            var z = (reference[m] - mean[m]) / deviation[m];
            product *= deviation[m] * (z * Normal.Cumulative(z) + Normal.Density(z));
        }
        new HypervolumeImprovement(posteriors, new([], reference)).Value(X).ShouldBe(Math.Log(product), 1e-9);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void The_gradient_agrees_with_differences_and_one_point_with_many(int losses)
    {
        var (posteriors, known) = Random(losses);
        var function = Function(posteriors, known);
        double[][] points = [X, [0.9, 0.1], [0.05, 0.5]];
        foreach (var x in points) Gradients.ShouldAgree((at, gradient) => function.Value(at, gradient), x, 1e-5, 1e-4);
        var values = function.Values(points);
        for (var i = 0; i < points.Length; i++) values[i].ShouldBe(function.Value(points[i]), 1e-8);
    }

    [Fact]
    public void Where_no_improvement_is_to_be_hoped_for_there_is_a_slope_still()
    {
        var (posteriors, known) = Random(2);
        double[] reference = [-60, -60];
        var (function, gradient) = (new HypervolumeImprovement(posteriors, new(known, reference)), new double[2]);
        function.Value(X, gradient).ShouldBeLessThan(-1_000);
        gradient.ShouldAllBe(g => double.IsFinite(g) && g != 0);
    }

    private static HypervolumeImprovement Function(List<Posterior> posteriors, double[][] known) =>
        new(posteriors, new(known, [.. known[0].Select(_ => 3.0)]));

    private static (double[] Mean, double[] Deviation) Predictions(List<Posterior> posteriors)
    {
        var predictions = posteriors.Select(p => p.At([X])).ToList();
        return ([.. predictions.Select(p => p.Means[0])], [.. predictions.Select(p => Math.Sqrt(p.Variances[0]))]);
    }

    private static (List<Posterior> Posteriors, double[][] Known) Random(int losses)
    {
        var rng = Rng.For(3);
        var points = new PointSet([.. Enumerable.Range(0, 8).Select(_ => new[] { rng.NextDouble(), rng.NextDouble() })], [false, false]);
        double[][] known = [.. Enumerable.Range(0, 8).Select(_ => (double[])[.. Enumerable.Range(0, losses).Select(_ => rng.NextGaussian())])];
        return ([.. Enumerable.Range(0, losses).Select(m =>
            new Posterior(new Hyperparameters([3 + m, 2], 1.3, 0.05), points, [[.. known.Select(k => k[m])]]))], known);
    }
}
