using AutoMLStudio.Core.Scheduling;
using AutoMLStudio.Core.Scheduling.Hyperband;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Tests.Scheduling;

public sealed class HyperbandSchedulerTests
{
    /// <summary>Table 1 of the paper, R = 81 and η = 3, and what HpBandSter makes of it: trials and units a rung, s = 4 to 0.</summary>
    [Theory]
    [InlineData(BracketRounding.Paper, "81@1 27@3 9@9 3@27 1@81", "34@3 11@9 3@27 1@81", "15@9 5@27 1@81", "8@27 2@81", "5@81")]
    [InlineData(BracketRounding.Hpbandster, "81@1 27@3 9@9 3@27 1@81", "27@3 9@9 3@27 1@81", "9@9 3@27 1@81", "6@27 2@81", "5@81")]
    public void The_brackets_are_those_of_the_paper_or_of_HpBandSter(BracketRounding rounding, params string[] brackets) =>
        HyperbandScheduler.Plan(new() { Rounding = rounding }, 81)
            .Select(b => string.Join(' ', b.Counts.Zip(b.Rungs.Budgets, (n, r) => $"{n}@{r}"))).ShouldBe(brackets);

    [Theory]
    [InlineData(243, 3, 1, 6)]
    [InlineData(242, 3, 1, 5)]
    [InlineData(125, 5, 1, 4)]
    [InlineData(729, 3, 9, 5)]
    [InlineData(1, 3, 1, 1)]
    [InlineData(1, 2, 0.125, 4)]
    public void The_logarithm_is_not_cut_below_a_whole_number(double most, int eta, double least, int brackets) =>
        HyperbandScheduler.Plan(new() { Eta = eta, MinBudget = least }, most).Count.ShouldBe(brackets);

    [Theory]
    [InlineData(52, 1, new double[] { 2, 6, 17, 52 })]
    [InlineData(20, 1, new double[] { 2, 7, 20 })]
    [InlineData(1, 0.04, new[] { 1.0 / 9, 1.0 / 3, 1 })]
    public void Budgets_between_whole_numbers_are_whole(double most, double least, double[] expected) =>
        Rungs.Between(least, most, 3).Budgets.ShouldBe(expected, 1e-12);

    [Theory]
    [InlineData(10, "min_budget is 10: from 9E-06 to 9, the budget of a full evaluation, max_budget, is expected.")]
    [InlineData(1e-6, "min_budget is 1E-06: from 9E-06 to 9, the budget of a full evaluation, max_budget, is expected.")]
    public void A_smallest_budget_that_cannot_be_is_refused(double least, string fault) =>
        Should.Throw<ArgumentException>(() => Scheduler(9, new() { MinBudget = least })).Message.ShouldBe(fault);

    /// <summary>R = 9, η = 3: brackets 9@1 3@3 1@9, 5@3 1@9 and 3@9. Trial n has the loss n mod 7.</summary>
    [Fact]
    public void A_cycle_by_hand()
    {
        var simulation = new Simulation(Scheduler(9), (n, _) => n % 7).Run(43);
        string[] expected =
        [
            .. Enumerable.Repeat("start 1", 9),
            // Losses 0 1 2 3 4 5 6 0 1: the best three are 0, 7 and, the first of equals, 1.
            "end 8", "end 2", "end 3", "end 4", "end 5", "end 6", "0 to 3", "7 to 3", "1 to 3",
            "end 7", "end 1", "0 to 9",
            // Trials 9 to 13 have the losses 2 3 4 5 6.
            .. Enumerable.Repeat("start 3", 5), "end 10", "end 11", "end 12", "end 13", "9 to 9",
            .. Enumerable.Repeat("start 9", 3),
            // From the first bracket again.
            .. Enumerable.Repeat("start 1", 9),
        ];
        simulation.Text.ShouldBe(expected);
    }

    [Fact]
    public void A_paused_and_an_ended_trial_say_why()
    {
        var simulation = new Simulation(Scheduler(81), (n, _) => n).Run(82);
        simulation.History[80].Reason.ShouldBe("Waits at rung 0 of bracket 4 (1 unit).");
        simulation.Decisions[81].Decision.ShouldBe(
            new Decision.End(27, "Its value, 27, was not among the best 27 at rung 0 of bracket 4 (1 unit)."));
        Verdict After(int steps)
        {
            var trial = Make.Trial(0, TrialState.Running, 9, [.. Enumerable.Repeat(1.0, steps)]);
            return Scheduler(81).Judge(trial, Make.History(trial));
        }

        After(9).ShouldBe(new Verdict(VerdictAction.Pause, "Waits at rung 2 of bracket 4 (9 units)."));
        After(8).ShouldBe(Verdict.Continue);
    }

    [Fact]
    public void Free_workers_begin_the_next_bracket_while_one_waits()
    {
        // Nine trials run with eight workers: the ninth starts when the first has ended, and then bracket 1 begins.
        var simulation = new Simulation(Scheduler(9), (n, _) => n, workers: 8).Run(11);
        simulation.Text.TakeLast(3).ShouldBe(["start 1", "start 3", "start 3"]);
    }

    [Fact]
    public void A_failed_trial_leaves_its_rung_and_another_takes_its_place()
    {
        // Bracket 2 with trials 0 and 1 failed at once and trial 2 after its promotion.
        var simulation = new Simulation(Scheduler(9), (n, budget) => n < 2 || n == 2 && budget == 3 ? double.NaN : n).Run(18);
        simulation.Text.Skip(9).ShouldBe(["end 5", "end 6", "end 7", "end 8", "2 to 3", "3 to 3", "4 to 3", "end 4", "3 to 9"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void As_many_trials_reach_each_rung_as_the_brackets_plan(int workers)
    {
        var history = new Simulation(
            Scheduler(27), (n, budget) => n * 37 % 101 + 1 / budget, workers, trials: 200, shuffle: true).Run(10_000).History;
        var cycle = HyperbandScheduler.Plan(new(), 27);
        cycle.Sum(b => b.Counts[0]).ShouldBe(27 + 12 + 6 + 4);
        var first = 0;
        foreach (var bracket in Enumerable.Repeat(cycle, 4).SelectMany(b => b))
        {
            var members = history.Trials.Skip(first).Take(bracket.Counts[0]).ToList();
            bracket.Rungs.Budgets.Select(r => members.Count(t => t.Step >= r)).ShouldBe(bracket.Counts, $"bracket from trial {first}");
            members.ShouldAllBe(t => t.IsFinished);
            first += bracket.Counts[0];
        }
    }

    [Fact]
    public void A_bracket_that_the_sampler_cannot_fill_goes_on_with_what_it_has()
    {
        var simulation = new Simulation(Scheduler(9), (n, _) => n, trials: 5).Run(100);
        simulation.Text.ShouldBe(
            [.. Enumerable.Repeat("start 1", 5), "end 3", "end 4", "0 to 3", "1 to 3", "2 to 3", "end 1", "end 2", "0 to 9", "done"]);
    }

    private static HyperbandScheduler Scheduler(double most, HyperbandOptions? options = null) =>
        new(options ?? new(), Make.Context(Simulation.Line, budget: most));
}
