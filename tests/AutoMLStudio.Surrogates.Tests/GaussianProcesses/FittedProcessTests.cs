using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
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
        cut.Fields.Select(f => f.Name).ShouldBe(["mean", "−2σ", "+2σ", "σ", "log EI"]);
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

    private static double[] Field(ModelCut cut, string key) => [.. cut.Fields.Single(f => f.Key == key).Values.Select(v => v!.Value)];
}
