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
}
