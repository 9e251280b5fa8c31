using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Neural.Architectures.Blocks;
using AutoMLStudio.Neural.Architectures.Operations;
using AutoMLStudio.Neural.Supernets;

namespace AutoMLStudio.Neural.Architectures.Mobile;

/// <summary>
/// Every network of a mobile space in one: the longest chain, with all kernels and expansions side by side in each block, and an identity where a
/// stage may have fewer blocks ([Cai2019], §4.1: a block of zeros beside its own shortcut).
/// </summary>
/// <remarks>
/// Any block but the first of a stage may be left out in the search; a stage of the space says how many blocks it has, so that what is left moves
/// up. The batch norms keep their trained scale, as in the published search.
/// </remarks>
internal sealed class MobileRelaxation(MobileOptions options, IReadOnlyList<double> squeezes)
{
    private const string Skip = "skip_connect";

    private readonly List<(int Kernel, int Expansion, double Squeeze)> _choices =
        [.. from e in options.Expansions from k in options.Kernels from s in squeezes select (k, e, s)];

    /// <summary>Blocks that leave something to decide, in the order of the network.</summary>
    private IEnumerable<(int Stage, int Block)> Open =>
        from stage in Enumerable.Range(1, options.Stages)
        from block in Enumerable.Range(1, options.MaxDepth)
        where CountAt(block) > 1
        select (stage, block);

    /// <summary>The network of the longest chain becomes one of mixtures.</summary>
    /// <param name="longest">The network of an architecture with all blocks.</param>
    public SupernetPlan Relax(NetworkGraph longest)
    {
        var open = Open.ToList();
        var slots = open.Select((b, i) => (Id: NodeOf(b.Stage, b.Block), Slot: i)).ToDictionary(p => p.Id, p => p.Slot, StringComparer.Ordinal);
        GraphNode Mixed(GraphNode node) => slots.TryGetValue(node.Id, out var slot)
            ? node with { Operation = Mix((InvertedBottleneck)node.Operation, open[slot].Block) } : node;
        return new(new NetworkGraph(longest.Input, longest.Output, [.. longest.Nodes.Select(Mixed)]),
            [.. open.Select(b => new Slot($"stage{b.Stage}", $"block{b.Block}", [.. NamesAt(b.Block)]))],
            slots.ToDictionary(p => p.Key, p => (IReadOnlyList<int>)[p.Value], StringComparer.Ordinal));
    }

    /// <summary>The candidate of each slot that an architecture takes.</summary>
    public IReadOnlyList<IReadOnlyList<int>> PathsOf(Architecture architecture)
    {
        var stages = architecture.Genotype.Split(';').Select(s => MobileBlock.FromText(s)!).ToList();
        int PathAt(int block, IReadOnlyList<MobileBlock> kept) => block <= kept.Count ? IndexOf(kept[block - 1]) : _choices.Count;
        return [.. Open.Select(b => (IReadOnlyList<int>)[PathAt(b.Block, stages[b.Stage - 1])])];
    }

    /// <summary>For each stage its blocks: of each slot the candidate of the largest weight ([Cai2019], §3.2).</summary>
    public IReadOnlyList<IReadOnlyList<(int Kernel, int Expansion, double Squeeze)>> Derive(IReadOnlyList<double[]> weights)
    {
        var stages = Enumerable.Range(0, options.Stages).Select(_ => new List<(int, int, double)>()).ToList();
        var slot = 0;
        for (var stage = 1; stage <= options.Stages; stage++)
            for (var block = 1; block <= options.MaxDepth; block++)
            {
                var best = CountAt(block) > 1 ? Largest(weights[slot++]) : 0;
                if (best < _choices.Count) stages[stage - 1].Add(_choices[best]);
            }
        return stages;
    }

    /// <summary>The first block of the network is a fixed one.</summary>
    private string NodeOf(int stage, int block) => MobileNetwork.NodeOf(1 + (stage - 1) * options.MaxDepth + block, 1);

    private int CountAt(int block) => _choices.Count + (block > 1 ? 1 : 0);

    private IEnumerable<string> NamesAt(int block) => _choices
        .Select(c => $"mbconv{c.Expansion}_{c.Kernel}x{c.Kernel}{(c.Squeeze > 0 ? "_se" : "")}").Concat(block > 1 ? [Skip] : []);

    private int IndexOf(MobileBlock block) => _choices.IndexOf((block.Kernel, block.Expansion, block.Squeeze));

    private Mixture Mix(InvertedBottleneck block, int number)
    {
        List<Operation> candidates = [.. _choices.Select(c => block with { Kernel = c.Kernel, Expansion = c.Expansion, Squeeze = c.Squeeze })];
        // The first block of a stage changes the channels.
        if (number > 1) candidates.Add(new Identity());
        return new Mixture(candidates);
    }

    private static int Largest(double[] weights) => Array.IndexOf(weights, weights.Max());
}
