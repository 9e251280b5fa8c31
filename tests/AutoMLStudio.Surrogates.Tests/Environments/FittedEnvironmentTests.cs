using AutoMLStudio.Core;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Surrogates.Environments;

namespace AutoMLStudio.Surrogates.Tests.Environments;

public sealed class FittedEnvironmentTests
{
    private static readonly SearchSpace Line = Searches.Cube(1, 0, 1);
    private static readonly FabolasSampler Sampler = new(new() { BurnIn = 20, Samples = 3 }, new(Line, Searches.Loss, 1, 1));

    // Fitted once: it may be asked by several threads.
    private static readonly Lazy<IFittedModel> Model = new(() => Fit(Sampler, Trials()));

    [Fact]
    public void The_budget_is_an_axis_beside_the_parameters_and_the_surface_follows_loss_and_cost()
    {
        var model = Model.Value;
        var cut = model.Cut(new(["x0", BudgetAxis.Key], Resolution: 9)).ShouldNotBeNull();
        cut.Fields.Select(f => (f.Key, f.Role, f.Unit)).ShouldBe(
            [("mean", FieldRole.Loss, null), ("cost", FieldRole.Cost, "s"), ("deviation", FieldRole.Deviation, null)]);
        var (xs, shares) = (cut.Grid.Axes[0].Values, cut.Grid.Axes[1].Values);
        (shares[0].Number, shares[^1].Number).ShouldBe((1.0 / 128, 1));
        for (var i = 0; i < xs.Count; i++)
        {
            for (var j = 0; j < shares.Count; j++)
            {
                var at = i * shares.Count + j;
                // Beyond the outermost trials it is a guess.
                if (xs[i].Number is > 0.1 and < 0.9) Value(cut, "mean", at).ShouldBe(Loss(xs[i].Number, shares[j].Number), 0.08);
                (Value(cut, "cost", at) / (10 * shares[j].Number)).ShouldBeInRange(0.8, 1.25);
            }
        }
    }

    [Fact]
    public void A_cut_over_the_budget_alone_is_the_row_of_the_surface_and_a_budget_can_be_held()
    {
        var model = Model.Value;
        var at = Configuration.Empty.With("x0", 0.5);
        var along = model.Cut(new([BudgetAxis.Key], at, 5))!;
        var grid = model.Cut(new(["x0", BudgetAxis.Key], Resolution: 5))!;
        for (var j = 0; j < 5; j++) Value(along, "mean", j).ShouldBe(Value(grid, "mean", 10 + j), 1e-9);
        along.Fields.ShouldNotContain(f => f.Key == "mean_small");
        var held = model.Cut(new(["x0"], Configuration.Empty.With(BudgetAxis.Key, 1.0 / 128), 5))!;
        for (var i = 0; i < 5; i++) Value(held, "mean", i).ShouldBe(Value(grid, "mean", 5 * i), 1e-9);
        var whole = model.Cut(new(["x0"], Resolution: 5))!;
        whole.Grid.At[BudgetAxis.Key].Number.ShouldBe(1);
        for (var i = 0; i < 5; i++) Value(whole, "mean_small", i).ShouldBe(Value(held, "mean", i), 1e-9);
    }

    [Fact]
    public void Under_one_draw_of_the_hyper_parameters_the_worth_is_the_information_for_its_cost()
    {
        FabolasOptions options = new() { BurnIn = 20, Samples = 1, Overhead = 0.5 };
        var cut = Fit(new FabolasSampler(options, new(Line, Searches.Loss, 1, 1))).Cut(new(["x0"], Resolution: 7))!;
        for (var i = 0; i < 7; i++)
            Value(cut, "acquisition", i).ShouldBe(Value(cut, "information", i) / (Value(cut, "cost", i) + 0.5), 1e-12);
    }

    [Fact]
    public void The_belief_about_the_minimum_is_at_the_whole_budget_and_the_proposal_is_expected_to_sharpen_it()
    {
        var minimum = Fit(Sampler, 18).ShouldBeAssignableTo<IMinimumView>()!.Minimum.ShouldNotBeNull();
        minimum.At.ShouldAllBe(c => Line.Contains(c));
        minimum.At.Count.ShouldBe(3 * 50);
        minimum.Now.Sum().ShouldBe(1, 1e-9);
        minimum.ExpectedEntropy!.Value.ShouldBeLessThan(minimum.Entropy);
        minimum.At.Zip(minimum.Now, (c, p) => p * c["x0"].Number).Sum().ShouldBe(0.3, 0.1);
    }

    [Fact]
    public void Trials_left_out_are_predicted_at_the_budgets_they_had()
    {
        var trials = Trials();
        var diagnostics = Model.Value.Diagnose();
        diagnostics.LeftOut.Select(t => t.Number).ShouldBe(trials.Select(t => t.Number));
        foreach (var (left, trial) in diagnostics.LeftOut.Zip(trials))
        {
            left.Loss.ShouldBe(trial.Losses![0]);
            (Math.Abs(left.Residual) <= 2).ShouldBe(left.Predicted.Low <= left.Loss && left.Loss <= left.Predicted.High);
        }
        diagnostics.LeftOut.Select(t => Math.Abs(t.Predicted.Median - t.Loss)).Order().ElementAt(trials.Count / 2).ShouldBeLessThan(0.1);
        diagnostics.LeftOut.Count(t => Math.Abs(t.Residual) <= 2).ShouldBeGreaterThan(trials.Count * 3 / 4);
        diagnostics.Vectors.ShouldHaveSingleItem().Quartiles.ShouldNotBeNull();
        diagnostics.Scales.Select(s => s.Key).ShouldBe(["log_signal", "log_noise"]);
        diagnostics.Scales.ShouldAllBe(s => s.Median > 0 && s.Median < 100 && s.Quartiles != null);
    }

    [Fact]
    public void Pending_trials_change_neither_what_is_shown_nor_the_trials_left_out()
    {
        var trials = Trials();
        Trial pending = new() { Number = trials.Count, Configuration = new([new("x0", 0.77)]), Budget = 1 };
        var (with, without) = (Fit(Sampler, trials.Append(pending)), Model.Value);
        with.Cut(new(["x0"], Resolution: 5))!.Fields.Take(4).Select(f => f.Values)
            .ShouldBe(without.Cut(new(["x0"], Resolution: 5))!.Fields.Take(4).Select(f => f.Values));
        with.Diagnose().LeftOut.Select(t => t.Residual).ShouldBe(without.Diagnose().LeftOut.Select(t => t.Residual));
    }

    [Fact]
    public void Tasks_are_an_ordered_choice_and_trials_stand_at_the_nearest_budget()
    {
        var sampler = new MultiTaskSampler(new() { BurnIn = 10, Samples = 2 }, new(Line, Searches.Loss, 8, 1));
        var axis = ((IModelView)sampler).Budget.ShouldNotBeNull();
        axis.Parameter.Grid(9).Select(v => v.Number).ShouldBe([2, 8]);
        axis.Of(new() { Number = 0, Configuration = Configuration.Empty, Budget = 7 }).ShouldBe(8);
        axis.Of(new()
        {
            Number = 0, Configuration = Configuration.Empty, Budget = 8, State = TrialState.Stopped,
            Reports = [new(2, new Dictionary<string, double>())],
        }).ShouldBe(2);
        axis.Extend(Configuration.Empty.WithBudget(2))[BudgetAxis.Key].Number.ShouldBe(2);
        axis.Extend(Configuration.Empty)[BudgetAxis.Key].Number.ShouldBe(8);
        var trials = Enumerable.Range(0, 12).Select(i => At(i, i / 11.0, i % 3 == 0 ? 8 : 2, 8)).ToList();
        var cut = Fit(sampler, trials).Cut(new(["x0", BudgetAxis.Key], Resolution: 5))!;
        cut.Grid.Cells.Count.ShouldBe(10);
        Value(cut, "cost", 1).ShouldBeGreaterThan(2 * Value(cut, "cost", 0));
        BudgetAxis.Tasks([1]).ShouldBeNull();
        BudgetAxis.Sizes([1]).ShouldBeNull();
    }

    private static IFittedModel Fit(IModelView sampler, int count = 30) => Fit(sampler, Trials(count));

    private static IFittedModel Fit(IModelView sampler, IEnumerable<Trial> trials) =>
        sampler.Fit(Line, new(Searches.Loss, trials), Rng.For(1, 99)).ShouldNotBeNull();

    private static double Value(ModelCut cut, string key, int cell) => cut.Fields.Single(f => f.Key == key).Values[cell]!.Value;

    private static double Loss(double x, double share) => 0.1 + (x - 0.3) * (x - 0.3) + 0.1 * (1 - share);

    private static List<Trial> Trials(int count = 30) =>
        [.. Enumerable.Range(0, count).Select(i => At(i, Rng.For(3, i).NextDouble(), Math.Pow(2, -(i * 5 % 8)), 1))];

    private static Trial At(int number, double x, double budget, double whole) => new()
    {
        Number = number, Configuration = new([new("x0", x)]), Budget = budget, State = TrialState.Completed, Losses = [Loss(x, budget / whole)],
        Reports = [new(budget, new Dictionary<string, double> { ["loss"] = Loss(x, budget / whole) }, 10 * budget)],
    };
}
