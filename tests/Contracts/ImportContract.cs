using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Contracts;

/// <summary>Every sampler learns from imported trials, under every scheduler, without a trace of them in the budget.</summary>
public sealed class ImportContract
{
    private const int Known = 11;

    public static IEnumerable<TheoryDataRow<string>> Samplers => Methods.Samplers.Select(s => new TheoryDataRow<string>(s));

    public static IEnumerable<TheoryDataRow<string>> Schedulers => Methods.Schedulers.Select(s => new TheoryDataRow<string>(s));

    [Theory]
    [MemberData(nameof(Samplers))]
    public async Task A_study_begun_with_imported_trials_spends_its_own_budget_and_comes_to_the_same_from_any_prefix(string sampler)
    {
        var study = Runs.Study("conditional", sampler, trials: 8);
        var imported = await ImportedAsync(study);
        var events = await Runs.RunAsync(study, new Bowl(study.Space), imported);
        var history = History.Of(study.Objectives, events);
        (history.Imported, history.Trials.Count, history.Ended, history.ResourceSpent).ShouldBe((Known, Known + 8, 8, 8));
        foreach (var trial in history.Trials) study.Space.WhyNotIn(trial.Configuration).ShouldBeNull();
        var whole = Runs.Outcome(study, events);
        Runs.Outcome(study, await Runs.RunAsync(study, new Bowl(study.Space), imported)).ShouldBe(whole);
        for (var length = imported.Count; length < events.Count; length += 5)
            Runs.Outcome(study, await Runs.RunAsync(study, new Bowl(study.Space), events.Take(length))).ShouldBe(whole, $"resumed after event {length}");
    }

    [Theory]
    [MemberData(nameof(Schedulers))]
    public async Task A_scheduler_spends_the_same_on_the_studys_own_trials_as_without_imported_ones(string scheduler)
    {
        var study = Runs.Study("flat", scheduler: scheduler, trials: 12, budget: 9);
        var imported = await ImportedAsync(study);
        var with = History.Of(study.Objectives, await Runs.RunAsync(study, new SameForAll(), imported));
        var without = History.Of(study.Objectives, await Runs.RunAsync(study, new SameForAll()));
        with.Own().Trials.Select(t => (t.Budget, t.State, t.Step)).ShouldBe(without.Trials.Select(t => (t.Budget, t.State, t.Step)));
    }

    /// <summary>Random trials of another seed: completed, stopped and failed ones.</summary>
    private static async Task<IReadOnlyList<StudyEvent>> ImportedAsync(StudyDefinition study)
    {
        var other = Runs.Study(study.Space.IsConditional ? "conditional" : "flat", trials: Known, seed: 77, budget: study.MaximumBudget);
        var events = await Runs.RunAsync(other, new Bowl(other.Space, n => n == 3 ? Ending.Failure : Ending.Value));
        return Imports.Events(study, History.Of(other.Objectives, events).Trials);
    }

    /// <summary>A loss that falls with the steps and does not depend on the configuration, so that what a scheduler decides depends on numbers alone.</summary>
    private sealed class SameForAll : IEvaluator
    {
        public async IAsyncEnumerable<Report> EvaluateAsync(
            Trial trial, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            for (var step = trial.Step + 1; step <= trial.Budget; step++) yield return new(step, new Dictionary<string, double> { ["value"] = 1 / step });
        }
    }
}
