using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Surrogates.GaussianProcesses;

/// <summary>The configurations before there is a model: a scrambled Sobol sequence, passing over what was tried and what the constraints
/// forbid.</summary>
internal static class InitialDesign
{
    private const int Attempts = 1_000;

    /// <summary>The next one; null when nothing new was found.</summary>
    /// <param name="encoding">The space.</param>
    /// <param name="history">Trials so far.</param>
    /// <param name="tried">Their configurations.</param>
    /// <param name="seed">Names the scrambling: one sequence a study.</param>
    /// <param name="rng">Where the sequence cannot be followed.</param>
    public static Configuration? Next(SpaceEncoding encoding, History history, IReadOnlySet<Configuration> tried, ulong seed, Rng rng)
    {
        var sequence = new Sobol(encoding.Space.Dimension, Rng.For(seed, encoding.Space.Dimension));
        // The sequence goes on at the number of trials. A slice with trials left out would count wrong and repeat a point that it does not show: it
        // gets a random place.
        var from = IsWhole(history) ? history.Trials.Count : rng.Split(0).Next(1 << 30);
        return Enumerable.Range(0, Attempts).Select(i => encoding.At(sequence.Point(from + i))).OfType<SearchPoint>().Select(encoding.Decode)
            .FirstOrDefault(c => !tried.Contains(c)) ?? Anything(encoding, tried, rng);
    }

    /// <summary>Any configuration that was not tried; null when there is none, or none was found in a large space that has an end.</summary>
    public static Configuration? Anything(SpaceEncoding encoding, IReadOnlySet<Configuration> tried, Rng rng)
    {
        var draws = rng.Split(1);
        if (FiniteSpace.Untried(encoding, tried) is { } rest) return rest.Count == 0 ? null : encoding.Decode(rest[draws.Next(rest.Count)]);
        return Enumerable.Range(0, Attempts).Select(_ => encoding.Space.Sample(draws)).FirstOrDefault(c => !tried.Contains(c));
    }

    private static bool IsWhole(History history)
    {
        // A slice keeps the sequence number of the whole: one without trials after some events is a slice, or a study that was halted before its
        // first trial.
        if (history.Trials.Count == 0) return history.Sequence <= 4;
        for (var i = 0; i < history.Trials.Count; i++)
            if (history.Trials[i].Number != i) return false;
        return true;
    }
}
