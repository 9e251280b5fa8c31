using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.Tests.GaussianProcesses;

/// <summary>Small histories and sequential studies for tests of samplers.</summary>
internal static class Studies
{
    public static readonly Objective[] Loss = [new("loss", Direction.Minimize)];

    public static SearchSpace Square { get; } = new([new FloatParameter("x", -5, 10), new FloatParameter("y", 1e-4, 1, Log: true)]);

    public static SearchSpace Mixed { get; } = new(
        [
            new FloatParameter("rate", 1e-5, 1e-1, Log: true),
            new IntParameter("layers", 1, 4),
            new IntParameter("units", 1, 2_000, Log: true),
            new ChoiceParameter("optimizer", ["sgd", "adam", "rmsprop"]),
            new FloatParameter("momentum", 0, 0.99) { When = new([new Clause.OneOf("optimizer", ["sgd"])]) },
            new ChoiceParameter("decay", ["none", "cosine"]) { When = new([new Clause.Between("momentum", 0.5, null)]) },
            new FloatParameter("dropout", 0, 0.5, Step: 0.1),
        ],
        [Constraint.Parse("units * layers <= 4000")]);

    public static Trial Trial(int number, Configuration configuration, double? loss, TrialState state = TrialState.Completed) =>
        new() { Number = number, Configuration = configuration, Budget = 1, State = state, Losses = loss is { } l ? [l] : null };

    /// <summary>Trials drawn from the prior, with a loss each.</summary>
    public static List<Trial> Drawn(SearchSpace space, int count, Func<Configuration, double> loss)
    {
        var rng = Rng.For(99);
        return [.. Enumerable.Range(0, count).Select(i => space.Sample(rng)).Select((c, i) => Trial(i, c, loss(c)))];
    }

    /// <summary>One trial after the other.</summary>
    public static List<Trial> Run(SearchSpace space, ulong seed, int count, Func<Configuration, double?> loss, GaussianProcessOptions? options = null)
    {
        var sampler = new GaussianProcessSampler(options ?? new(), seed);
        var trials = new List<Trial>();
        for (var i = 0; i < count; i++)
        {
            if (sampler.Suggest(space, new History(Loss, trials), Rng.For(seed, i)) is not { } configuration) break;
            var value = loss(configuration);
            trials.Add(Trial(i, configuration, value, value is null ? TrialState.Failed : TrialState.Completed));
        }
        return trials;
    }

    public static double Bowl(Configuration c) => Math.Pow(c["x"].Number - 3, 2) + Math.Pow(Math.Log10(c["y"].Number) + 2, 2);

    public static double MixedLoss(Configuration c) => Math.Abs(Math.Log10(c["rate"].Number) + 3) + Math.Abs(c["layers"].Number - 3)
        + Math.Abs(Math.Log(c["units"].Number / 137)) + c["dropout"].Number + (c["optimizer"].Text == "sgd" ? 1 - c["momentum"].Number : 1.5);
}
