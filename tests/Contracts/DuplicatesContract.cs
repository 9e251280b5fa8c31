using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Contracts;

/// <summary>A study's choice about duplicates holds for every sampler, under every scheduler, however many trials run at once.</summary>
public sealed class DuplicatesContract
{
    /// <summary>These work a list off and end with it, whatever may be repeated.</summary>
    private static readonly string[] Lists = ["grid", "sobol"];

    public static IEnumerable<TheoryDataRow<string, int>> SamplersAndWorkers =>
        from sampler in Methods.Samplers from workers in new[] { 1, 4 } select new TheoryDataRow<string, int>(sampler, workers);

    public static IEnumerable<TheoryDataRow<string>> Repeating =>
        Methods.Samplers.Except(Lists).Select(s => new TheoryDataRow<string>(s));

    [Theory]
    [MemberData(nameof(SamplersAndWorkers))]
    public async Task A_finite_space_is_tried_once_and_its_exhaustion_ends_the_study(string sampler, int workers)
    {
        var study = Runs.Study("finite", sampler, trials: 3 * Spaces.FiniteCount, parallelism: workers);
        var events = await Runs.RunAsync(study, new Bowl(study.Space));
        var history = History.Of(study.Objectives, events);
        history.Trials.Select(t => t.Configuration).ToHashSet().Count.ShouldBe(history.Trials.Count);
        (history.Trials.Count, history.State).ShouldBe((Spaces.FiniteCount, StudyState.Completed));
        events.OfType<StudyStateChanged>().Last().Reason.ShouldBe(
            $"All {Spaces.FiniteCount} configurations of the space have been tried, and duplicates are to be avoided.");
    }

    [Theory]
    [MemberData(nameof(SamplersAndWorkers))]
    public async Task What_was_imported_is_not_tried_again(string sampler, int workers)
    {
        var study = Runs.Study("finite", sampler, trials: 3 * Spaces.FiniteCount, parallelism: workers);
        var known = History.Of(study.Objectives, await Runs.RunAsync(study, new Bowl(study.Space))).Trials.Take(Spaces.FiniteCount / 2).ToList();
        var events = await Runs.RunAsync(study, new Bowl(study.Space), Imports.Events(study, known));
        var history = History.Of(study.Objectives, events);
        history.Trials.Select(t => t.Configuration).Distinct().Count().ShouldBe(Spaces.FiniteCount);
        (history.Trials.Count, history.Imported).ShouldBe((Spaces.FiniteCount, known.Count));
    }

    [Theory]
    [MemberData(nameof(Repeating))]
    public async Task Where_repeating_is_allowed_the_budget_ends_the_study(string sampler)
    {
        var study = Runs.Study("finite", sampler, trials: 2 * Spaces.FiniteCount) with { Duplicates = Duplicates.Repeat };
        var history = History.Of(study.Objectives, await Runs.RunAsync(study, new Bowl(study.Space)));
        history.Trials.Count.ShouldBe(2 * Spaces.FiniteCount);
        foreach (var trial in history.Trials) study.Space.WhyNotIn(trial.Configuration).ShouldBeNull();
    }
}
