using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Sampling.Bohb;
using AutoMLStudio.Core.Sampling.Tpe;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Tests.Sampling;

public sealed class FittedDensitiesTests
{
    private static readonly SearchSpace Square = Make.Space(new FloatParameter("x", 0, 1), new FloatParameter("y", 1e-4, 1, Log: true));

    private static readonly SearchSpace Tree = Make.Space(
        new ChoiceParameter("kind", ["a", "b", "c"]),
        new FloatParameter("x", 0, 1) { When = Make.When("kind", "a") },
        new IntParameter("n", 1, 9));

    [Fact]
    public void Two_trials_give_densities_and_ratio_by_hand()
    {
        // One good trial at 0.2, one bad at 0.8. Of each: means 0.2 (0.8) and the prior's 0.5; deviations: the farther neighbour's distance 0.3,
        // clipped to 1/3, and 1; weights 1/2 each.
        var space = Make.Space(new FloatParameter("x", 0, 1));
        var model = Fit(space, new() { StartupTrials = 2, MinimumBandwidth = 0.01, ClipExponent = 1 }, Done(0, 1, ("x", 0.2)), Done(1, 2, ("x", 0.8)));
        model.Good.ShouldBe([0]);
        model.Incumbent["x"].Number.ShouldBe(0.2);
        var cut = model.Cut(new(["x"], Resolution: 5))!;
        static double Cut(double x, double m, double d) =>
            Normal.Density((x - m) / d) / d / (Normal.Cumulative((1 - m) / d) - Normal.Cumulative(-m / d));
        for (var i = 0; i < 5; i++)
        {
            var x = i / 4.0;
            var (l, g) = ((Cut(x, 0.2, 1.0 / 3) + Cut(x, 0.5, 1)) / 2, (Cut(x, 0.8, 1.0 / 3) + Cut(x, 0.5, 1)) / 2);
            Field(cut, "good")[i]!.Value.ShouldBe(l, 1e-12);
            Field(cut, "bad")[i]!.Value.ShouldBe(g, 1e-12);
            Field(cut, "acquisition")[i]!.Value.ShouldBe(Math.Log(l / g), 1e-12);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Both_densities_integrate_to_one_wherever_the_others_are_held(bool multivariate)
    {
        var model = Fit(Square, new() { Multivariate = multivariate }, Scattered(Square, 40));
        foreach (var y in new[] { 1e-4, 0.02, 1 })
        {
            var cut = model.Cut(new(["x"], Configuration.Empty.With("y", y), 1_000))!;
            foreach (var key in new[] { "good", "bad" }) Trapezium(Field(cut, key)).ShouldBe(1, 1e-4);
        }
    }

    [Fact]
    public void Both_densities_integrate_to_one_over_a_square()
    {
        var cut = Fit(Square, new(), Scattered(Square, 40)).Cut(new(["x", "y"], Resolution: 201))!;
        foreach (var key in new[] { "good", "bad" })
            Trapezium([.. Field(cut, key).Chunk(201).Select(row => (double?)Trapezium(row))]).ShouldBe(1, 1e-3);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_probabilities_of_a_choice_sum_to_one_though_it_switches_another(bool multivariate)
    {
        var model = Fit(Tree, new() { Multivariate = multivariate }, Scattered(Tree, 40));
        foreach (var parameter in new[] { "kind", "n" })
        {
            var cut = model.Cut(new([parameter]))!;
            foreach (var key in new[] { "good", "bad" }) Field(cut, key).Sum()!.Value.ShouldBe(1, 1e-9);
        }
        model.Cut(new(["x"], Configuration.Empty.With("kind", "b"))).ShouldBeNull();
    }

    [Fact]
    public void The_ratio_is_the_one_that_the_sampler_compares_draws_by()
    {
        var (options, trials) = (new TpeOptions(), Scattered(Square, 40));
        var split = TrialSplit.Of(Make.History(trials), options)!;
        List<double[]> Points(IReadOnlyList<Trial> of) => [.. of.Select(t => Square.Encode(t.Configuration))];
        var (l, g) = (new ParzenEstimator(Square.Parameters, Points(split.Good), split.GoodWeights!, options),
            new ParzenEstimator(Square.Parameters, Points(split.Bad), TrialSplit.Weights(split.Bad.Count, options.Weights), options));
        var cut = Fit(Square, options, trials).Cut(new(["x"], Configuration.Empty.With("y", 0.01), 11))!;
        for (var i = 0; i <= 10; i++)
            Field(cut, "acquisition")[i]!.Value.ShouldBe(l.LogDensity([i / 10.0, 0.5]) - g.LogDensity([i / 10.0, 0.5]), 1e-9);
    }

    [Fact]
    public void Unless_others_are_given_they_are_integrated_out()
    {
        var model = Fit(Square, new(), Scattered(Square, 40));
        var marginal = model.Cut(new(["x"], Resolution: 11))!;
        var square = model.Cut(new(["x", "y"], Resolution: 201))!;
        foreach (var key in new[] { "good", "bad" })
        {
            var rows = Field(square, key).Chunk(201).Select(row => Trapezium(row)).ToList();
            for (var i = 0; i <= 10; i++) Field(marginal, key)[i]!.Value.ShouldBe(rows[20 * i], 1e-3);
        }
    }

    [Fact]
    public void The_divergence_is_largest_along_the_parameter_that_matters()
    {
        var trials = Scattered(Square, 60).Select(t => t with { Losses = [Math.Abs(t.Configuration["x"].Number - 0.2)] }).ToArray();
        var divergence = Fit(Square, new() { Split = TpeSplit.Quantile }, trials).Diagnose().Vectors.Single(v => v.Key == "divergence").Values;
        divergence[0].Value.ShouldBeGreaterThan(2 * divergence[1].Value);
        divergence.ShouldAllBe(d => d.Value >= 0 && d.Value <= 1);
    }

    [Fact]
    public void The_kernel_densities_of_bohb_are_those_that_it_compares_draws_by()
    {
        var (sampler, history) = (new BohbSampler(new()), Make.History(Scattered(Square, 40)));
        var model = sampler.Model(Square, history, Rng.For(1))!;
        var fitted = sampler.Fit(Square, history, Rng.For(1, 40))!;
        fitted.Good.ShouldBe(model.GoodTrials.Select(t => t.Number));
        var given = fitted.Cut(new(["x"], Configuration.Empty.With("y", 0.01), 11))!;
        var marginal = fitted.Cut(new(["x"], Resolution: 11))!;
        for (var i = 0; i <= 10; i++)
        {
            double[] point = [i / 10.0, 0.5];
            var (l, g) = (model.Good.At(point), model.Bad.At(point));
            Field(given, "acquisition")[i]!.Value.ShouldBe(Math.Log(l / g), 1e-9);
            Field(marginal, "good")[i]!.Value.ShouldBe(model.Good.Marginal([point[0], double.NaN]), 1e-9);
        }
    }

    private static IFittedModel Fit(SearchSpace space, TpeOptions options, params Trial[] trials) =>
        new TpeSampler(options).Fit(space, Make.History(trials), Rng.For(1, trials.Length)).ShouldNotBeNull();

    private static Trial[] Scattered(SearchSpace space, int count)
    {
        var rng = Rng.For(3);
        return [.. Enumerable.Range(0, count).Select(i => new Trial
        {
            Number = i, Configuration = space.Sample(rng), Budget = 1, State = TrialState.Completed, Losses = [rng.NextDouble()],
        })];
    }

    private static Trial Done(int number, double loss, params (string, ParameterValue)[] values) => new()
    {
        Number = number, Configuration = Make.Configuration(values), Budget = 1, State = TrialState.Completed, Losses = [loss],
    };

    private static IReadOnlyList<double?> Field(ModelCut cut, string key) => cut.Fields.Single(f => f.Key == key).Values;

    private static double Trapezium(IReadOnlyList<double?> values) =>
        (values.Sum()!.Value - (values[0]!.Value + values[^1]!.Value) / 2) / (values.Count - 1);
}
