using System.Runtime.CompilerServices;
using System.Text.Json;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Scheduling;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Tests.Studies;

/// <summary>Trials that look for candidates instead of being one.</summary>
public sealed class SearchTrialTests
{
    private static readonly SearchSpace Digits = Make.Space(new IntParameter("x", 1, 10));

    private readonly MemoryStudyStore _store = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_search_runs_for_its_own_budget_has_no_loss_and_is_never_the_best()
    {
        var history = await RunAsync();
        var search = history.Trials[0];
        (search.IsSearch, search.State, search.Reports.Count, search.Losses).ShouldBe((true, TrialState.Completed, 4, null));
        history.Trials.Skip(1).Select(t => t.Configuration["x"].Integer).ShouldBe([3, 5]);
        history.Completed.ShouldNotContain(search);
        history.Best!.Number.ShouldBe(1);
        Digits.Contains(search.Configuration).ShouldBeFalse();
    }

    [Fact]
    public async Task What_a_search_knows_is_kept_with_its_reports()
    {
        await RunAsync();
        var events = (await _store.LoadAsync(1, 0, Token)).OfType<TrialReported>().ToList();
        var text = JsonSerializer.Serialize<StudyEvent>(events[0], StudyJson.Options);
        var read = (TrialReported)JsonSerializer.Deserialize<StudyEvent>(text, StudyJson.Options)!;
        var slot = read.Report.Search!.Slots.ShouldHaveSingleItem();
        (slot.Group, slot.Name, slot.From, slot.To).ShouldBe(("normal", "0→2", 0, 2));
        slot.Candidates.Zip(slot.Weights).ShouldBe([("skip", 0.25), ("conv", 0.75)]);
        read.Report.Search.Found[0].ShouldBe(new FoundArchitecture(new("cell", "a"), 0.5));
        JsonSerializer.Serialize<StudyEvent>(events[^1], StudyJson.Options).ShouldNotContain("search");
    }

    private async Task<History> RunAsync()
    {
        var study = new StudyDefinition
        {
            Name = "searching", Space = Digits, Objectives = Make.Loss, Budget = new(9), Json = [], MaximumBudget = 1,
            Evaluator = null!, Sampler = null!, Scheduler = null!,
        };
        var scheduler = new FullBudgetScheduler(Make.Context(Digits));
        var runner = new StudyRunner(study, new Searching(), scheduler, new Shared(), _store, TimeProvider.System);
        return await runner.RunAsync(await _store.ClaimAsync(1, Token), new(), Token);
    }

    /// <summary>Searches once for four units, then proposes two candidates.</summary>
    private sealed class Searching : ISampler
    {
        public Configuration? Suggest(SearchSpace space, History history, Rng rng) => history.Trials switch
        {
            [] => Configuration.ForSearch(0, 4),
            [{ State: TrialState.Completed }] => Make.Configuration(("x", 3)),
            [_, _] => Make.Configuration(("x", 5)),
            _ => null,
        };
    }

    /// <summary>Reports no objective while it searches.</summary>
    private sealed class Shared : IEvaluator
    {
        public async IAsyncEnumerable<Report> EvaluateAsync(Trial trial, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            for (var step = trial.Step + 1; step <= trial.Budget; step++)
                yield return trial.IsSearch
                    ? new(step, new Dictionary<string, double> { ["entropy"] = 1 }, 0, new([new(new("cell", "a"), 0.5)],
                        [new("normal", "0→2", 0, 2, ["skip", "conv"], [0.25, 0.75])]))
                    : new(step, new Dictionary<string, double> { ["value"] = trial.Configuration["x"].Number });
        }
    }
}
