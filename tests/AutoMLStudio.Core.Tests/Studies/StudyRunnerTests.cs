using AutoMLStudio.Core.Evaluation;
using AutoMLStudio.Core.Sampling;
using AutoMLStudio.Core.Scheduling;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Tests.Studies;

public sealed partial class StudyRunnerTests
{
    private static readonly SearchSpace Line = Make.Space(new FloatParameter("x", 0, 1));

    private readonly MemoryStudyStore _store = new();
    private readonly Clock _clock = new();
    private readonly StudyControl _control = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Trials_run_at_the_same_time_up_to_the_parallelism()
    {
        var (running, most) = (0, 0);
        var together = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var history = await Run(Study(8, 1, parallelism: 4), async (_, _) =>
        {
            var now = Interlocked.Increment(ref running);
            most = Math.Max(most, now);
            if (now == 4) together.TrySetResult();
            await together.Task;
            Interlocked.Decrement(ref running);
            return 1;
        });
        most.ShouldBe(4);
        history.Completed.Count().ShouldBe(8);
    }

    [Fact]
    public async Task A_step_begins_only_when_the_report_before_it_is_in_the_store()
    {
        var missing = 0;
        var history = await Run(Study(3, 4), async (trial, step) =>
        {
            var stored = (await _store.LoadAsync(1, 0, Token)).OfType<TrialReported>().Count(r => r.Number == trial.Number);
            if (stored != (int)step - 1) missing++;
            return step;
        });
        missing.ShouldBe(0);
        history.Trials.ShouldAllBe(t => t.Reports.Count == 4 && t.State == TrialState.Completed);
    }

    [Fact]
    public async Task An_observer_sees_every_event_once_after_it_is_stored()
    {
        var seen = new List<long>();
        var evaluator = new Stepwise((_, s) => Task.FromResult(s));
        var runner = new StudyRunner(Study(3, 2), new RandomSampler(), Full(2), evaluator, _store, _clock)
        {
            Observer = (e, _) => seen.Add(e.Sequence),
        };
        await runner.RunAsync(await _store.ClaimAsync(1, Token), _control, Token);
        seen.ShouldBe((await _store.LoadAsync(1, 0, Token)).Select(e => e.Sequence));
    }

    [Fact]
    public async Task A_paused_study_halts_its_trials_at_their_next_report_and_goes_on_from_there()
    {
        Func<Trial, double, Task<double>> loss = (trial, step) => Task.FromResult(trial.Configuration["x"].Number / step);
        var whole = await Run(Study(4, 3), loss);
        var paused = await Run(Study(4, 3), (trial, step) =>
        {
            if (trial.Number == 1 && step == 2) _control.Ask(StudyWish.Pause);
            return loss(trial, step);
        }, study: 2);
        (paused.State, paused[1].State, paused[1].Step, paused.Trials.Count).ShouldBe((StudyState.Paused, TrialState.Paused, 2, 2));
        var resumed = await Run(Study(4, 3), loss, study: 2, control: new());
        resumed.State.ShouldBe(StudyState.Completed);
        resumed.Trials.Select(t => (t.Configuration, t.Loss, t.Reports.Count))
            .ShouldBe(whole.Trials.Select(t => (t.Configuration, t.Loss, t.Reports.Count)));
    }

    [Fact]
    public async Task A_trial_whose_report_lacks_a_constrained_metric_fails_and_names_it()
    {
        var history = await Run(Study(1, 1) with { Outcomes = [new("latency_ms", OutcomeSide.AtMost, 5)] }, (_, _) => Task.FromResult(1.0));
        (history[0].State, history[0].Reason, history[0].Losses, history.Best).ShouldBe(
            (TrialState.Failed, "Its report has no metric 'latency_ms'; it has value.", null, null));
    }

    [Fact]
    public async Task A_constrained_study_that_was_interrupted_ends_as_one_that_was_not()
    {
        // The smallest value that is at least 2.
        StudyDefinition Constrained() => Study(12, 3) with { Outcomes = [new("value", OutcomeSide.AtLeast, 2)] };
        Func<Trial, double, Task<double>> value = (trial, step) => Task.FromResult(trial.Configuration["x"].Number * step);
        var whole = await Run(Constrained(), value);
        await Run(Constrained(), (trial, step) =>
        {
            if (trial.Number == 5 && step == 2) _control.Ask(StudyWish.Pause);
            return value(trial, step);
        }, study: 2);
        var resumed = await Run(Constrained(), value, study: 2, control: new());
        resumed.Trials.Select(t => (t.Configuration, t.Loss, t.Violation)).ShouldBe(whole.Trials.Select(t => (t.Configuration, t.Loss, t.Violation)));
        (resumed.Best!.Number, resumed.Best.IsFeasible).ShouldBe((whole.Best!.Number, true));
        whole.Trials.ShouldContain(t => t.Violation > 0 && t.Loss < whole.Best.Loss);
    }

    [Fact]
    public async Task A_stopped_study_lets_running_trials_finish_and_starts_none()
    {
        var history = await Run(Study(9, 3), (trial, step) =>
        {
            if (trial.Number == 2 && step == 1) _control.Ask(StudyWish.Stop);
            return Task.FromResult(step);
        });
        (history.State, history.Trials.Count, history.Completed.Count()).ShouldBe((StudyState.Stopped, 3, 3));
    }

    [Fact]
    public async Task A_cancelled_study_ends_its_running_trials_at_once()
    {
        var history = await Run(Study(9, 3, parallelism: 2), async (trial, step) =>
        {
            if (trial.Number < 2) return step;
            if (trial.Number == 3) _control.Ask(StudyWish.Cancel);
            await Task.Delay(Timeout.InfiniteTimeSpan, Stepwise.Cancelled.Value);
            return step;
        });
        history.State.ShouldBe(StudyState.Stopped);
        history.Trials.Where(t => t.Number >= 2).ShouldAllBe(t => t.State == TrialState.Cancelled);
    }

    [Fact]
    public async Task A_failed_trial_is_tried_again_as_often_as_wanted()
    {
        var tries = new Dictionary<int, int>();
        var history = await Run(Study(3, 1) with { Retries = 2 }, (trial, _) =>
        {
            tries[trial.Number] = tries.GetValueOrDefault(trial.Number) + 1;
            return trial.Number == 0 && tries[0] < 3 || trial.Number == 1 ? throw new TrialFailedException("It broke.") : Task.FromResult(1.0);
        });
        tries.ShouldBe(new Dictionary<int, int> { [0] = 3, [1] = 3, [2] = 1 }, ignoreOrder: true);
        history.Trials.Select(t => (t.State, t.Attempt, t.Reason))
            .ShouldBe([(TrialState.Completed, 3, null), (TrialState.Failed, 3, "It broke."), (TrialState.Completed, 1, null)]);
    }

    [Fact]
    public async Task A_failed_trial_whose_next_attempt_the_pause_of_the_study_cut_off_has_it_afterwards()
    {
        var paused = await Run(Study(3, 1) with { Retries = 1 }, (trial, _) =>
        {
            if (trial.Number == 1) _control.Ask(StudyWish.Pause);
            return trial.Number == 1 ? throw new TrialFailedException("It broke.") : Task.FromResult(1.0);
        });
        (paused.State, paused[1].State, paused[1].Attempt).ShouldBe((StudyState.Paused, TrialState.Failed, 1));
        var resumed = await Run(Study(3, 1) with { Retries = 1 }, (_, _) => Task.FromResult(1.0), control: new());
        resumed.Trials.Select(t => (t.State, t.Attempt)).ShouldBe([(TrialState.Completed, 1), (TrialState.Completed, 2), (TrialState.Completed, 1)]);
    }

    [Fact]
    public async Task The_budget_of_units_and_the_patience_for_improvement_end_a_study()
    {
        var units = await Run(Study(100, 3) with { Budget = new(Resource: 10) }, (_, step) => Task.FromResult(step));
        (units.Trials.Count, units.ResourceSpent).ShouldBe((4, 12));
        var patient = await Run(Study(100, 1) with { Budget = new(NoImprovement: 3) }, (trial, _) => Task.FromResult(trial.Number == 2 ? 0.0 : 1.0),
            study: 2);
        (patient.Trials.Count, patient.Best!.Number).ShouldBe((6, 2));
    }

    [Fact]
    public async Task The_budget_of_time_counts_only_while_the_study_runs()
    {
        Func<Trial, double, Task<double>> minute = (_, step) =>
        {
            _clock.Now += TimeSpan.FromMinutes(1);
            return Task.FromResult(step);
        };
        var study = Study(100, 1) with { Budget = new(Time: TimeSpan.FromMinutes(5)) };
        var first = await Run(study, (trial, step) =>
        {
            if (trial.Number == 1) _control.Ask(StudyWish.Pause);
            return minute(trial, step);
        });
        first.Trials.Count.ShouldBe(2);
        _clock.Now += TimeSpan.FromDays(1);
        (await Run(study, minute, control: new())).Trials.Count.ShouldBe(5);
    }

    [Fact]
    public async Task A_trial_lost_with_its_process_goes_on_from_its_last_step()
    {
        using var process = new CancellationTokenSource();
        var runner = Runner(Study(2, 4), async (trial, step) =>
        {
            if (trial.Number == 1 && step == 3) await process.CancelAsync();
            return step;
        });
        await Should.ThrowAsync<OperationCanceledException>(async () =>
            await runner.RunAsync(await _store.ClaimAsync(1, Token), _control, process.Token));
        var steps = new List<double>();
        var history = await Run(Study(2, 4), (_, step) =>
        {
            steps.Add(step);
            return Task.FromResult(step);
        });
        steps[0].ShouldBeInRange(3, 4, "the third step may or may not have become durable");
        (history[1].State, history[1].Attempt).ShouldBe((TrialState.Completed, 2));
        history[1].Reports.Select(r => r.Step).ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public async Task A_trial_that_is_lost_again_and_again_fails()
    {
        StudyEvent[] events = [new StudyStateChanged(StudyState.Running, null), new TrialStarted(0, Make.Configuration(("x", 0.5)), 1),
            new TrialResumed(0, 1, 2), new TrialResumed(0, 1, 3), new TrialResumed(0, 1, 4)];
        await _store.AppendAsync(await _store.ClaimAsync(1, Token), [.. events.Select((e, i) => e with { Sequence = i + 1 })], Token);
        var history = await Run(Study(2, 1), (_, step) => Task.FromResult(step));
        history[0].State.ShouldBe(TrialState.Failed);
        history[0].Reason.ShouldBe("The process that ran it was lost 4 times in a row before it reported anything new.");
        history[1].State.ShouldBe(TrialState.Completed);
    }

    [Fact]
    public async Task A_trial_that_gets_on_may_be_lost_any_number_of_times()
    {
        var events = new List<StudyEvent> { new StudyStateChanged(StudyState.Running, null), new TrialStarted(0, Make.Configuration(("x", 0.5)), 9) };
        for (var step = 1; step <= 8; step++)
        {
            events.Add(new TrialReported(0, new(step, new Dictionary<string, double> { ["value"] = step })));
            events.Add(new TrialResumed(0, 9, step + 1));
        }
        await _store.AppendAsync(await _store.ClaimAsync(1, Token), [.. events.Select((e, i) => e with { Sequence = i + 1 })], Token);
        var history = await Run(Study(1, 9), (_, step) => Task.FromResult(step));
        history[0].State.ShouldBe(TrialState.Completed);
    }

    [Fact]
    public async Task A_runner_that_another_has_taken_over_from_writes_nothing_more()
    {
        var runner = Runner(Study(5, 1), async (trial, step) =>
        {
            if (trial.Number == 2) await _store.ClaimAsync(1, Token);
            return step;
        });
        await Should.ThrowAsync<LeaseLostException>(async () => await runner.RunAsync(await _store.ClaimAsync(1, Token), _control, Token));
        History.Of(Make.Loss, await _store.LoadAsync(1, 0, Token)).Trials.Single(t => t.Number == 2).State.ShouldBe(TrialState.Running);
    }

    [Fact]
    public async Task A_step_that_is_reported_twice_counts_once()
    {
        var runner = new StudyRunner(Study(1, 3), new RandomSampler(), Full(3), new Repeating(), _store, _clock);
        var history = await runner.RunAsync(await _store.ClaimAsync(1, Token), _control, Token);
        history[0].Reports.Select(r => (r.Step, r.Metrics["value"])).ShouldBe([(1, 1), (2, 3), (3, 4)]);
    }

    [Fact]
    public async Task A_report_without_the_metric_fails_the_trial_with_the_metrics_it_has()
    {
        var study = Study(1, 1) with { Objectives = [new("accuracy", Direction.Maximize)] };
        (await Run(study, (_, step) => Task.FromResult(step)))[0].Reason.ShouldBe("Its report has no metric 'accuracy'; it has value.");
    }

    [Fact]
    public async Task A_value_that_is_no_number_fails_the_trial_and_is_kept_in_its_reports()
    {
        var trial = (await Run(Study(1, 3), (_, step) => Task.FromResult(step == 2 ? double.NaN : step)))[0];
        (trial.State, trial.Reason, trial.Loss).ShouldBe((TrialState.Failed, "value is NaN at step 2.", null));
        double.IsNaN(trial.Reports[^1].Metrics["value"]).ShouldBeTrue();
    }

    public static TheoryData<Exception, string> Faults => new()
    {
        { new SpaceException(["Nothing satisfies the constraints."]), "Nothing satisfies the constraints." },
        { new InvalidOperationException("The sampler cannot search this."), "The sampler cannot search this." },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_sampler_that_cannot_go_on_fails_the_study_with_its_words(Exception exception, string reason)
    {
        var runner = new StudyRunner(Study(5, 1), new Broken(exception), Full(1), new Stepwise((_, s) => Task.FromResult(s)), _store, _clock);
        var history = await runner.RunAsync(await _store.ClaimAsync(1, Token), _control, Token);
        history.State.ShouldBe(StudyState.Failed);
        (await _store.LoadAsync(1, 0, Token)).OfType<StudyStateChanged>().Last().Reason!.ShouldContain(reason);
    }

    [Fact]
    public async Task A_scheduler_that_waits_for_nothing_fails_the_study()
    {
        var runner = new StudyRunner(Study(5, 1), new RandomSampler(), new Waiting(), new Stepwise((_, s) => Task.FromResult(s)), _store,
            _clock);
        (await runner.RunAsync(await _store.ClaimAsync(1, Token), _control, Token)).State.ShouldBe(StudyState.Failed);
    }

    [Fact]
    public async Task A_paused_trial_that_the_scheduler_ends_counts_as_stopped()
    {
        var runner = new StudyRunner(Study(3, 2), new RandomSampler(), new Halfway(), new Stepwise((t, _) => Task.FromResult(1.0 + t.Number)),
            _store, _clock);
        var history = await runner.RunAsync(await _store.ClaimAsync(1, Token), _control, Token);
        history.Trials.Select(t => (t.State, t.Reason, t.Step, t.Loss)).ShouldBe([(TrialState.Stopped, "Enough.", 1, 1),
            (TrialState.Stopped, "Enough.", 1, 2), (TrialState.Stopped, "Enough.", 1, 3)]);
        (history.Ended, history.State).ShouldBe((3, StudyState.Completed));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_trial_is_started_again_only_when_its_last_evaluation_is_over(bool fails)
    {
        var evaluator = new Lingering(fails);
        var study = Study(1, 2, parallelism: 2) with { Retries = 1 };
        var runner = new StudyRunner(study, new RandomSampler(), new Halves(), evaluator, _store, _clock);
        var history = await runner.RunAsync(await _store.ClaimAsync(1, Token), _control, Token);
        (evaluator.Begun, evaluator.Overlaps).ShouldBe((2, 0));
        history[0].State.ShouldBe(fails ? TrialState.Failed : TrialState.Completed);
    }

    [Fact]
    public async Task Paused_trials_may_go_on_when_all_trials_have_been_started()
    {
        var halving = new HalvingScheduler(new(), Make.Context(Line, budget: 3));
        var runner = new StudyRunner(Study(3, 3), new RandomSampler(), halving, new Stepwise((t, _) => Task.FromResult(1.0 + t.Number)),
            _store, _clock);
        var history = await runner.RunAsync(await _store.ClaimAsync(1, Token), _control, Token);
        history.Trials.Select(t => (t.State, t.Step))
            .ShouldBe([(TrialState.Completed, 3), (TrialState.Stopped, 1), (TrialState.Stopped, 1)]);
        (await _store.LoadAsync(1, 0, Token)).OfType<StudyStateChanged>().Last().Reason.ShouldBe("The budget of 3 trials is spent.");
    }

    private static FullBudgetScheduler Full(double budget) => new(Make.Context(Line, budget: budget));

    private static StudyDefinition Study(int trials, double budget, int parallelism = 1) => new()
    {
        Name = "test",
        Space = Line,
        Objectives = Make.Loss,
        Evaluator = new(CoreCatalog.Methods.First(m => m.Key == "function"), new FunctionOptions()),
        Sampler = new(CoreCatalog.Methods.First(m => m.Key == "random"), new RandomOptions()),
        Scheduler = new(CoreCatalog.Methods.First(m => m.Key == "full"), new FullBudgetOptions()),
        Budget = new(trials),
        MaximumBudget = budget,
        Parallelism = parallelism,
        Json = [],
    };

    private StudyRunner Runner(StudyDefinition study, Func<Trial, double, Task<double>> step) =>
        new(study, new RandomSampler(), Full(study.MaximumBudget), new Stepwise(step), _store, _clock);

    private async Task<History> Run(StudyDefinition definition, Func<Trial, double, Task<double>> step, long study = 1,
        StudyControl? control = null) =>
        await Runner(definition, step).RunAsync(await _store.ClaimAsync(study, Token), control ?? _control, Token);
}
