using AutoMLStudio.Core.Scheduling;
using AutoMLStudio.Core.Studies;
using FsCheck.Xunit;

namespace AutoMLStudio.Core.Tests.Scheduling;

public sealed class AshaSchedulerTests
{
    private static readonly AshaScheduler Scheduler = new(new(), Make.Context(Simulation.Line, budget: 9));

    /// <summary>Algorithm 2 with R = 9 and η = 3 by one worker: a third of each rung, rounded down, may go on, highest rung first.</summary>
    [Fact]
    public void Promotions_by_hand()
    {
        double[] losses = [6, 4, 8, 5, 3, 9, 7, 2, 1, 10];
        var simulation = new Simulation(Scheduler, (n, _) => losses[n]).Run(15);
        simulation.Text.ShouldBe(
        [
            // Of 6 4 8 the best third is trial 1.
            "start 1", "start 1", "start 1", "1 to 3",
            // With 5 and 3 still one; of 6 4 8 5 3 it is now trial 4: promoted although trial 1 went before.
            "start 1", "start 1", "4 to 3",
            // 9 and 7: two of six and of seven, 4 and 1, both promoted. 2: two of eight, 7 and 4: trial 7, the third at three units and best there.
            "start 1", "start 1", "start 1", "7 to 3", "7 to 9",
            // 1: three of nine, 8, 7, 4: trial 8, which then is the best of four at three units: promoted too.
            "start 1", "8 to 3", "8 to 9",
        ]);
        simulation.Run(16).Text.Last().ShouldBe("start 1");
    }

    [Fact]
    public void Of_several_objectives_the_front_goes_on_and_not_only_the_best_by_the_first()
    {
        // Six trials, two places. Nothing dominates 0 (best by the first), 1 (best by the second) or 2 between them; 3, second by the first, is
        // beaten by 0. The ends of the front come first.
        (double, double)[] losses = [(1, 8), (6, 1), (3, 5), (2, 9), (7, 7), (8, 8)];
        var history = Pairs(losses);
        Scheduler.Next(history, _ => null).ShouldBe(new Decision.Resume(0, 3));
        history = Pairs(losses, promoted: 0);
        Scheduler.Next(history, _ => null).ShouldBe(new Decision.Resume(1, 3));
        new HalvingScheduler(new() { Configurations = 6 }, Make.Context(Simulation.Line, budget: 9)).Next(history, _ => null)
            .ShouldBeOfType<Decision.End>().ShouldBe(
                new Decision.End(2, "Its value, 3, and size, 5, were not among the best 2 at rung 0 (1 unit)."));
    }

    private static History Pairs((double, double)[] losses, int promoted = -1) =>
        new([.. Make.Loss, new("size", Direction.Minimize)], losses.Select((l, n) =>
        {
            var report = new Report(1, new Dictionary<string, double> { ["value"] = l.Item1, ["size"] = l.Item2 });
            return Make.Trial(n, TrialState.Paused, n == promoted ? 3 : 1) with
            {
                Reports = n == promoted ? [report, report with { Step = 3 }] : [report],
                Losses = [l.Item1, l.Item2],
            };
        }));

    [Fact]
    public void A_trial_that_is_not_promoted_stays_paused_for_later()
    {
        var history = new Simulation(Scheduler, (n, _) => n, trials: 4).Run(100).History;
        history.Trials.Select(t => (t.State, t.Step)).ShouldBe([(TrialState.Paused, 3), (TrialState.Paused, 1), (TrialState.Paused, 1),
            (TrialState.Paused, 1)]);
        history[0].Reason.ShouldBe("Waits at rung 1 (3 units).");
    }

    [Fact]
    public void A_trial_counts_at_a_rung_with_the_loss_that_it_had_there()
    {
        // Trial 0 had 1 at the first rung and is at 50 now: it still holds the only place of the first rung.
        var promoted = Make.Trial(0, TrialState.Paused, 3, 1, 50, 50);
        var history = Make.History(promoted, Make.Trial(1, TrialState.Paused, 1, 2), Make.Trial(2, TrialState.Paused, 1, 3));
        Scheduler.Next(history, _ => null).ShouldBeOfType<Decision.Done>();
        var better = Make.History(promoted, Make.Trial(1, TrialState.Paused, 1, 0.5), Make.Trial(2, TrialState.Paused, 1, 3));
        Scheduler.Next(better, _ => null).ShouldBe(new Decision.Resume(1, 3));
    }

    [Fact]
    public void Failed_trials_take_no_place_in_the_rung_they_failed_at()
    {
        var history = Make.History(Make.Trial(0, TrialState.Paused, 1, 1), Make.Trial(1, TrialState.Failed, 1),
            Make.Trial(2, TrialState.Paused, 1, 3));
        Scheduler.Next(history, _ => null).ShouldBeOfType<Decision.Done>();
    }

    [Property]
    public void The_trial_to_promote_is_the_first_of_the_best_of_its_rung_that_waits((byte Losses, byte Steps)[] values)
    {
        Trial[] trials = [.. values.Select((v, n) => v.Steps % 4 == 3 ? Make.Trial(n, TrialState.Failed, 1) : Make.Trial(
            n, TrialState.Paused, v.Steps % 4 == 2 ? 3 : 1, [.. Enumerable.Repeat(v.Losses % 5.0, v.Steps % 4 == 2 ? 3 : 1)]))];
        var (rungs, history) = (Rungs.Between(1, 9, 3), Make.History(trials));
        for (var rung = 0; rung < 2; rung++)
        {
            var ranked = rungs.Ranked(rung, trials, history);
            rungs.Promotable(rung, trials, 3, history).ShouldBe(ranked.Take(ranked.Count / 3).FirstOrDefault(t => rungs.Of(t) == rung));
        }
    }

    [Fact]
    public void Nothing_waits_when_there_is_a_trial_to_start() =>
        new Simulation(Scheduler, (n, _) => n * 37 % 101, workers: 8, shuffle: true).Run(300).Text.ShouldNotContain("wait");
}
