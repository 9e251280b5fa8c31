using AutoMLStudio.Core.Scheduling;
using AutoMLStudio.Core.Scheduling.Hyperband;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Tests.Scheduling;

public sealed class HalvingSchedulerTests
{
    /// <summary>The paper's n = 8 and η = 2: 8, 4, 2 and 1 trials, on each rung the same 8 units in all.</summary>
    [Fact]
    public void A_round_by_hand()
    {
        double[] losses = [5, 1, 7, 3, 8, 2, 6, 4];
        var simulation = new Simulation(Scheduler(8, new() { Eta = 2 }), (n, _) => losses[n % 8]).Run(24);
        simulation.Text.ShouldBe(
        [
            .. Enumerable.Repeat("start 1", 8), "end 0", "end 6", "end 2", "end 4", "1 to 2", "5 to 2", "3 to 2", "7 to 2",
            "end 3", "end 7", "1 to 4", "5 to 4", "end 5", "1 to 8", "start 1", "start 1",
        ]);
        simulation.History[1].State.ShouldBe(TrialState.Completed);
        simulation.History.Best!.Number.ShouldBe(1);
    }

    [Fact]
    public void A_promoted_trial_that_gets_worse_loses_to_one_that_gets_better()
    {
        var simulation = new Simulation(Scheduler(8, new() { Eta = 2, Configurations = 4 }), (n, budget) => n == 0 ? budget : 1.5 + n / 10.0).Run(10);
        // Of 0 (now 2) and 1 (1.6) at two units, 1 is the better one.
        simulation.Text.Skip(4).ShouldBe(["end 2", "end 3", "0 to 2", "1 to 2", "end 0", "1 to 4"]);
    }

    [Fact]
    public void A_small_round_still_brings_one_trial_to_the_full_budget()
    {
        var simulation = new Simulation(Scheduler(27, new() { Configurations = 2 }), (n, _) => n).Run(6);
        simulation.Text.ShouldBe(["start 1", "start 1", "end 1", "0 to 3", "0 to 9", "0 to 27"]);
    }

    [Fact]
    public void An_evaluation_that_ends_by_itself_below_its_rung_counts_and_may_be_promoted()
    {
        var history = Make.History(Make.Trial(0, TrialState.Completed, 3, 2), Make.Trial(1, TrialState.Paused, 3, 4, 4, 4),
            Make.Trial(2, TrialState.Failed, 3));
        Scheduler(9, new() { MinBudget = 3 }).Next(history, _ => null).ShouldBeOfType<Decision.End>().Number.ShouldBe(1);
        Scheduler(9, new() { MinBudget = 3, Configurations = 2 })
            .Next(Make.History(history.Trials[0], history.Trials[2] with { Number = 1 }), _ => null)
            .ShouldBe(new Decision.Resume(0, 9));
    }

    [Fact]
    public void A_trial_that_the_studys_pause_has_halted_is_waited_for()
    {
        var history = Make.History(Make.Trial(0, TrialState.Paused, 3, 2, 2), Make.Trial(1, TrialState.Paused, 3, 4, 4, 4),
            Make.Trial(2, TrialState.Paused, 3, 4, 4, 4));
        Scheduler(9, new() { MinBudget = 3 }).Next(history, _ => null).ShouldBeOfType<Decision.Wait>();
    }

    public static TheoryData<IScheduler, int> Schedulers
    {
        get
        {
            var context = Make.Context(Simulation.Line, budget: 27);
            var data = new TheoryData<IScheduler, int>();
            foreach (var workers in new[] { 1, 8 })
            {
                data.Add(new HalvingScheduler(new(), context), workers);
                data.Add(new AshaScheduler(new(), context), workers);
                data.Add(new HyperbandScheduler(new(), context), workers);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Schedulers))]
    public void Every_decision_follows_from_the_events_before_it(IScheduler scheduler, int workers)
    {
        var simulation = new Simulation(
            scheduler, (n, b) => n % 11 == 4 ? double.NaN : n * 37 % 101 / b, workers, trials: 90, shuffle: true).Run(400);
        simulation.Decisions.Select(d => d.Decision.GetType()).Distinct().Count().ShouldBeGreaterThan(2);
        foreach (var (after, decision) in simulation.Decisions)
            scheduler.Next(History.Of(Make.Loss, simulation.Events.Take(after)), simulation.Suggest).ShouldBe(decision, $"after event {after}");
    }

    private static HalvingScheduler Scheduler(double most, HalvingOptions options) => new(options, Make.Context(Simulation.Line, budget: most));
}
