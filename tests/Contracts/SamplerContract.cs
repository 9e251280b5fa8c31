using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Contracts;

/// <summary>What every sampler of the catalogue must do, in every named space.</summary>
public sealed class SamplerContract
{
    public static IEnumerable<TheoryDataRow<string>> Samplers => Methods.Samplers.Select(s => new TheoryDataRow<string>(s));

    public static IEnumerable<TheoryDataRow<string, string>> SamplersInSpaces =>
        from sampler in Methods.Samplers from space in Spaces.Names select new TheoryDataRow<string, string>(sampler, space);

    [Theory]
    [MemberData(nameof(SamplersInSpaces))]
    public async Task Proposals_lie_in_the_space_and_equal_seeds_give_equal_studies(string sampler, string space)
    {
        var study = Runs.Study(space, sampler);
        var events = await Runs.RunAsync(study, new Bowl(study.Space));
        var history = History.Of(study.Objectives, events);
        history.State.ShouldBe(StudyState.Completed);
        history.Trials.Count.ShouldBe(space == "finite" ? Spaces.FiniteCount : 14);
        foreach (var trial in history.Trials) study.Space.WhyNotIn(trial.Configuration).ShouldBeNull();
        (await Runs.RunAsync(study, new Bowl(study.Space))).Select(Text).ShouldBe(events.Select(Text));
    }

    [Theory]
    [MemberData(nameof(Samplers))]
    public async Task Costs_that_are_known_before_an_evaluation_constrain_every_proposal(string sampler)
    {
        var study = Runs.Study("constrained", sampler);
        var plain = study.Space;
        double SizeOf(Configuration c) => plain.Encode(c).Average();
        var space = new SearchSpace(plain.Declared, [.. plain.Constraints, Constraint.Parse("size <= 0.5")], ["size"])
            .WithCosts(c => SizeOf(c) < 0.35 ? null : new Dictionary<string, double> { ["size"] = SizeOf(c) });
        study = study with { Space = space };
        var trials = History.Of(study.Objectives, await Runs.RunAsync(study, new Bowl(space))).Trials;
        trials.Count.ShouldBeGreaterThan(5, "a grid has fewer points there than others try");
        trials.Select(t => SizeOf(t.Configuration)).ShouldAllBe(size => size >= 0.35 && size <= 0.5);
    }

    [Theory]
    [MemberData(nameof(SamplersInSpaces))]
    public async Task Other_seeds_give_other_studies(string sampler, string space)
    {
        var (one, two) = (Runs.Study(space, sampler, trials: 7), Runs.Study(space, sampler, trials: 7, seed: 2));
        Runs.Outcome(two, await Runs.RunAsync(two, new Bowl(two.Space)))
            .ShouldNotBe(Runs.Outcome(one, await Runs.RunAsync(one, new Bowl(one.Space))));
    }

    [Theory]
    [MemberData(nameof(SamplersInSpaces))]
    public async Task Asking_twice_leaves_no_trace(string sampler, string space)
    {
        var study = Runs.Study(space, sampler, trials: 8);
        var events = await Runs.RunAsync(study, new Bowl(study.Space));
        var history = History.Of(study.Objectives, events);
        var (trials, sequence) = (history.Trials.ToList(), history.Sequence);
        var asked = study.Sampler.Make<ISampler>(study.Context());
        var first = asked.Suggest(study.Space, history, Rng.For(study.Seed, 8));
        for (var length = 0; length < events.Count; length += 5)
            asked.Suggest(study.Space, History.Of(study.Objectives, events.Take(length)), Rng.For(99, length));
        asked.Suggest(study.Space, history, Rng.For(study.Seed, 8)).ShouldBe(first);
        study.Sampler.Make<ISampler>(study.Context()).Suggest(study.Space, history, Rng.For(study.Seed, 8)).ShouldBe(first);
        history.Trials.ShouldBe(trials);
        history.Sequence.ShouldBe(sequence);
    }

    [Theory]
    [MemberData(nameof(Samplers))]
    public void Pending_trials_are_not_proposed_again(string sampler)
    {
        var study = Runs.Study("finite", sampler);
        var proposals = ProposePending(study, Spaces.FiniteCount + 1, new(study.Objectives));
        proposals.Count.ShouldBe(Spaces.FiniteCount, "each configuration once, then none");
        proposals.Distinct().Count().ShouldBe(proposals.Count);
    }

    [Theory]
    [MemberData(nameof(SamplersInSpaces))]
    public async Task Proposals_made_while_others_are_pending_differ(string sampler, string space)
    {
        var study = Runs.Study(space, sampler, trials: 7);
        var proposals = ProposePending(study, 4, History.Of(study.Objectives, await Runs.RunAsync(study, new Bowl(study.Space))));
        proposals.Count.ShouldBe(4);
        proposals.Distinct().Count().ShouldBe(4);
    }

    [Theory]
    [MemberData(nameof(SamplersInSpaces))]
    public async Task Failed_and_NaN_trials_are_survived(string sampler, string space)
    {
        var study = Runs.Study(space, sampler, trials: 11, budget: 3);
        var events = await Runs.RunAsync(study,
            new Bowl(study.Space, n => (n % 5) switch { 1 => Ending.Failure, 2 => Ending.NaN, 4 => Ending.Exception, _ => Ending.Value }));
        var history = History.Of(study.Objectives, events);
        history.State.ShouldBe(StudyState.Completed);
        history.Trials.Count(t => t.State == TrialState.Failed).ShouldBe(6);
        history.Trials.Count(t => t.State == TrialState.Completed).ShouldBe(5);
        foreach (var trial in history.Trials) study.Space.WhyNotIn(trial.Configuration).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Samplers))]
    public async Task A_study_in_which_every_trial_fails_goes_on_to_its_end(string sampler)
    {
        var study = Runs.Study("flat", sampler, trials: 12);
        var history = History.Of(study.Objectives, await Runs.RunAsync(study, new Bowl(study.Space, _ => Ending.Failure)));
        (history.State, history.Trials.Count, history.Best).ShouldBe((StudyState.Completed, 12, null));
    }

    [Theory]
    [MemberData(nameof(Samplers))]
    public async Task A_constant_objective_is_survived(string sampler)
    {
        var study = Runs.Study("flat", sampler, trials: 10) with { Objectives = [new("constant", Direction.Minimize)] };
        var history = History.Of(study.Objectives, await Runs.RunAsync(study, new Constant()));
        history.Completed.Count().ShouldBe(10);
        history.Trials.Select(t => t.Configuration).Distinct().Count().ShouldBe(10);
    }

    [Theory]
    [MemberData(nameof(Samplers))]
    public async Task A_study_resumed_from_any_prefix_of_its_log_comes_to_the_same(string sampler)
    {
        var study = Runs.Study("conditional", sampler, trials: 10, budget: 2);
        var evaluator = new Bowl(study.Space, n => n == 3 ? Ending.Failure : Ending.Value);
        var events = await Runs.RunAsync(study, evaluator);
        var whole = Runs.Outcome(study, events);
        for (var length = 1; length < events.Count; length += sampler == "gp" ? 4 : 1)
            Runs.Outcome(study, await Runs.RunAsync(study, evaluator, events.Take(length))).ShouldBe(whole, $"resumed after event {length}");
    }

    [Theory]
    [MemberData(nameof(SamplersInSpaces))]
    public async Task Any_slice_of_a_history_can_be_learned_from(string sampler, string space)
    {
        var study = Runs.Study(space, sampler, trials: 9);
        var history = History.Of(study.Objectives, await Runs.RunAsync(study, new Bowl(study.Space)));
        var instance = study.Sampler.Make<ISampler>(study.Context());
        Func<Trial, bool>[] slices = [_ => false, t => t.Number == 8, t => t.Number % 3 == 0, t => t.Number < 6];
        foreach (var slice in slices.Select(history.Where))
            study.Space.WhyNotIn(instance.Suggest(study.Space, slice, Rng.For(1, 9)).ShouldNotBeNull()).ShouldBeNull();
    }

    private static List<Core.Spaces.Configuration> ProposePending(StudyDefinition study, int count, History history)
    {
        var sampler = study.Sampler.Make<ISampler>(study.Context());
        var proposals = new List<Core.Spaces.Configuration>();
        while (proposals.Count < count && sampler.Suggest(study.Space, history, Rng.For(study.Seed, history.NextNumber)) is { } configuration)
        {
            proposals.Add(configuration);
            history.Apply(new TrialStarted(history.NextNumber, configuration, 1) { Sequence = history.Sequence + 1 });
        }
        return proposals;
    }

    private static string Text(StudyEvent studyEvent) => System.Text.Json.JsonSerializer.Serialize(studyEvent, StudyJson.Options);

    private sealed class Constant : IEvaluator
    {
        public async IAsyncEnumerable<Report> EvaluateAsync(Trial trial,
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            yield return new(trial.Budget, new Dictionary<string, double> { ["constant"] = 0.25 });
        }
    }
}
