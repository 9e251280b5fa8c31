using System.Text.Json.Nodes;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Contracts;

/// <summary>What every sampler that chooses budgets must do.</summary>
public sealed class BudgetSamplerContract
{
    private const int Trials = 17;

    public static IEnumerable<TheoryDataRow<string, string>> SamplersInSpaces =>
        from sampler in Methods.BudgetSamplers from space in Spaces.Names select new TheoryDataRow<string, string>(sampler, space);

    public static IEnumerable<TheoryDataRow<string>> Samplers => Methods.BudgetSamplers.Select(s => new TheoryDataRow<string>(s));

    [Theory]
    [MemberData(nameof(SamplersInSpaces))]
    public async Task Proposals_lie_in_the_space_with_a_budget_each_and_never_come_twice(string sampler, string space)
    {
        var study = Runs.Study(space, sampler, trials: Trials, budget: 9);
        var history = History.Of(study.Objectives, await Runs.RunAsync(study, new Bowl(study.Space)));
        history.State.ShouldBe(StudyState.Completed);
        history.Trials.Count.ShouldBe(Trials);
        foreach (var trial in history.Trials) study.Space.WhyNotIn(trial.Configuration).ShouldBeNull();
        history.Trials.ShouldAllBe(t => t.Budget > 0 && t.Budget <= 9 && t.State == (t.Budget < 9 ? TrialState.Stopped : TrialState.Completed));
        history.Trials.Select(t => t.Budget).Distinct().Count().ShouldBeGreaterThan(1);
        history.Trials.Select(t => (t.Configuration, t.Budget)).Distinct().Count().ShouldBe(Trials);
    }

    [Theory]
    [MemberData(nameof(Samplers))]
    public async Task A_study_that_goes_on_after_any_event_ends_the_same(string sampler)
    {
        var study = Runs.Study("conditional", sampler, trials: Trials, budget: 9);
        var events = await Runs.RunAsync(study, new Bowl(study.Space));
        foreach (var kept in new[] { 3, 2 * events.Count / 3, events.Count - 4 })
            Runs.Outcome(study, await Runs.RunAsync(study, new Bowl(study.Space), events.Take(kept))).ShouldBe(Runs.Outcome(study, events));
    }

    [Theory]
    [MemberData(nameof(Samplers))]
    public async Task A_view_shows_the_model_that_the_next_proposal_is_made_with(string sampler)
    {
        var study = Runs.Study("conditional", sampler, trials: Trials, budget: 9);
        var history = History.Of(study.Objectives, await Runs.RunAsync(study, new Bowl(study.Space)));
        var model = ((IModelView)study.Sampler.Make<ISampler>(study.Context())).Fit(study.Space, history, Rng.For(study.Seed, Trials)).ShouldNotBeNull();
        var proposal = study.Sampler.Make<ISampler>(study.Context()).Suggest(study.Space, history, Rng.For(study.Seed, Trials)).ShouldNotBeNull();
        model.Proposal.ShouldBe(proposal);
        model.Proposal!.Budget.ShouldBe(proposal.Budget);
        study.Space.Contains(model.Incumbent).ShouldBeTrue();
        var parameters = study.Space.Parameters.Take(2).Select(p => p.Name).ToList();
        if (model.Cut(new(parameters, Resolution: 5)) is { } cut) cut.Fields.ShouldAllBe(f => f.Values.Count == cut.Grid.Cells.Count);
    }

    [Theory]
    [MemberData(nameof(Samplers))]
    public void Another_scheduler_than_full_is_refused(string sampler) =>
        Should.Throw<StudyFileException>(() => Runs.Study("conditional", sampler, "hyperband", budget: 9)).Message.ShouldContain("full is expected");

    [Theory]
    [MemberData(nameof(Samplers))]
    public void Several_objectives_are_refused(string sampler) => Faults($$"""
        {
          "name": "two", "evaluator": { "type": "command", "command": "true" }, "space": { "x": { "type": "float", "low": 0, "high": 1 } },
          "objective": [{ "metric": "a", "direction": "minimize" }, { "metric": "b", "direction": "minimize" }],
          "sampler": "{{sampler}}", "budget": { "trials": 9 }
        }
        """).ShouldHaveSingleItem().ShouldStartWith($"objective: 2 objectives are not accepted: the sampler {sampler} learns one");

    [Theory]
    [MemberData(nameof(Samplers))]
    public void An_evaluator_of_one_budget_is_refused(string sampler) => Faults($$"""
        { "name": "whole", "evaluator": { "type": "function", "function": "branin" }, "sampler": "{{sampler}}", "budget": { "trials": 9 } }
        """).ShouldHaveSingleItem().ShouldStartWith($"sampler: '{sampler}' is not accepted with the evaluator function as it is set");

    [Theory]
    [InlineData("hyperband", "random")]
    [InlineData("halving", "random")]
    [InlineData("asha", "random")]
    [InlineData(null, "bohb")]
    public void Schedulers_that_compare_budgets_refuse_an_evaluator_of_one(string? scheduler, string sampler) => Faults($$"""
        {
          "name": "whole", "evaluator": { "type": "function", "function": "branin" }, "sampler": "{{sampler}}", "budget": { "trials": 9 },
          "scheduler": {{(scheduler is null ? "null" : $"\"{scheduler}\"")}}
        }
        """).ShouldHaveSingleItem()
        .ShouldStartWith($"scheduler: '{scheduler ?? "hyperband"}' is not accepted with the evaluator function as it is set");

    [Theory]
    [InlineData(2, 1, false)]
    [InlineData(3, 1, true)]
    [InlineData(1, 0.25, true)]
    public void A_scheduler_that_compares_budgets_needs_two(double most, double least, bool isAccepted)
    {
        var faults = Faults($$"""
            {
              "name": "rungs", "evaluator": { "type": "command", "command": "true" }, "space": { "x": { "type": "float", "low": 0, "high": 1 } },
              "scheduler": { "type": "hyperband", "max_budget": {{most}}, "min_budget": {{least}} }, "budget": { "trials": 9 }
            }
            """);
        if (isAccepted) faults.ShouldBeEmpty();
        else faults.ShouldHaveSingleItem().ShouldContain("a min_budget of at most 0.666667 is expected");
    }

    private static List<string> Faults(string json)
    {
        try
        {
            StudyReader.Read(JsonNode.Parse(json), Methods.Catalog);
            return [];
        }
        catch (StudyFileException exception)
        {
            return [.. exception.Faults.Select(f => f.ToString())];
        }
    }
}
