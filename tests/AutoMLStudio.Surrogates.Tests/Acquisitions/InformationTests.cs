using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Surrogates.Acquisitions;
using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.Tests.Acquisitions;

public sealed class InformationTests
{
    private static readonly double[][] Known = [[0.05], [0.35], [0.6], [0.95]];
    private static readonly double[] Values = [0.8, -0.9, 0.3, 0.5];

    private static Posterior Posterior => Noisy(1e-4);

    [Fact]
    public void The_expected_minimum_of_two_lines_is_that_by_hand() =>
        // E min(0, 1 + 2Z) = −E max(0, −1 − 2Z) = −(2φ(½) − Φ(−½)).
        KnowledgeGradient.ExpectedMinimum([0, 1], [0, 2]).ShouldBe(-(2 * Normal.Density(0.5) - Normal.Cumulative(-0.5)), 1e-12);

    [Fact]
    public void The_expected_minimum_of_many_lines_agrees_with_an_integral()
    {
        var rng = Rng.For(4);
        double[] a = [.. Enumerable.Range(0, 20).Select(_ => rng.NextGaussian())];
        double[] b = [.. Enumerable.Range(0, 20).Select(_ => rng.NextGaussian())];
        b[3] = b[7];
        const int cells = 200_000;
        var integral = Enumerable.Range(0, cells).Average(i =>
        {
            var z = Normal.Quantile((i + 0.5) / cells);
            return a.Zip(b, (x, y) => x + y * z).Min();
        });
        KnowledgeGradient.ExpectedMinimum(a, b).ShouldBe(integral, 1e-4);
    }

    [Fact]
    public void The_knowledge_gradient_is_nearly_nothing_where_the_value_is_known()
    {
        double[][] grid = [.. Enumerable.Range(0, 41).Select(i => new[] { i / 40.0 })];
        var values = new KnowledgeGradient(Posterior, grid).Values([[0.35], [0.25], [0.95]]);
        values[0].ShouldBeLessThan(values[1] / 10);
        values[2].ShouldBeLessThan(1e-3);
    }

    [Fact]
    public void Max_value_entropy_is_the_entropy_that_cutting_the_density_at_the_minimum_takes_away()
    {
        // H of N(0, 1) less that of N(0, 1) cut below at f* = −1, by quadrature.
        const double best = -1;
        var mass = 1 - Normal.Cumulative(best);
        const int cells = 100_000;
        var entropy = 0.0;
        for (var i = 0; i < cells; i++)
        {
            var x = best + (10 - best) * (i + 0.5) / cells;
            var p = Normal.Density(x) / mass;
            entropy -= p * Math.Log(p) * (10 - best) / cells;
        }
        var full = 0.5 * Math.Log(2 * Math.PI * Math.E);
        new MaxValueEntropy().At(0, 1, best).Value.ShouldBe(full - entropy, 1e-6);
    }

    [Fact]
    public void Draws_of_the_minimum_have_its_distribution()
    {
        // 200 independent values N(0, 1): the median of the smallest is where (1 − Φ(y))²⁰⁰ = ½.
        var draws = MinimumValues.Draw(new double[200], [.. Enumerable.Repeat(1.0, 200)], 0, 101);
        draws.Order().ElementAt(50).ShouldBe(Normal.Quantile(1 - Math.Pow(0.5, 1.0 / 200)), 0.02);
        MinimumValues.Draw(new double[200], [.. Enumerable.Repeat(1.0, 200)], -3.5, 11).Max().ShouldBe(-3.5);
    }

    [Fact]
    public void The_expected_information_agrees_with_conditioning_on_every_outcome()
    {
        // The change is expanded about the present: noise keeps it small.
        const double noise = 20;
        List<double[]> representers = [.. Enumerable.Range(0, 12).Select(i => new[] { (i + 0.5) / 12 })];
        double[] measure = [.. representers.Select(_ => 0.0)];
        var search = new EntropySearch(Noisy(noise), representers, measure);
        double[][] candidates = [[0.2], [0.36], [0.75]];
        var predicted = search.Values(candidates);
        var exact = candidates.Select(x => Exact(x, noise, representers) - Information(Noisy(noise), representers)).ToArray();
        for (var i = 0; i < candidates.Length; i++) predicted[i].ShouldBe(exact[i], 0.1 * exact[i]);
    }

    [Fact]
    public void Averaged_over_the_outcomes_the_location_is_as_before_and_surer_after_each()
    {
        // E[p_min after] is p_min now, whatever is evaluated; what the evaluation takes away is entropy.
        List<double[]> representers = [.. Enumerable.Range(0, 12).Select(i => new[] { (i + 0.5) / 12 })];
        var search = new EntropySearch(Noisy(20), representers, new double[12]);
        var after = search.After([0.36]);
        for (var k = 0; k < 12; k++)
            after.Average(logs => Math.Exp(logs[k])).ShouldBe(Math.Exp(search.Location.LogProbabilities[k]), 1e-3);
        after.Average(MinimumForecast.Entropy).ShouldBeLessThan(MinimumForecast.Entropy(search.Location.LogProbabilities));
        MinimumForecast.Entropy([Math.Log(0.25), Math.Log(0.75), double.NegativeInfinity]).ShouldBe(0.5623351446188083, 1e-12);
    }

    [Fact]
    public void Two_values_of_which_one_is_learned_are_told_apart_better()
    {
        // Two far points, alike now: the value of the first decides nearly all, so that of ln 2 nats much is gone.
        var posterior = new Posterior(new Hyperparameters([400], 1, 1e-3), new PointSet([[0.5]], [false]), [[0.0]]);
        var search = new EntropySearch(posterior, [[0.0], [1.0]], [0, 0]);
        var belief = MinimumForecast.Of([search], x => new([new("x", x[0])]), [0.0]);
        belief.Entropy.ShouldBe(Math.Log(2), 1e-3);
        belief.ExpectedEntropy!.Value.ShouldBeLessThan(0.6);
        belief.Now[0].ShouldBe(0.5, 1e-3);
        belief.Lower![0].ShouldBeGreaterThan(0.7);
        belief.Higher![0].ShouldBeLessThan(0.3);
        MinimumForecast.Of([search], x => new([new("x", x[0])]), null).After.ShouldBeNull();
    }

    [Fact]
    public void Draws_of_functions_have_the_mean_and_the_variance_of_the_posterior()
    {
        var points = new PointSet([[0.1, 0.2, 0], [0.8, 0.4, 1], [0.3, 0.9, 1]], [false, false, true]);
        var posterior = new Posterior(new Hyperparameters([4, 2, 1.5], 1.2, 0.01) { Mean = 0.3 }, points, [[1, -1, 0.4]]);
        double[][] at = [[0.5, 0.5, 0], [0.8, 0.4, 0], [0.3, 0.85, 1]];
        var draws = Enumerable.Range(0, 400).Select(s => new ThompsonSample(posterior, Rng.For(5, s)).Values(at)).ToList();
        var (means, variances) = posterior.At(at);
        for (var i = 0; i < at.Length; i++)
        {
            var mean = draws.Average(d => -d[i]);
            mean.ShouldBe(means[i], 4 * Math.Sqrt(variances[i] / 400) + 0.01);
            draws.Average(d => (-d[i] - mean) * (-d[i] - mean)).ShouldBe(variances[i], 0.25 * variances[i] + 0.005);
        }
    }

    [Fact]
    public void A_function_is_drawn_under_one_draw_of_the_hyper_parameters_not_averaged_over_many()
    {
        var space = Searches.Cube(1, 0, 1);
        var trials = Enumerable.Range(0, 6).Select(i =>
            Searches.Completed(i, new([new("x0", i / 20.0)]), i % 2 == 0 ? 1.0 : -1)).ToList();
        GaussianProcessOptions options = new()
        {
            Acquisition = AcquisitionKind.Thompson, Hyperparameters = HyperparameterInference.Mcmc, BurnIn = 5, Samples = 20, InitialTrials = 2, WarpLosses = false,
        };
        var models = Enumerable.Range(0, 60).Select(s => SurrogateModel.Of(new(space), new(Searches.Loss, trials), options, Rng.For(9, s))).ToList();
        // Far from all trials a draw has the whole variance of the process: an average of twenty would have a twentieth.
        var draws = models.Select(m => m.Acquisition.Value([1.0])).ToList();
        var mean = draws.Average();
        draws.Average(d => (d - mean) * (d - mean)).ShouldBeGreaterThan(0.4 * models.Average(m => m.Posterior.At([[1.0]]).Variances[0]));
    }

    [Fact]
    public void Every_configuration_of_a_small_space_stands_for_it_once()
    {
        var space = new SearchSpace([new ChoiceParameter("a", [true, false]), new ChoiceParameter("b", ["x", "y", "z"])]);
        var posterior = new Posterior(new Hyperparameters([1, 1], 1, 0.01), new PointSet([[0.25, 0.5]], [true, true]), [[0.0]]);
        Representers.Spread(new(space), posterior, Rng.For(1)).Select(p => (p[0], p[1])).Distinct().Count().ShouldBe(6);
        Representers.Spread(new(space), posterior, Rng.For(1)).Count.ShouldBe(6);
    }

    [Theory]
    [InlineData(AcquisitionKind.Ucb, "confidence bound")]
    [InlineData(AcquisitionKind.Ei, "EI per second")]
    public void Only_gains_are_shared_out_among_seconds(AcquisitionKind kind, string name)
    {
        var trials = Enumerable.Range(0, 4).Select(i => Searches.Completed(i, new([new("x0", i / 4.0)]), i) with
        {
            Reports = [new(1, new Dictionary<string, double> { ["loss"] = i }, i + 1)],
        });
        GaussianProcessOptions options = new() { Acquisition = kind, PerSecond = true, InitialTrials = 2 };
        SurrogateModel.Of(new(Searches.Cube(1, 0, 1)), new(Searches.Loss, trials), options, Rng.For(1)).Acquisition.Name.ShouldBe(name);
    }

    [Fact]
    public void The_gradient_of_a_drawn_function_agrees_with_differences()
    {
        var draw = new ThompsonSample(Posterior, Rng.For(6));
        Gradients.ShouldAgree((x, gradient) => draw.Value(x, gradient), [0.42], 1e-6, 1e-4);
    }

    private static Posterior Noisy(double noise) => new(new Hyperparameters([25], 1, noise), new PointSet(Known, [false]), [Values]);

    private static double Exact(double[] x, double noise, List<double[]> representers)
    {
        const int outcomes = 60;
        var (means, variances) = Noisy(noise).At([x]);
        return Enumerable.Range(0, outcomes).Average(i =>
        {
            var y = means[0] + Math.Sqrt(variances[0] + noise) * Normal.Quantile((i + 0.5) / outcomes);
            return Information(
                new Posterior(Noisy(noise).Parameters, new PointSet([.. Known, x], [false]), [[.. Values, y]]), representers);
        });
    }

    private static double Information(Posterior posterior, List<double[]> representers) =>
        new EntropySearch(posterior, representers, new double[representers.Count]).Location.LogProbabilities.Sum(p => Math.Exp(p) * p);
}
