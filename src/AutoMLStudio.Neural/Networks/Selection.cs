using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Networks;

/// <summary>A candidate that takes part.</summary>
/// <param name="Candidate">Its place among the slot's candidates.</param>
/// <param name="Weight">What it is multiplied by, a tensor without dimensions; null for 1.</param>
/// <param name="Detached">Whether no gradient goes through it but that of its weight: for one whose weight is 0, which then keeps nothing.</param>
internal readonly record struct Route(int Candidate, Tensor? Weight = null, bool Detached = false);

/// <summary>What takes part of each slot of a network under search in one pass; nothing at all is a slot that gives zeros.</summary>
/// <param name="slots">The paths of each slot.</param>
internal sealed class Selection(IReadOnlyList<IReadOnlyList<Route>> slots)
{
    /// <summary>The paths of each slot.</summary>
    public IReadOnlyList<IReadOnlyList<Route>> Slots { get; } = slots;

    /// <summary>These candidates of each slot, unweighted.</summary>
    public static Selection Of(IReadOnlyList<IReadOnlyList<int>> candidates) =>
        new([.. candidates.Select(slot => (IReadOnlyList<Route>)[.. slot.Select(c => new Route(c))])]);

    /// <summary>All candidates of each slot with these weights, one vector a slot.</summary>
    public static Selection Mixed(IEnumerable<Tensor> weights) =>
        new([.. weights.Select(w => (IReadOnlyList<Route>)[.. w.unbind(0).Select((weight, i) => new Route(i, weight))])]);

    /// <summary>The paths of the slots that a node reads; null for a node that reads none.</summary>
    internal IReadOnlyList<IReadOnlyList<Route>>? At(IReadOnlyDictionary<string, IReadOnlyList<int>> places, string node) =>
        places.TryGetValue(node, out var read) ? [.. read.Select(s => Slots[s])] : null;
}
