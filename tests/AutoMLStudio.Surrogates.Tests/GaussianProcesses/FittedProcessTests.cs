using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Surrogates.Acquisitions;
using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.Tests.GaussianProcesses;

public sealed class FittedProcessTests
{
    private static readonly SearchSpace Line = new([new FloatParameter("x", 0, 1)]);

    private static readonly GaussianProcessSampler Sampler = new(new(), 1);

    [Fact]
    public void The_mean_passes_through_the_trials_in_the_unit_of_the_loss()
    {
        double[] at = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
        double Loss(double x) => 1_000 + 50 * Math.Sin(6 * x);
        var history = new History(Studies.Loss, at.Select((x, i) => Studies.Trial(i, Configuration.Empty.With("x", x), Loss(x))));
        var model = Sampler.Fit(Line, history, Rng.For(1, 11)).ShouldNotBeNull();
        var cut = model.Cut(new(["x"], Resolution: 21)).ShouldNotBeNull();
        var x = cut.Grid.Axes[0].Values.Select(v => v.Number).ToList();
        x.Count.ShouldBe(21);
        cut.Fields.Select(f => f.Name).ShouldBe(["mean", "−2σ", "+2σ", "σ", "log EI", "exploitation", "exploration"]);
        var (mean, low, high, deviation) = (Field(cut, "mean"), Field(cut, "low"), Field(cut, "high"), Field(cut, "deviation"));
        for (var i = 0; i < x.Count; i++)
        {
            mean[i].ShouldBe(Loss(x[i]), 1);
            deviation[i].ShouldBeInRange(0, 5);
            low[i].ShouldBeLessThanOrEqualTo(mean[i]);
            (high[i] - low[i]).ShouldBe(4 * deviation[i], 0.2 * deviation[i] + 1e-9);
        }
        var diagnostics = model.Diagnose();
        diagnostics.Facts["points"].ShouldBe(11);
        diagnostics.Facts.ShouldNotContainKey("clipped");
        var length = diagnostics.Vectors.ShouldHaveSingleItem().Values.ShouldHaveSingleItem();
        length.Key.ShouldBe("x");
        length.Value.ShouldBeInRange(0.05, 2);
    }

    [Fact]
    public void The_proposal_is_what_the_sampler_suggests_and_a_cut_goes_through_the_incumbent()
    {
        var history = new History(Studies.Loss, Studies.Drawn(Studies.Square, 15, Studies.Bowl));
        var model = Sampler.Fit(Studies.Square, history, Rng.For(1, 15)).ShouldNotBeNull();
        model.Proposal.ShouldBe(Sampler.Suggest(Studies.Square, history, Rng.For(1, 15)));
        model.Incumbent.ShouldBe(history.Best!.Configuration);
        model.Cut(new(["y"]))!.Grid.At.ShouldBe(history.Best.Configuration);
        var given = model.Cut(new(["y"], Configuration.Empty.With("x", 7)))!.Grid;
        given.At["x"].Number.ShouldBe(7, 1e-9);
        given.Cells.ShouldAllBe(c => Math.Abs(c!["x"].Number - 7) < 1e-9);
    }

    [Fact]
    public void The_acquisition_is_highest_near_the_proposal()
    {
        var history = new History(
            Studies.Loss,
            Enumerable.Range(0, 11).Select(i => Studies.Trial(i, Configuration.Empty.With("x", i / 10.0), Math.Pow(i / 10.0 - 0.33, 2))));
        var model = Sampler.Fit(Line, history, Rng.For(1, 11)).ShouldNotBeNull();
        var cut = model.Cut(new(["x"], Resolution: 201))!;
        var worths = Field(cut, "acquisition");
        cut.Grid.Axes[0].Values[Array.IndexOf(worths, worths.Max())].Number.ShouldBe(model.Proposal!["x"].Number, 0.02);
    }

    [Fact]
    public void A_grid_has_the_values_of_the_slices_on_its_diagonal()
    {
        var history = new History(Studies.Loss, Studies.Drawn(Studies.Square, 15, Studies.Bowl));
        var model = Sampler.Fit(Studies.Square, history, Rng.For(1, 15))!;
        var grid = model.Cut(new(["x", "y"], Resolution: 9))!;
        grid.Fields.Select(f => f.Key).ShouldBe(["mean", "deviation", "acquisition"]);
        for (var i = 0; i < 9; i++)
        {
            var slice = model.Cut(new(["y"], Configuration.Empty.With("x", grid.Grid.Axes[0].Values[i]), 9))!;
            foreach (var key in new[] { "mean", "deviation", "acquisition" })
                (Field(grid, key)[i * 9 + i] / Field(slice, key)[i]).ShouldBe(1, 1e-9);
        }
    }

    [Fact]
    public void A_nominal_parameter_has_one_point_a_choice_and_an_inactive_one_none()
    {
        var history = new History(Studies.Loss, Studies.Drawn(Studies.Mixed, 25, Studies.MixedLoss));
        var model = Sampler.Fit(Studies.Mixed, history, Rng.For(1, 25))!;
        model.Cut(new(["optimizer"]))!.Grid.Axes[0].Values.Select(v => v.Text).ShouldBe(["sgd", "adam", "rmsprop"]);
        model.Cut(new(["momentum"], Configuration.Empty.With("optimizer", "adam"))).ShouldBeNull();
        // Over both, momentum exists for the first of three optimizers only.
        var grid = model.Cut(new(["optimizer", "momentum"], Resolution: 5))!;
        grid.Grid.Cells.Select(c => c is not null).ShouldBe(Enumerable.Range(0, 15).Select(i => i < 5));
        grid.Fields[0].Values.Select(v => v is not null).ShouldBe(Enumerable.Range(0, 15).Select(i => i < 5));
    }

    [Fact]
    public void Where_a_constraint_does_not_hold_nothing_is_worth_trying()
    {
        var history = new History(Studies.Loss, Studies.Drawn(Studies.Mixed, 25, Studies.MixedLoss));
        var grid = Sampler.Fit(Studies.Mixed, history, Rng.For(1, 25))!.Cut(new(["layers", "units"], Resolution: 9))!;
        for (var i = 0; i < grid.Grid.Cells.Count; i++)
            if (!Studies.Mixed.SatisfiesConstraints(grid.Grid.Cells[i]!)) grid.Fields.Single(f => f.Key == "acquisition").Values[i].ShouldBeNull();
        grid.Fields.Single(f => f.Key == "acquisition").Values.ShouldContain(v => v != null);
    }

    [Fact]
    public void Trials_left_out_are_predicted_within_their_intervals_and_an_outlier_stands_at_the_fence()
    {
        var trials = Studies.Drawn(Studies.Square, 30, Studies.Bowl);
        trials.Add(Studies.Trial(30, trials[0].Configuration.With("x", 0), 1e9));
        var diagnostics = Sampler.Fit(Studies.Square, new(Studies.Loss, trials), Rng.For(1, 31))!.Diagnose();
        diagnostics.Facts["clipped"].ShouldBe(1);
        diagnostics.LeftOut.Select(t => t.Number).ShouldBe(Enumerable.Range(0, 31));
        diagnostics.LeftOut[^1].Loss.ShouldBeLessThan(1e4);
        diagnostics.LeftOut.Count(t => Math.Abs(t.Residual) <= 2).ShouldBeGreaterThan(24);
        foreach (var trial in diagnostics.LeftOut.Where(t => t.Residual is > -2 and < 2))
            trial.Loss.ShouldBeInRange(trial.Predicted.Low, trial.Predicted.High);
        var expected = diagnostics.AtProposal.ShouldNotBeNull();
        expected.Median.ShouldBeInRange(expected.Low, expected.High);
    }

    [Fact]
    public void Before_there_is_a_model_it_says_how_many_trials_it_waits_for()
    {
        var history = new History(Studies.Loss, Studies.Drawn(Studies.Square, 9, Studies.Bowl));
        Sampler.Fit(Studies.Square, history, Rng.For(1, 9)).ShouldBeNull();
        Sampler.Readiness(Studies.Square, history).ShouldBe(new(9, 10));
    }

    [Theory]
    [InlineData(AcquisitionKind.Ei, HyperparameterInference.Map, false)]
    [InlineData(AcquisitionKind.LogEi, HyperparameterInference.Map, false)]
    [InlineData(AcquisitionKind.LogEi, HyperparameterInference.Mcmc, false)]
    [InlineData(AcquisitionKind.LogEi, HyperparameterInference.Map, true)]
    [InlineData(AcquisitionKind.Ucb, HyperparameterInference.Map, false)]
    public void Exploitation_and_exploration_add_up_to_what_they_are_parts_of(AcquisitionKind kind, HyperparameterInference inference, bool isPending)
    {
        var sampler = new GaussianProcessSampler(new() { Acquisition = kind, Hyperparameters = inference, BurnIn = 5, Samples = 3 }, 1);
        var trials = Studies.Drawn(Studies.Square, 12, Studies.Bowl);
        if (isPending) trials.Add(new() { Number = 12, Configuration = Studies.Square.Sample(Rng.For(7)), Budget = 1 });
        var cut = sampler.Fit(Studies.Square, new(Studies.Loss, trials), Rng.For(1, trials.Count))!.Cut(new(["x"]))!;
        var parts = cut.Fields.Where(f => f.Role == FieldRole.AcquisitionPart).ToList();
        parts.Select(p => p.AddsUpTo).Distinct().ShouldBe([kind == AcquisitionKind.Ucb ? "confidence bound" : "EI"]);
        var (known, unknown, whole) = (Field(cut, "exploitation"), Field(cut, "exploration"), Field(cut, "acquisition"));
        unknown.ShouldAllBe(v => v >= 0);
        for (var i = 0; i < whole.Length; i++)
        {
            var expected = kind == AcquisitionKind.LogEi ? Math.Exp(whole[i]) : whole[i];
            // The joint improvement is summed by vector instructions, whose functions are a few units in the last place off.
            (known[i] + unknown[i]).ShouldBe(expected, 1e-12 * (isPending ? 100 : 1));
        }
        sampler.Fit(Studies.Square, new(Studies.Loss, trials), Rng.For(1))!.Cut(new(["x", "y"], Resolution: 3))!
            .Fields.ShouldNotContain(f => f.Role == FieldRole.AcquisitionPart);
    }

    [Fact]
    public void The_terms_of_the_expected_improvement_are_those_by_hand()
    {
        // μ = 1, σ = 2, best 2: z = ½, (best − μ)Φ(½) and 2φ(½).
        var (known, unknown) = new ExpectedImprovement().Split(1, 4, 2);
        known.ShouldBe(0.6914624612740131, 1e-12);
        unknown.ShouldBe(0.7041306535285990, 1e-12);
        new ExpectedImprovement().At(1, 4, 2).Value.ShouldBe(known + unknown, 1e-12);
    }

    [Fact]
    public void A_worth_per_second_shows_what_it_shares_out_and_the_seconds()
    {
        var trials = Enumerable.Range(0, 8).Select(i => Studies.Trial(i, Configuration.Empty.With("x", i / 7.0), Math.Abs(i / 7.0 - 0.4)) with
        {
            Reports = [new(1, new Dictionary<string, double> { ["loss"] = i }, Math.Exp(1 + i / 7.0))],
        });
        var history = new History(Studies.Loss, trials);
        var sampler = new GaussianProcessSampler(new() { PerSecond = true, InitialTrials = 4 }, 1);
        var cut = sampler.Fit(Line, history, Rng.For(1, 8))!.Cut(new(["x"], Resolution: 15))!;
        cut.Fields.Single(f => f.Key == "cost").Unit.ShouldBe("s");
        var (seconds, known, unknown, worth) = (Field(cut, "cost"), Field(cut, "exploitation"), Field(cut, "exploration"), Field(cut, "acquisition"));
        double Constant(int i) => worth[i] - Math.Log((known[i] + unknown[i]) / seconds[i]);
        // Far from any improvement the two terms cancel.
        var shown = Enumerable.Range(0, 15).Where(i => known[i] + unknown[i] > 1e-9).ToList();
        shown.Count.ShouldBeGreaterThan(1);
        for (var i = 0; i < 15; i++) seconds[i].ShouldBe(Math.Exp(1 + i / 14.0), 0.1);
        // The acquisition leaves the unit of the seconds out.
        foreach (var i in shown) Constant(i).ShouldBe(Constant(shown[0]), 1e-5);
        var probability = new GaussianProcessSampler(new() { PerSecond = true, InitialTrials = 4, Acquisition = AcquisitionKind.Pi }, 1);
        probability.Fit(Line, history, Rng.For(1, 8))!.Cut(new(["x"]))!.Fields.Single(f => f.Role == FieldRole.AcquisitionPart).Name.ShouldBe("log PI");
    }

    [Fact]
    public void Draws_of_the_hyper_parameters_are_told_by_median_and_quartiles_and_one_set_has_none()
    {
        var history = new History(Studies.Loss, Studies.Drawn(Studies.Square, 12, Studies.Bowl));
        var sampled = new GaussianProcessSampler(new() { Hyperparameters = HyperparameterInference.Mcmc, BurnIn = 5, Samples = 9 }, 1)
            .Fit(Studies.Square, history, Rng.For(1))!.Diagnose();
        var lengths = sampled.Vectors.ShouldHaveSingleItem();
        foreach (var (length, (lower, upper)) in lengths.Values.Zip(lengths.Quartiles!)) length.Value.ShouldBeInRange(lower, upper);
        sampled.Scales.Select(s => s.Key).ShouldBe(["signal", "noise"]);
        sampled.Scales.ShouldAllBe(s => s.Quartiles!.Value.Lower <= s.Median && s.Median <= s.Quartiles.Value.Upper && s.Median > 0);
        var single = Sampler.Fit(Studies.Square, history, Rng.For(1))!.Diagnose();
        single.Vectors[0].Quartiles.ShouldBeNull();
        single.Scales.ShouldAllBe(s => s.Quartiles == null && s.Median == single.Facts[s.Key]);
    }

    [Fact]
    public void Entropy_search_shows_where_it_believes_the_minimum_to_be_and_others_do_not()
    {
        var history = new History(Studies.Loss, Studies.Drawn(Studies.Square, 12, Studies.Bowl));
        var search = new GaussianProcessSampler(new() { Acquisition = AcquisitionKind.EntropySearch, Candidates = 64 }, 1);
        var minimum = Minimum(search).ShouldNotBeNull();
        minimum.At.ShouldAllBe(c => Studies.Square.Contains(c));
        foreach (var p in new[] { minimum.Now, minimum.After!, minimum.Lower!, minimum.Higher! })
        {
            p.Count.ShouldBe(minimum.At.Count);
            p.Sum().ShouldBe(1, 1e-9);
        }
        minimum.ExpectedEntropy!.Value.ShouldBeLessThan(minimum.Entropy);
        Minimum(Sampler).ShouldBeNull();

        MinimumBelief? Minimum(IModelView sampler) =>
            sampler.Fit(Studies.Square, history, Rng.For(1, 12)).ShouldBeAssignableTo<IMinimumView>()!.Minimum;
    }

    private static double[] Field(ModelCut cut, string key) => [.. cut.Fields.Single(f => f.Key == key).Values.Select(v => v!.Value)];
}
