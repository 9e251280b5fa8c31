using AutoMLStudio.Core.Numerics;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Controllers;

/// <summary>
/// A recurrent network that writes architectures decision by decision, each with a probability that depends on those before it: the controller of
/// [Zoph2017] (§3), in the form that [Pham2018] (§2) give it.
/// </summary>
/// <param name="tokens">What it decides.</param>
/// <param name="settings">Its size and how its logits are bound.</param>
/// <param name="seed">Names the stream of its first weights.</param>
/// <remarks>Lives on the processor: its steps are too small to gain from anything else. Not thread-safe.</remarks>
internal sealed class Controller(IReadOnlyList<Token> tokens, ControllerSettings settings, ulong seed) : IDisposable
{
    private readonly List<int> _skips = Skipping(tokens);

    /// <summary>Its weights.</summary>
    public ControllerWeights Weights { get; } = new(tokens, settings, seed);

    /// <summary>Its settings.</summary>
    public ControllerSettings Settings => settings;

    /// <summary>Numbers that one architecture decides.</summary>
    public int Decisions { get; } = tokens.Aggregate((Sum: 0, Anchors: 0), (at, token) =>
        (at.Sum + token.Width(at.Anchors), token.Anchors(at.Anchors))).Sum;

    /// <summary>Whether it decides on skip connections.</summary>
    public bool HasSkips => _skips.Count > 0;

    /// <summary>Share of the skip connections that stand in these architectures.</summary>
    public double SkipRate(IReadOnlyList<IReadOnlyList<int>> values) => values.Average(v => _skips.Average(at => v[at]));

    /// <summary>Draws architectures: for each its decisions in the order of the tokens.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Sample(int count, Rng rng)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var values = Enumerable.Range(0, count).Select(_ => new List<int>()).ToList();
        _ = new Walk(Weights, settings, tokens, count, (probabilities, width) =>
        {
            var chosen = Draw(probabilities, rng);
            for (var row = 0; row < chosen.Length; row++) values[row / width].Add(chosen[row]);
            return chosen;
        });
        return values;
    }

    /// <summary>The walk that decides what is given, with gradients where they are wanted; its tensors belong to the current scope.</summary>
    public Walk Repeat(IReadOnlyList<IReadOnlyList<int>> values)
    {
        var at = 0;
        return new Walk(Weights, settings, tokens, values.Count, (_, width) =>
        {
            at += width;
            return [.. values.SelectMany(v => v.Skip(at - width).Take(width))];
        });
    }

    public void Dispose() => Weights.Dispose();

    /// <summary>Where in an architecture's numbers the skip connections stand.</summary>
    private static List<int> Skipping(IReadOnlyList<Token> tokens)
    {
        var (at, anchors, places) = (0, 0, new List<int>());
        foreach (var token in tokens)
        {
            var width = token.Width(anchors);
            if (token is Skips) places.AddRange(Enumerable.Range(at, width));
            (at, anchors) = (at + width, token.Anchors(anchors));
        }
        return places;
    }

    private static int[] Draw(Tensor probabilities, Rng rng)
    {
        var names = (int)probabilities.shape[1];
        var all = probabilities.contiguous().data<float>().ToArray();
        return [.. all.Chunk(names).Select(row =>
        {
            var left = rng.NextDouble() * row.Sum(p => (double)p);
            for (var i = 0; i < names - 1; i++)
                if ((left -= row[i]) < 0) return i;
            // Rounding may leave a rest at the end, which belongs to the last that can be.
            return Array.FindLastIndex(row, p => p > 0);
        })];
    }
}
