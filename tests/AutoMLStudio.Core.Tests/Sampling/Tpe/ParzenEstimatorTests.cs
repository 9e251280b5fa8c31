using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Sampling.Tpe;
using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Core.Tests.Sampling.Tpe;

public sealed class ParzenEstimatorTests
{
    private const double Exact = 1e-12;
    private static readonly FloatParameter Unit = new("x", 0, 1);
    private static readonly TpeOptions Optuna = new() { Weights = TpeWeights.Forgetting, MinimumBandwidth = 0.01, ClipExponent = 1 };
    private static readonly TpeOptions Univariate = Optuna with { Multivariate = false };
    private static readonly TpeOptions Bounds = Optuna with { BoundsAsNeighbours = true };

    public static IEnumerable<TheoryDataRow<Parameter>> Discrete =>
    [
        new(new IntParameter("n", 1, 7)),
        new(new IntParameter("n", 5, 5)),
        new(new IntParameter("n", -10, 50, Step: 4)),
        new(new IntParameter("n", 1, 300, Log: true)),
        new(new FloatParameter("f", 0, 1, Step: 0.1)),
        new(new ChoiceParameter("o", [1.0, 3.0, 9.0], Ordered: true)),
        new(new ChoiceParameter("c", ["a", "b", "c", "d"])),
    ];

    [Fact]
    public void A_bandwidth_is_the_distance_to_the_farther_neighbour()
    {
        // Sorted with the prior's mean: 0.1, 0.4, 0.5, 0.9; the clip is at 1 / (3 + 2).
        Bandwidths.Of([0.9, 0.1, 0.4], Optuna).ShouldBe([0.4, 0.3, 0.3], Exact);
        Bandwidths.Of([0.6, 0.7, 0.75], Bounds).ShouldBe([0.2, 0.2, 0.25], Exact);
        Bandwidths.Of([0.6, 0.7, 0.75], Optuna).ShouldBe([0.2, 0.2, 0.2], Exact);
        Bandwidths.Of([0.2, double.NaN], Optuna).ShouldBe([1.0 / 3, 1], Exact);
    }

    [Fact]
    public void Bandwidths_are_clipped_at_a_hundredth() =>
        Bandwidths.Of([.. Enumerable.Repeat(0.5, 500)], Optuna).ShouldAllBe(d => Math.Abs(d - 0.01) < Exact);

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    [InlineData(true, 2)]
    public void Bandwidths_found_by_cells_are_those_found_by_sorting(bool bounds, double exponent)
    {
        var options = new TpeOptions { BoundsAsNeighbours = bounds, ClipExponent = exponent };
        for (var seed = 0UL; seed < 50; seed++)
        {
            var rng = Rng.For(seed);
            double[] values = [.. Enumerable.Range(0, 1 + (int)seed * 3).Select(_ => Math.Pow(rng.NextDouble(), 3)).Distinct()];
            var least = Math.Max(0.03, Math.Pow(values.Length + 2, -exponent));
            double[] sorted = [.. bounds ? [0.0] : (double[])[], .. values.Append(0.5).Order(), .. bounds ? [1.0] : (double[])[]];
            double Distance(int a, int b) => a < 0 || b >= sorted.Length ? 0 : sorted[b] - sorted[a];
            Bandwidths.Of(values, options).ShouldBe(
                values.Select(v => Array.IndexOf(sorted, v)).Select(i => Math.Clamp(Math.Max(Distance(i - 1, i), Distance(i, i + 1)), least, 1)), Exact);
        }
    }

    [Theory]
    [InlineData(1, 1.0 / 3, 1.0 / 9)]
    [InlineData(3, 1.0 / 5, 0.04)]
    [InlineData(4, 1.0 / 6, 0.03)]
    [InlineData(500, 0.01, 0.03)]
    public void The_least_bandwidth_falls_with_the_observations_to_a_floor(int count, double magic, double recommended)
    {
        // max(0.01, (n + 2)⁻¹) and max(0.03, (n + 2)⁻²): all observations lie on the prior's mean.
        double[] values = [.. Enumerable.Repeat(0.5, count)];
        Bandwidths.Of(values, Optuna).ShouldAllBe(d => Math.Abs(d - magic) < Exact);
        Bandwidths.Of(values, new()).ShouldAllBe(d => Math.Abs(d - recommended) < Exact);
        Bandwidths.Of(values, new() { Multivariate = false }).ShouldAllBe(d => Math.Abs(d - magic) < Exact);
    }

    [Fact]
    public void Without_observations_the_density_is_the_priors()
    {
        var density = Estimator([Unit], [], Univariate).LogDensity([0.5]);
        // φ(0) / (Φ(½) − Φ(−½)), Φ(½) = 0.691462461274013.
        density.ShouldBe(Math.Log(0.3989422804014327 / 0.3829249225480262), Exact);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_mixture_of_two_is_worked_by_hand(bool multivariate)
    {
        // Means 0.2 and 0.5 (the prior); deviations max(0.2, 0.3) clipped to at least 1/3, and 1; weights 1/2 each.
        var estimator = Estimator([Unit], [[0.2]], Optuna with { Multivariate = multivariate });
        double Cut(double x, double m, double d) =>
            Normal.Density((x - m) / d) / d / (Normal.Cumulative((1 - m) / d) - Normal.Cumulative(-m / d));
        foreach (var x in new[] { 0, 0.2, 0.35, 1 })
            estimator.LogDensity([x]).ShouldBe(Math.Log((Cut(x, 0.2, 1.0 / 3) + Cut(x, 0.5, 1)) / 2), Exact);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void A_density_integrates_to_one(bool multivariate, bool bounds)
    {
        var options = Optuna with { Multivariate = multivariate, BoundsAsNeighbours = bounds };
        var estimator = Estimator([Unit], [[0.02], [0.3], [0.31], [1]], options);
        const int Points = 20_000;
        Enumerable.Range(0, Points).Average(i => Math.Exp(estimator.LogDensity([(i + 0.5) / Points]))).ShouldBe(1, 1e-7);
    }

    [Theory]
    [MemberData(nameof(Discrete))]
    public void The_probabilities_of_a_discrete_parameter_sum_to_one(Parameter parameter)
    {
        var values = parameter.Grid(int.MaxValue);
        foreach (var options in new[] { new TpeOptions(), Optuna, Univariate })
        {
            var seen = Enumerable.Range(0, 30).Select(i => new[] { parameter.ToUnit(values[i * i % values.Count]) }).ToList();
            var estimator = Estimator([parameter], seen, options);
            values.Sum(v => Math.Exp(estimator.LogDensity([parameter.ToUnit(v)]))).ShouldBe(1, 1e-10);
        }
    }

    [Fact]
    public void A_cell_far_from_every_observation_has_a_finite_log_probability()
    {
        var parameter = new IntParameter("n", 1, 1_000_000_000);
        var seen = Enumerable.Repeat(new[] { parameter.ToUnit(1) }, 200).ToList();
        var estimator = Estimator([parameter], seen, Optuna with { PriorWeight = 0.001 });
        double.IsFinite(estimator.LogDensity([parameter.ToUnit(1_000_000_000)])).ShouldBeTrue();
        // The first terms of Mills' ratio at 90: −90² / 2 − ln √2π − ln 90 − 90⁻².
        TruncatedNormal.LogMass(0.9, 0.95, 0, 0.01).ShouldBe(-4055.41887, 1e-5);
    }

    [Fact]
    public void A_categorical_parameter_alone_has_the_posterior_of_the_paper()
    {
        // N pᵢ + Cᵢ with N = 3 choices, pᵢ = 1/3, counts 3, 1, 0.
        var parameter = new ChoiceParameter("c", ["a", "b", "c"]);
        var estimator = Estimator([parameter], [.. "aaba".Select(c => new[] { parameter.ToUnit($"{c}") })], Univariate);
        double Probability(string choice) => Math.Exp(estimator.LogDensity([parameter.ToUnit(choice)]));
        new[] { Probability("a"), Probability("b"), Probability("c") }.ShouldBe([4.0 / 7, 2.0 / 7, 1.0 / 7], Exact);
    }

    [Fact]
    public void A_categorical_kernel_among_others_is_smoothed()
    {
        // Two kernels, s = 1/2: (1 + ½) / (1 + 3/2) = 0.6 for the observed one, 0.2 for others; the prior 1/3; weights 1/2.
        var parameter = new ChoiceParameter("c", ["a", "b", "c"]);
        var estimator = Estimator([parameter], [[parameter.ToUnit("a")]], Optuna);
        Math.Exp(estimator.LogDensity([parameter.ToUnit("a")])).ShouldBe((0.6 + 1.0 / 3) / 2, Exact);
        Math.Exp(estimator.LogDensity([parameter.ToUnit("b")])).ShouldBe((0.2 + 1.0 / 3) / 2, Exact);
    }

    [Fact]
    public void Draws_follow_the_density()
    {
        Parameter[] parameters = [new IntParameter("n", 1, 4), new ChoiceParameter("c", ["a", "b", "c"])];
        var estimator = Estimator(parameters, [[0.125, 0.5], [0.875, 0.5], [0.875, 1.0 / 6]], Optuna);
        var counts = new Dictionary<(ParameterValue, ParameterValue), int>();
        var rng = Rng.For(3);
        const int Draws = 50_000;
        for (var i = 0; i < Draws; i++)
        {
            var component = estimator.Component(rng);
            var (n, c) = (parameters[0].FromUnit(estimator.Sample(component, 0, rng)), parameters[1].FromUnit(estimator.Sample(component, 1, rng)));
            counts[(n, c)] = counts.GetValueOrDefault((n, c)) + 1;
        }
        foreach (var n in parameters[0].Grid(9))
            foreach (var c in parameters[1].Grid(9))
                (counts[(n, c)] / (double)Draws)
                    .ShouldBe(Math.Exp(estimator.LogDensity([parameters[0].ToUnit(n), parameters[1].ToUnit(c)])), 0.01);
    }

    [Fact]
    public void An_observation_counts_as_much_as_its_weight()
    {
        // Two choices of a categorical parameter alone without smoothing: (3 · [a] + 1 · [b] + 2 · ½) / 6.
        var parameter = new ChoiceParameter("c", ["a", "b"]);
        var estimator = new ParzenEstimator([parameter], [[parameter.ToUnit("a")], [parameter.ToUnit("b")]], [3, 1], Univariate);
        Math.Exp(estimator.LogDensity([parameter.ToUnit("a")])).ShouldBe(4.0 / 6, Exact);
    }

    private static ParzenEstimator Estimator(IReadOnlyList<Parameter> parameters, List<double[]> points, TpeOptions options) =>
        new(parameters, points, TrialSplit.Weights(points.Count, options.Weights), options);

    [Fact]
    public void A_trial_speaks_only_for_the_parameters_that_it_had()
    {
        Parameter[] parameters = [new ChoiceParameter("c", ["a", "b"]), Unit];
        var without = Estimator(parameters, [[0.25, double.NaN]], Optuna);
        var prior = Estimator([Unit], [], Optuna);
        // Both components have the prior's kernel in x: the density is a product.
        without.LogDensity([0.25, 0.9]).ShouldBe(without.LogDensity([0.25, double.NaN]) + prior.LogDensity([0.9]), Exact);
    }
}
