using AutoMLStudio.Core.Scheduling;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Tests.Scheduling;

public sealed class MedianStoppingSchedulerTests
{
    private static readonly SearchSpace Line = Make.Space(new FloatParameter("x", 0, 1));

    // Running averages up to step 2: 3, 5, 7; losses at step 2: 2, 4, 6. Medians: 5 and 4.
    private static readonly Trial[] Three =
    [
        Make.Trial(0, TrialState.Completed, 4, 4, 2, 1, 1),
        Make.Trial(1, TrialState.Completed, 4, 6, 4, 1, 1),
        Make.Trial(2, TrialState.Completed, 4, 8, 6, 1, 1),
    ];

    [Theory]
    [InlineData(MedianForm.RunningAverage, 9, 4.9, false)]
    [InlineData(MedianForm.RunningAverage, 9, 5.0, false)]
    [InlineData(MedianForm.RunningAverage, 9, 5.1, true)]
    [InlineData(MedianForm.RunningAverage, 4.9, 9, false)]
    [InlineData(MedianForm.SameStep, 9, 4.0, false)]
    [InlineData(MedianForm.SameStep, 9, 4.1, true)]
    [InlineData(MedianForm.SameStep, 3.9, 9, false)]
    public void A_trial_is_stopped_when_its_best_loss_is_strictly_worse_than_the_median(MedianForm form, double first, double second, bool stopped)
    {
        var verdict = Judge(new() { Form = form, StartupTrials = 3 }, Make.Trial(3, TrialState.Running, 4, first, second), Three);
        verdict.Action.ShouldBe(stopped ? VerdictAction.Stop : VerdictAction.Continue);
        var median = form == MedianForm.SameStep ? 4 : 5;
        if (stopped) verdict.Reason.ShouldBe($"Its best value by step 2, {Math.Min(first, second)}, is worse than {median}, the median of 3 trials.");
    }

    [Theory]
    [InlineData(4.5, true)]
    [InlineData(4.0, false)]
    public void An_even_number_of_trials_has_the_mean_of_the_middle_two_as_median(double loss, bool stopped)
    {
        // Running averages up to step 1: 1, 3, 5, 9; the median is 4.
        Trial[] four = [.. new double[] { 1, 3, 5, 9 }.Select((l, i) => Make.Trial(i, TrialState.Completed, 4, l, 0))];
        Judge(new() { StartupTrials = 4 }, Make.Trial(4, TrialState.Running, 4, loss),
            four).Action.ShouldBe(stopped ? VerdictAction.Stop : VerdictAction.Continue);
    }

    [Fact]
    public void Stopped_trials_count_with_the_reports_they_have_in_the_papers_form_only()
    {
        var stopped = Make.Trial(3, TrialState.Stopped, 4, 100);
        Trial[] others = [.. Three, stopped];
        // Running averages 3, 5, 7, 100: the median is 6.
        Judge(new() { StartupTrials = 4 }, Make.Trial(4, TrialState.Running, 4, 9, 5.9), others).Action.ShouldBe(VerdictAction.Continue);
        Judge(new() { StartupTrials = 4 }, Make.Trial(4, TrialState.Running, 4, 9, 6.1), others).Action.ShouldBe(VerdictAction.Stop);
        Judge(new() { StartupTrials = 4, Form = MedianForm.SameStep }, Make.Trial(4, TrialState.Running, 4, 9, 9),
            others).Action.ShouldBe(VerdictAction.Continue);
    }

    [Fact]
    public void Failed_cancelled_and_running_trials_are_not_compared_with()
    {
        Trial[] others = [.. Three, Make.Trial(3, TrialState.Failed, 4, 0, 0), Make.Trial(4, TrialState.Running, 4, 0, 0),
            Make.Trial(5, TrialState.Cancelled, 4, 0, 0)];
        Judge(new() { StartupTrials = 3 }, Make.Trial(6, TrialState.Running, 4, 9, 4.9), others).Action.ShouldBe(VerdictAction.Continue);
        Judge(new() { StartupTrials = 4 }, Make.Trial(6, TrialState.Running, 4, 9, 9), others).Action.ShouldBe(VerdictAction.Continue);
    }

    [Fact]
    public void No_trial_is_stopped_before_the_startup_trials_have_finished()
    {
        Judge(new(), Make.Trial(3, TrialState.Running, 4, 99), Three).ShouldBe(Verdict.Continue);
        Judge(new() { StartupTrials = 3 }, Make.Trial(3, TrialState.Running, 4, 99), Three).Action.ShouldBe(VerdictAction.Stop);
    }

    [Theory]
    [InlineData(0, 1, new[] { 1, 2, 3 })]
    [InlineData(1, 1, new[] { 2, 3 })]
    [InlineData(0, 2, new[] { 2 })]
    [InlineData(1, 2, new[] { 3 })]
    [InlineData(3, 1, new int[0])]
    public void A_trial_is_checked_at_each_interval_after_the_warm_up_and_never_at_its_end(double warmup, double interval, int[] checkedAt)
    {
        var options = new MedianStoppingOptions { StartupTrials = 3, WarmupSteps = warmup, Interval = interval };
        var stoppedAt = Enumerable.Range(1, 4).Where(step =>
            Judge(options, Make.Trial(3, TrialState.Running, 4, [.. Enumerable.Repeat(99.0, step)]), Three).Action == VerdictAction.Stop);
        stoppedAt.ShouldBe(checkedAt);
    }

    [Fact]
    public void A_maximised_metric_is_compared_by_its_loss_and_named_by_its_value()
    {
        IReadOnlyList<Objective> accuracy = [new("accuracy", Direction.Maximize)];
        Trial Of(int number, TrialState state, double value) =>
            Make.Trial(number, state, 4) with { Reports = [new(1, new Dictionary<string, double> { ["accuracy"] = value })] };
        var trial = Of(3, TrialState.Running, 0.6);
        var history = new History(accuracy,
            [Of(0, TrialState.Completed, 0.5), Of(1, TrialState.Completed, 0.7), Of(2, TrialState.Completed, 0.9), trial]);
        var verdict = new MedianStoppingScheduler(new() { StartupTrials = 3 }, Make.Context(Line)).Judge(trial, history);
        verdict.ShouldBe(new Verdict(VerdictAction.Stop, "Its best accuracy by step 1, 0.6, is worse than 0.7, the median of 3 trials."));
    }

    [Fact]
    public void New_trials_start_at_the_full_budget() =>
        new MedianStoppingScheduler(new(), Make.Context(Line, budget: 4)).Next(Make.History(), _ => Make.Configuration(("x", 1)))
            .ShouldBe(new Decision.Start(Make.Configuration(("x", 1)), 4));

    private static Verdict Judge(MedianStoppingOptions options, Trial trial, Trial[] others) =>
        new MedianStoppingScheduler(options, Make.Context(Line, budget: 4)).Judge(trial, Make.History([.. others, trial]));
}
