using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Scheduling;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Tests.Scheduling;

/// <summary>Stopping a trial by its own curve: patience, threshold, extrapolation; and by percentiles of the others.</summary>
public sealed class EarlyStoppingTests
{
    private static readonly MethodContext Context = Make.Context(Simulation.Line, budget: 20);

    [Theory]
    [InlineData(new[] { 5.0, 4, 3, 3, 3 }, VerdictAction.Continue)]
    [InlineData(new[] { 5.0, 4, 3, 3, 3, 3 }, VerdictAction.Stop)]
    [InlineData(new[] { 5.0, 4, 3, 3, 3, 2 }, VerdictAction.Continue)]
    public void Patience_ends_after_three_units_without_an_improvement(double[] losses, VerdictAction action) =>
        Judge(new PatienceScheduler(new() { Patience = 3 }, Context), losses).Action.ShouldBe(action);

    [Fact]
    public void An_improvement_that_is_too_small_is_none_and_the_reason_says_where_the_best_was()
    {
        var verdict = Judge(new PatienceScheduler(new() { Patience = 2, MinDelta = 0.5 }, Context), 5, 4, 3.9, 3.8);
        (verdict.Action, verdict.Reason).ShouldBe((VerdictAction.Stop, "Its value has not improved since step 2, where it was 4."));
    }

    [Fact]
    public void A_trial_beyond_the_threshold_is_stopped_after_the_warm_up()
    {
        var scheduler = new PatienceScheduler(new() { Threshold = 2, WarmupSteps = 2 }, Context);
        Judge(scheduler, 9, 9).Action.ShouldBe(VerdictAction.Continue);
        Judge(scheduler, 9, 9, 9).Reason.ShouldBe("Its value, 9, is worse than the threshold 2.");
    }

    [Fact]
    public void A_curve_that_levels_off_above_the_best_is_stopped_and_one_that_still_falls_goes_on()
    {
        var best = Make.Trial(0, TrialState.Completed, 20, 0.3);
        var scheduler = new CurveStoppingScheduler(new(), Context);
        double[] flat = [.. Enumerable.Range(1, 10).Select(x => 0.6 + 0.4 * Math.Exp(-x))];
        double[] falling = [.. Enumerable.Range(1, 10).Select(x => Math.Pow(x, -0.5))];
        Judge(scheduler, best, flat).Action.ShouldBe(VerdictAction.Stop);
        Judge(scheduler, best, falling).Action.ShouldBe(VerdictAction.Continue);
    }

    [Fact]
    public void A_curve_is_not_judged_before_its_warm_up_nor_without_a_completed_trial()
    {
        var scheduler = new CurveStoppingScheduler(new() { Warmup = 0.5 }, Context);
        Judge(scheduler, Make.Trial(0, TrialState.Completed, 20, 0.1), 1, 1, 1, 1, 1, 1).Action.ShouldBe(VerdictAction.Continue);
        Judge(new CurveStoppingScheduler(new(), Context), 1, 1, 1, 1, 1, 1).Action.ShouldBe(VerdictAction.Continue);
    }

    [Fact]
    public void The_extrapolation_of_a_power_law_is_near_its_end()
    {
        (double, double)[] curve = [.. Enumerable.Range(1, 12).Select(x => ((double)x, 0.1 + 0.8 * Math.Pow(x, -0.5)))];
        var end = 0.1 + 0.8 * Math.Pow(50, -0.5);
        LearningCurves.ChanceBelow(curve, 50, end + 0.03).ShouldBeGreaterThan(0.9);
        LearningCurves.ChanceBelow(curve, 50, end - 0.03).ShouldBeLessThan(0.1);
    }

    [Fact]
    public void A_percentile_of_25_stops_only_the_worst_quarter()
    {
        // Others have 1, 2, 3, 4, 5: the worst quarter lies beyond 4.
        Trial[] others = [.. Enumerable.Range(1, 5).Select(n => Make.Trial(n, TrialState.Completed, 20, n))];
        var scheduler = new MedianStoppingScheduler(new() { Percentile = 25 }, Context);
        Verdict Of(double loss)
        {
            var trial = Make.Trial(9, TrialState.Running, 20, loss);
            return scheduler.Judge(trial, Make.History([.. others, trial]));
        }
        Of(3.9).Action.ShouldBe(VerdictAction.Continue);
        Of(4.1).Reason!.ShouldEndWith("is worse than 4, the 25th percentile of 5 trials.");
    }

    private static Verdict Judge(IScheduler scheduler, params double[] losses) => Judge(scheduler, null, losses);

    private static Verdict Judge(IScheduler scheduler, Trial? other, params double[] losses)
    {
        var trial = Make.Trial(9, TrialState.Running, 20, losses);
        return scheduler.Judge(trial, other is null ? Make.History(trial) : Make.History(other, trial));
    }
}
