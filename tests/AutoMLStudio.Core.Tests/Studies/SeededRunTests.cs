using System.Runtime.CompilerServices;
using AutoMLStudio.Core.Evaluation;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Sampling;
using AutoMLStudio.Core.Scheduling;
using AutoMLStudio.Core.Seeding;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Tests.Studies;

/// <summary>Runs that begin with imported trials, that avoid or repeat, and that a rule ends.</summary>
public sealed class SeededRunTests
{
    private static readonly SearchSpace Digits = Make.Space(new IntParameter("x", 1, 10));

    private readonly MemoryStudyStore _store = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_grid_passes_over_the_cells_that_were_imported()
    {
        await ImportAsync(1, 2, 3, 7);
        var history = await RunAsync(Study(20), new GridSampler(new() { Points = 10 }, Make.Context(Digits)));
        history.Own().Trials.Select(t => t.Configuration["x"].Integer).ShouldBe([4, 5, 6, 8, 9, 10]);
        Reason().ShouldBe("All 10 configurations of the space have been tried, and duplicates are to be avoided.");
    }

    [Fact]
    public async Task A_sampler_that_insists_gets_something_new()
    {
        var history = await RunAsync(Study(5), new Insisting());
        history.Trials.Select(t => t.Configuration).Distinct().Count().ShouldBe(5);
        history.Trials[0].Configuration["x"].Integer.ShouldBe(5);
    }

    [Fact]
    public async Task Where_repeats_are_allowed_it_is_left_alone()
    {
        var history = await RunAsync(Study(5) with { Duplicates = Duplicates.Repeat }, new Insisting());
        history.Trials.ShouldAllBe(t => t.Configuration["x"].Integer == 5);
    }

    [Fact]
    public async Task A_failed_trial_that_was_imported_is_not_retried()
    {
        var failed = new SeedTrial(Make.Configuration(("x", 3)), TrialState.Failed, 1, []);
        await _store.AppendAsync(await _store.ClaimAsync(1, Token), Seeds.Events(new(Make.Loss), [failed], "t.csv", default), Token);
        var history = await RunAsync(Study(2) with { Retries = 3 }, new RandomSampler());
        (history[0].State, history[0].Attempt, history.Own().Trials.Count).ShouldBe((TrialState.Failed, 1, 2));
    }

    [Fact]
    public async Task A_rule_that_is_reached_ends_the_study_and_what_it_measured_stands_in_the_log()
    {
        var rule = Method.StoppingRule("enough", "Enough", "Stopping", null, "", (RandomOptions _, MethodContext _) => new HalvesEachTrial());
        var history = await RunAsync(Study(9) with { Budget = new(9, Rules: [new(rule, new RandomOptions())]) }, new RandomSampler());
        history.Trials.Count.ShouldBe(4);
        Reason().ShouldBe("Enough: 0.0625 after 4 trials, not above 0.1 (a test).");
        Events().OfType<SnapshotTaken>().Select(s => (s.Kind, s.Data.GetProperty("trials").GetInt32(), s.Data.GetProperty("bound").GetDouble()))
            .ShouldBe([("enough", 1, 0.5), ("enough", 2, 0.25), ("enough", 3, 0.125), ("enough", 4, 0.0625)]);
    }

    [Fact]
    public async Task A_rule_that_cannot_look_ends_the_study_with_its_reason()
    {
        var rule = Method.StoppingRule("blind", "Blind", "Stopping", null, "", (RandomOptions _, MethodContext _) => new Blind());
        var history = await RunAsync(Study(9) with { Budget = new(9, Rules: [new(rule, new RandomOptions())]) }, new RandomSampler());
        (history.State, history.Trials.Count, Reason()).ShouldBe((StudyState.Failed, 1, "The study cannot go on: It sees nothing."));
    }

    private IReadOnlyList<StudyEvent> Events() => _store.LoadAsync(1, 0, Token).GetAwaiter().GetResult();

    private string? Reason() => Events().OfType<StudyStateChanged>().Last().Reason;

    private async Task ImportAsync(params int[] xs)
    {
        var trials = xs.Select(x => new SeedTrial(
            Make.Configuration(("x", x)), TrialState.Completed, 1, [new(1, new Dictionary<string, double> { ["value"] = x })]));
        await _store.AppendAsync(await _store.ClaimAsync(1, Token), Seeds.Events(new(Make.Loss), trials, "t.csv", default), Token);
    }

    private async Task<History> RunAsync(StudyDefinition study, ISampler sampler)
    {
        var runner = new StudyRunner(study, sampler, new FullBudgetScheduler(Make.Context(Digits)), new Value(), _store, TimeProvider.System);
        return await runner.RunAsync(await _store.ClaimAsync(1, Token), new(), Token);
    }

    private static StudyDefinition Study(int trials) => new()
    {
        Name = "seeded",
        Space = Digits,
        Objectives = Make.Loss,
        Evaluator = new(CoreCatalog.Methods.First(m => m.Key == "function"), new FunctionOptions()),
        Sampler = new(CoreCatalog.Methods.First(m => m.Key == "random"), new RandomOptions()),
        Scheduler = new(CoreCatalog.Methods.First(m => m.Key == "full"), new FullBudgetOptions()),
        Budget = new(trials),
        Json = [],
    };

    /// <summary>Knows one configuration only.</summary>
    private sealed class Insisting : ISampler
    {
        public Configuration? Suggest(SearchSpace space, History history, Rng rng) => Make.Configuration(("x", 5));
    }

    private sealed class HalvesEachTrial : IStoppingRule
    {
        public StoppingMeasure? Measure(SearchSpace space, History history, Rng rng) => history.Completed.Count() is > 0 and var count
            ? new(count, Math.Pow(0.5, count), 0.1, "a test") : null;
    }

    private sealed class Blind : IStoppingRule
    {
        public StoppingMeasure? Measure(SearchSpace space, History history, Rng rng) =>
            history.Completed.Any() ? throw new InvalidOperationException("It sees nothing.") : null;
    }

    private sealed class Value : IEvaluator
    {
        public async IAsyncEnumerable<Report> EvaluateAsync(Trial trial, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            yield return new(trial.Budget, new Dictionary<string, double> { ["value"] = trial.Configuration["x"].Number });
        }
    }
}
