using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Tests.Studies;

public sealed class HistoryTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_trial_is_folded_from_its_events()
    {
        var history = Fold(Started(0), Reported(0, 1, 5), Ended(0, TrialState.Paused, "a rung"), new TrialResumed(0, 9, 1), Reported(0, 3, 4),
            Ended(0, TrialState.Completed));
        var trial = history.Trials.Single();
        (trial.State, trial.Budget, trial.Attempt, trial.Step, trial.Loss, trial.Reason, trial.IsFinished)
            .ShouldBe((TrialState.Completed, 9, 1, 3, 4, null, true));
        (trial.StartedAt, trial.EndedAt).ShouldBe((Start.AddSeconds(1), Start.AddSeconds(6)));
        trial.Reports.Select(r => r.Step).ShouldBe([1, 3]);
        (history.Sequence, history.Ended, history.ResourceSpent, history.NextNumber).ShouldBe((6, 1, 3, 1));
    }

    [Fact]
    public void The_incumbent_is_the_first_of_the_best_completed_trials()
    {
        var history = Fold(Started(0), Reported(0, 1, 5), Ended(0, TrialState.Completed));
        history.Best!.Number.ShouldBe(0);
        history.EndedSinceBest.ShouldBe(0);
        Apply(history, Started(1), Reported(1, 1, 5), Ended(1, TrialState.Completed), Started(2), Reported(2, 1, 1),
            Ended(2, TrialState.Stopped, "median"));
        history.Best.Number.ShouldBe(0);
        history.EndedSinceBest.ShouldBe(2);
        Apply(history, Started(3), Reported(3, 1, 4), Ended(3, TrialState.Completed));
        history.Best.Number.ShouldBe(3);
        history.EndedSinceBest.ShouldBe(0);
    }

    [Fact]
    public void An_incumbent_that_is_evaluated_further_and_gets_worse_gives_way()
    {
        var history = Fold(Started(0), Reported(0, 1, 2), Ended(0, TrialState.Completed), Started(1), Reported(1, 1, 3),
            Ended(1, TrialState.Completed));
        Apply(history, new TrialResumed(0, 3, 1), Reported(0, 3, 4), Ended(0, TrialState.Completed));
        history.Best!.Number.ShouldBe(1);
    }

    [Fact]
    public void A_maximised_metric_is_a_loss_with_its_sign_turned()
    {
        IReadOnlyList<Objective> objectives = [new("accuracy", Direction.Maximize), new("seconds", Direction.Minimize)];
        var metrics = new Dictionary<string, double> { ["accuracy"] = 0.75, ["seconds"] = 2 };
        var history = History.Of(objectives, Numbered(Started(0), new TrialReported(0, new(1, metrics)), Ended(0, TrialState.Completed)));
        history.Trials[0].Losses.ShouldBe([-0.75, 2]);
        history.LossOf(history.Trials[0].Reports[0]).ShouldBe(-0.75);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_value_that_is_no_number_gives_no_loss(double value)
    {
        var history = Fold(Started(0), Reported(0, 1, value), Ended(0, TrialState.Failed, "NaN"));
        (history.Trials[0].Losses, history.Best).ShouldBe((null, null));
        double.IsNaN(history.LossOf(new(1, new Dictionary<string, double>()))).ShouldBeTrue();
    }

    [Fact]
    public void A_failed_trial_that_is_tried_again_starts_anew()
    {
        var history = Fold(Started(0), Reported(0, 1, 5), Ended(0, TrialState.Failed, "lost"), new TrialResumed(0, 1, 2));
        var trial = history.Trials.Single();
        (trial.State, trial.Attempt, trial.Reports.Count, trial.Loss, history.Ended).ShouldBe((TrialState.Running, 2, 0, null, 0));
    }

    [Fact]
    public void Time_counts_while_the_study_runs()
    {
        var history = Fold(new StudyStateChanged(StudyState.Running, null), Started(0), new StudyStateChanged(StudyState.Paused, null),
            new StudyStateChanged(StudyState.Running, null), Reported(0, 1, 1));
        (history.State, history.RunningTime).ShouldBe((StudyState.Running, TimeSpan.FromSeconds(3)));
    }

    [Fact]
    public void A_slice_keeps_what_belongs_to_the_whole()
    {
        var history = Fold(Started(0), Reported(0, 1, 5), Ended(0, TrialState.Completed), Started(1), Reported(1, 1, 3),
            Ended(1, TrialState.Completed), Started(2));
        var slice = history.Where(t => t.Number == 0);
        (slice.Trials.Count, slice.Best!.Number, slice.NextNumber, slice.Sequence).ShouldBe((1, 0, 3, 7));
        slice[0].ShouldBe(history[0]);
        Should.Throw<KeyNotFoundException>(() => slice[1]);
        (history.Pending.Single().Number, history.Completed.Count()).ShouldBe((2, 2));
    }

    public static TheoryData<string, StudyEvent[]> WrongSequences => new()
    {
        { "started twice", [Started(0), Started(0)] },
        { "started before an earlier one", [Started(1), Started(0)] },
        { "a report of no trial", [Reported(0, 1, 1)] },
        { "an end of no trial", [Ended(0, TrialState.Completed)] },
        { "a resumption of no trial", [new TrialResumed(0, 1, 1)] },
        { "a report after the end", [Started(0), Ended(0, TrialState.Failed, "x"), Reported(0, 1, 1)] },
        { "a report while paused", [Started(0), Ended(0, TrialState.Paused, "x"), Reported(0, 1, 1)] },
        { "a second end", [Started(0), Ended(0, TrialState.Completed), Ended(0, TrialState.Completed)] },
    };

    [Theory]
    [MemberData(nameof(WrongSequences))]
    public void An_event_that_does_not_follow_is_refused_and_changes_nothing(string what, StudyEvent[] events)
    {
        var numbered = Numbered([new StudyStateChanged(StudyState.Running, null), .. events]);
        var history = History.Of(Make.Loss, numbered[..^1]);
        var before = (history.Sequence, history.RunningTime, history.Ended, history.Trials.Count);
        Should.Throw<InvalidOperationException>(() => history.Apply(numbered[^1]), what);
        (history.Sequence, history.RunningTime, history.Ended, history.Trials.Count).ShouldBe(before);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_gap_or_a_repetition_in_the_log_is_refused(long sequence)
    {
        var history = Fold(Started(0));
        Should.Throw<InvalidOperationException>(() =>
            history.Apply(Started(1) with { Sequence = sequence })).Message.ShouldContain($"Event {sequence} does not follow event 1");
    }

    private static TrialStarted Started(int number) => new(number, Make.Configuration(("x", number)), 1);

    private static TrialReported Reported(int number, double step, double value) =>
        new(number, new(step, new Dictionary<string, double> { ["value"] = value }));

    private static TrialEnded Ended(int number, TrialState state, string? reason = null) => new(number, state, reason);

    private static StudyEvent[] Numbered(params StudyEvent[] events) =>
        [.. events.Select((e, i) => e with { Sequence = i + 1, At = Start.AddSeconds(i + 1) })];

    private static History Fold(params StudyEvent[] events) => History.Of(Make.Loss, Numbered(events));

    private static void Apply(History history, params StudyEvent[] events)
    {
        foreach (var studyEvent in events)
            history.Apply(studyEvent with { Sequence = history.Sequence + 1, At = Start.AddSeconds(history.Sequence + 1) });
    }

    [Fact]
    public void A_view_for_a_sampler_counts_what_was_proposed_as_the_whole_does()
    {
        var history = Make.History(Make.Trial(0, TrialState.Completed, 9, 5, 4, 3), Make.Trial(1, TrialState.Paused, 1, 2));
        var view = history.WithFidelities([1, 3, 9]);
        (view.NextNumber, view.Proposed).ShouldBe((2, 2));
        var slice = view.AtLargestFidelity(1).ShouldNotBeNull();
        (slice.NextNumber, slice.Proposed).ShouldBe((2, 2));
        // At 3 units only the first trial has a loss, the one that it had then.
        slice.Trials.Single().Loss.ShouldBe(3);
        view.AtLargestFidelity(2)!.Trials.Select(t => t.Loss).ShouldBe([5, 2]);
        view.AtLargestFidelity(3).ShouldBeNull();
    }

    [Fact]
    public void What_was_tried_grows_with_the_trials_whoever_looks_at_them()
    {
        var history = new History(Make.Loss);
        history.Tried.ShouldBeEmpty();
        var view = history.WithFidelities([1, 3]);
        history.Apply(new TrialStarted(0, Make.Configuration(("x", 0.5)), 1) { Sequence = 1 });
        history.Tried.ShouldContain(Make.Configuration(("x", 0.5)));
        view.Tried.ShouldBe(history.Tried);
        history.Where(t => t.Number > 0).Tried.ShouldBeEmpty();
    }

    [Fact]
    public void A_trial_whose_evaluation_ended_by_itself_has_reached_the_budget_it_was_given()
    {
        var history = Make.History(Make.Trial(0, TrialState.Completed, 9, 5, 4), Make.Trial(1, TrialState.Running, 9, 3)).WithFidelities([3, 9]);
        history.AtLargestFidelity(1).ShouldNotBeNull().Completed.Single().Loss.ShouldBe(4);
        history.AtLargestFidelity(2).ShouldBeNull();
    }
}
