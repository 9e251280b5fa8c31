using System.Runtime.CompilerServices;
using System.Text.Json;
using AutoMLStudio.Core.Evaluation;
using AutoMLStudio.Core.Sampling;
using AutoMLStudio.Core.Scheduling;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Tests.Studies;

/// <summary>What people ask of single trials: configurations to try first, stopping one, trying one again.</summary>
public sealed class TrialRequestTests
{
    private static readonly SearchSpace Line = Make.Space(new FloatParameter("x", 0, 1));

    private readonly MemoryStudyStore _store = new();
    private readonly StudyControl _control = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_enqueued_configuration_is_tried_before_the_sampler_is_asked()
    {
        _control.Enqueue(new(7, At(0.25)));
        _control.Enqueue(new(5, At(0.5), Parent: 3));
        var history = await Run(3);
        history.Trials.Take(2).Select(t => (t.Configuration["x"].Number, t.Enqueued, t.Parent)).ShouldBe([(0.5, 5, 3), (0.25, 7, null)]);
        (history[2].Enqueued, history.Proposed, history.NextNumber).ShouldBe((null, 1, 3));
    }

    [Fact]
    public async Task One_that_arrives_while_trials_run_is_tried_next()
    {
        var history = await Run(4, (trial, _) =>
        {
            if (trial.Number == 1) _control.Enqueue(new(1, At(0.75)));
            return 1;
        });
        history.Trials.Select(t => t.Enqueued is not null).ShouldBe([false, false, true, false]);
    }

    [Fact]
    public async Task A_grid_loses_no_cell_to_an_enqueued_configuration()
    {
        _control.Enqueue(new(1, At(0.1)));
        var history = await Run(10, sampler: new GridSampler(new() { Points = 3 }, Make.Context(Line)));
        history.Trials.Select(t => t.Configuration["x"].Number).ShouldBe([0.1, 0, 0.5, 1]);
    }

    [Fact]
    public async Task One_said_again_to_a_later_run_is_not_tried_again()
    {
        _control.Enqueue(new(1, At(0.5)));
        await Run(2);
        var again = new StudyControl();
        again.Enqueue(new(1, At(0.5)));
        (await Run(4, control: again)).Trials.Count(t => t.Enqueued == 1).ShouldBe(1);
    }

    [Fact]
    public async Task A_process_that_dies_with_an_enqueued_trial_neither_loses_nor_repeats_it()
    {
        using var death = new CancellationTokenSource();
        _control.Enqueue(new(1, At(0.5)));
        _control.Enqueue(new(2, At(0.6)));
        await Should.ThrowAsync<OperationCanceledException>(() => Run(3, (_, _) =>
        {
            death.Cancel();
            return 1;
        }, token: death.Token));
        var next = new StudyControl();
        next.Enqueue(new(1, At(0.5)));
        next.Enqueue(new(2, At(0.6)));
        var history = await Run(3, control: next);
        history.Trials.Select(t => (t.Enqueued, t.State)).ShouldBe(
            [(1, TrialState.Completed), (2, TrialState.Completed), (null, TrialState.Completed)]);
        history[0].Attempt.ShouldBe(2);
    }

    [Fact]
    public async Task A_study_whose_budget_is_spent_still_tries_what_is_asked_for()
    {
        await Run(2);
        var more = new StudyControl();
        more.Enqueue(new(1, At(0.5)));
        var history = await Run(2, control: more);
        (history.Trials.Count, history[2].State, history[2].Enqueued, history.State).ShouldBe((3, TrialState.Completed, 1, StudyState.Completed));
    }

    [Fact]
    public async Task A_trial_stopped_by_request_keeps_its_last_value()
    {
        var history = await Run(2, (trial, step) =>
        {
            if (trial.Number == 0 && step == 2) _control.Ask(0, TrialWish.Stop);
            return step;
        }, blocks: 2);
        (history[0].State, history[0].Step, history[0].Loss, history[0].Reason).ShouldBe((TrialState.Stopped, 1, 1, "Stopped by request."));
        history[1].State.ShouldBe(TrialState.Completed);
    }

    [Fact]
    public async Task A_trial_stopped_before_it_has_a_value_is_cancelled()
    {
        var history = await Run(2, (trial, step) =>
        {
            if (trial.Number == 0) _control.Ask(0, TrialWish.Stop);
            return step;
        }, blocks: 1);
        (history[0].State, history[0].Loss, history[1].State).ShouldBe((TrialState.Cancelled, null, TrialState.Completed));
    }

    [Fact]
    public async Task A_paused_trial_can_be_stopped_and_is_not_resumed()
    {
        await Run(2, (trial, step) =>
        {
            if (trial.Number == 1 && step == 2) _control.Ask(StudyWish.Pause);
            return step;
        });
        var next = new StudyControl();
        next.Ask(1, TrialWish.Stop);
        var history = await Run(2, control: next);
        (history[1].State, history[1].Step).ShouldBe((TrialState.Stopped, 2));
    }

    [Fact]
    public async Task A_failed_trial_is_tried_again_on_request_alone()
    {
        var history = await Run(2, (_, step) => step == 2 ? throw new TrialFailedException("no luck") : step);
        history.Trials.ShouldAllBe(t => t.State == TrialState.Failed);
        var next = new StudyControl();
        next.Ask(1, TrialWish.Retry);
        next.Ask(99, TrialWish.Retry);
        history = await Run(2, control: next);
        history.Trials.Select(t => (t.State, t.Attempt, t.Reports.Count)).ShouldBe([(TrialState.Failed, 1, 1), (TrialState.Completed, 2, 3)]);
    }

    [Fact]
    public async Task A_cancelled_trial_goes_on_from_its_last_report()
    {
        await Run(1, (trial, step) =>
        {
            if (step == 2) _control.Ask(StudyWish.Cancel);
            return step;
        }, blocks: 2);
        var next = new StudyControl();
        next.Ask(0, TrialWish.Retry);
        var steps = new List<double>();
        var history = await Run(1, (_, step) =>
        {
            steps.Add(step);
            return step;
        }, control: next);
        history[0].State.ShouldBe(TrialState.Completed);
        steps.ShouldBe([2, 3]);
    }

    [Fact]
    public void A_proposed_trial_is_written_as_ever()
    {
        StudyEvent proposed = new TrialStarted(0, At(0.5), 3) { Sequence = 1 };
        JsonSerializer.Serialize(proposed, StudyJson.Options).ShouldNotContain("parent");
        StudyEvent asked = new TrialStarted(1, At(0.5), 3) { Sequence = 2, Parent = 0, Enqueued = 4 };
        JsonSerializer.Deserialize<StudyEvent>(JsonSerializer.Serialize(asked, StudyJson.Options), StudyJson.Options)
            .ShouldBe(asked);
    }

    private static Configuration At(double x) => Make.Configuration(("x", x));

    private async Task<History> Run(
        int trials, Func<Trial, double, double>? value = null, StudyControl? control = null, ISampler? sampler = null, double? blocks = null,
        CancellationToken? token = null)
    {
        var study = new StudyDefinition
        {
            Name = "test",
            Space = Line,
            Objectives = Make.Loss,
            Evaluator = new(CoreCatalog.Methods.First(m => m.Key == "function"), new FunctionOptions()),
            Sampler = new(CoreCatalog.Methods.First(m => m.Key == "random"), new RandomOptions()),
            Scheduler = new(CoreCatalog.Methods.First(m => m.Key == "full"), new FullBudgetOptions()),
            Budget = new(trials),
            MaximumBudget = 3,
            Json = [],
        };
        var runner = new StudyRunner(
            study, sampler ?? new RandomSampler(), new FullBudgetScheduler(Make.Context(Line, budget: 3)),
            new Stepwise(value ?? ((_, step) => step), blocks), _store, TimeProvider.System);
        return await runner.RunAsync(await _store.ClaimAsync(1, Token), control ?? _control, token ?? Token);
    }

    /// <summary>Step after step the value that a function gives; the first trial stays in a step until it is ended.</summary>
    private sealed class Stepwise(Func<Trial, double, double> value, double? blocks) : IEvaluator
    {
        public async IAsyncEnumerable<Report> EvaluateAsync(Trial trial, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            for (var step = trial.Step + 1; step <= trial.Budget; step++)
            {
                var loss = value(trial, step);
                if (trial.Number == 0 && step == blocks) await Task.Delay(Timeout.Infinite, cancellationToken);
                yield return new(step, new Dictionary<string, double> { ["value"] = loss });
            }
        }
    }
}
