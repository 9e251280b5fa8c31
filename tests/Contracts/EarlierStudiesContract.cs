using System.Text.Json.Nodes;
using AutoMLStudio.Core.Seeding;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Contracts;

/// <summary>Studies that begin with trials of other tasks, under every sampler that takes them for such.</summary>
public sealed class EarlierStudiesContract
{
    private const int Earlier = 8;
    private const int Trials = 6;

    public static IEnumerable<TheoryDataRow<string>> SpaceNames => Spaces.Names.Select(s => new TheoryDataRow<string>(s));

    [Theory]
    [MemberData(nameof(SpaceNames))]
    public async Task A_study_learns_from_another_and_names_a_trial_of_its_own_as_best(string space)
    {
        var (study, begun) = await BegunAsync(space);
        var events = await Runs.RunAsync(study, new Bowl(study.Space), begun);
        var history = History.Of(study.Objectives, events);
        history.State.ShouldBe(StudyState.Completed);
        var own = history.Trials.Where(t => t.Imported is null).ToList();
        own.Count.ShouldBe(Trials);
        own.ShouldAllBe(t => t.State == TrialState.Completed && t.Budget == 1);
        own.Select(t => t.Configuration).Distinct().Count().ShouldBe(Trials);
        foreach (var trial in own) study.Space.WhyNotIn(trial.Configuration).ShouldBeNull();
        var others = history.Trials.Where(t => t.Imported is not null).ToList();
        others.ShouldAllBe(t => t.State != TrialState.Completed && t.Losses != null);
        others.Min(t => t.Loss!.Value).ShouldBeLessThan(own.Min(t => t.Loss!.Value), "the other task's losses are smaller, and are none of this one");
        history.Best!.Imported.ShouldBeNull();
        foreach (var kept in new[] { begun.Count + 2, events.Count - 4 })
            Runs.Outcome(study, await Runs.RunAsync(study, new Bowl(study.Space), events.Take(kept))).ShouldBe(Runs.Outcome(study, events));
    }

    [Theory]
    [InlineData("\"multitask\"", "an auxiliary_share of 0, which leaves earlier trials as the only other tasks")]
    [InlineData("{ \"type\": \"multitask\", \"auxiliary_share\": 0 }", null)]
    public void Without_an_auxiliary_budget_an_evaluator_of_one_budget_will_do(string sampler, string? fault)
    {
        var json = JsonNode.Parse($$"""{ "name": "whole", "evaluator": { "type": "function", "function": "branin" }, "sampler": {{sampler}} }""");
        if (fault is null) StudyReader.Read(json, Methods.Catalog).MaximumBudget.ShouldBe(1);
        else Should.Throw<StudyFileException>(() => StudyReader.Read(json, Methods.Catalog)).Faults.ShouldHaveSingleItem().Message.ShouldContain(fault);
    }

    /// <summary>A study of the space and the events that it begins with: those of a study with another evaluator, whose losses lie 100 lower.</summary>
    private static async Task<(StudyDefinition Study, IReadOnlyList<StudyEvent> Begun)> BegunAsync(string space)
    {
        var source = Runs.Study(space, trials: Earlier, seed: 9);
        var trials = History.Of(source.Objectives, await Runs.RunAsync(source, new Bowl(source.Space))).Trials.Select(Lower);
        var json = (JsonObject)Runs.Study(space, trials: Trials).Json.DeepClone();
        json["sampler"] = JsonNode.Parse("""{ "type": "multitask", "auxiliary_share": 0, "burn_in": 5, "samples": 1 }""");
        json["evaluator"] = JsonNode.Parse("""{ "type": "command", "command": "false" }""");
        var study = StudyReader.Read(json, Methods.Catalog);
        return (study, Seeds.Events(new History(study.Objectives), Seeds.From(source, trials, study).Trials, "study 1", default));
    }

    private static Trial Lower(Trial trial) => trial with
    {
        Losses = [trial.Loss!.Value - 100],
        Reports = [.. trial.Reports.Select(r => r with { Metrics = r.Metrics.ToDictionary(m => m.Key, m => m.Value - 100) })],
    };
}
