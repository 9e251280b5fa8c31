using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Tests;

/// <summary>Short ways to what tests need.</summary>
internal static class Make
{
    public static readonly IReadOnlyList<Objective> Loss = [new("value", Direction.Minimize)];

    public static SearchSpace Space(params Parameter[] parameters) => new(parameters);

    public static SearchSpace Space(Parameter[] parameters, params string[] constraints) =>
        new(parameters, [.. constraints.Select(Constraint.Parse)]);

    public static Configuration Configuration(params (string Name, ParameterValue Value)[] values) =>
        new(values.Select(v => new KeyValuePair<string, ParameterValue>(v.Name, v.Value)));

    public static Condition When(string parameter, params ParameterValue[] values) => new([new Clause.OneOf(parameter, values)]);

    public static MethodContext Context(SearchSpace space, ulong seed = 1, double budget = 1) => new(space, Loss, budget, seed);

    public static History History(params Trial[] trials) => new(Loss, trials);

    /// <summary>A trial with a loss a step, from step 1.</summary>
    public static Trial Trial(int number, TrialState state, double budget, params double[] losses) => new()
    {
        Number = number,
        Configuration = Configuration(("x", number)),
        Budget = budget,
        State = state,
        Reports = [.. losses.Select((loss, i) => new Report(i + 1, new Dictionary<string, double> { ["value"] = loss }))],
        Losses = losses.Length == 0 ? null : [losses[^1]],
    };

    /// <summary>What a sampler proposes one trial after the other, at most <paramref name="count"/>; all of them fail.</summary>
    public static List<Configuration> Propose(ISampler sampler, SearchSpace space, int count, ulong seed = 1)
    {
        var history = new History(Loss);
        var proposals = new List<Configuration>();
        while (proposals.Count < count && sampler.Suggest(space, history, Rng.For(seed, history.NextNumber)) is { } configuration)
        {
            proposals.Add(configuration);
            history.Apply(new TrialStarted(history.NextNumber, configuration, 1) { Sequence = history.Sequence + 1 });
            history.Apply(new TrialEnded(history.NextNumber - 1, TrialState.Failed, "for the test") { Sequence = history.Sequence + 1 });
        }
        return proposals;
    }
}
