using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Surrogates.Tests;

/// <summary>Studies in memory, one trial at a time.</summary>
internal static class Searches
{
    public static readonly Objective[] Loss = [new("loss", Direction.Minimize)];

    public static SearchSpace Cube(int dimension, double low, double high) =>
        new([.. Enumerable.Range(0, dimension).Select(i => (Parameter)new FloatParameter($"x{i}", low, high))]);

    public static Trial Completed(int number, Configuration configuration, double loss) =>
        new() { Number = number, Configuration = configuration, Budget = 1, State = TrialState.Completed, Losses = [loss] };

    /// <summary>The trials of a study; trial n is proposed from <c>Rng.For(seed, n)</c>.</summary>
    public static List<Trial> Run(ISampler sampler, SearchSpace space, Func<Configuration, double> loss, int trials, ulong seed = 1)
    {
        var done = new List<Trial>();
        for (var n = 0; n < trials; n++)
        {
            var configuration = sampler.Suggest(space, new History(Loss, done), Rng.For(seed, n))!;
            done.Add(Completed(n, configuration, loss(configuration)));
        }
        return done;
    }
}
