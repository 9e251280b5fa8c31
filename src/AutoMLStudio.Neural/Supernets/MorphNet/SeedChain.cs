using System.Globalization;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Chain;

namespace AutoMLStudio.Neural.Supernets.MorphNet;

/// <summary>
/// A chain of layers that is trained to find out which of its channels are worth their cost. A slot a layer, of which a share is kept and a share
/// cut; what follows from these shares is the chain cut down and widened again.
/// </summary>
/// <param name="space">The widths that there are.</param>
/// <param name="seed">The chain.</param>
/// <param name="options">What it costs and may cost.</param>
internal sealed class SeedChain(ChainSpace space, ChainGenotype seed, MorphNetOptions options) : IRelaxedSpace
{
    /// <summary>Halvings of the interval of factors: to a thousandth of a percent.</summary>
    private const int Halvings = 30;

    private NetworkTask? _task;

    /// <summary>The widths of its layers.</summary>
    public IReadOnlyList<int> Widths => [.. seed.Layers.Select(l => l.Width)];

    private NetworkTask Task => _task ?? throw new InvalidOperationException("The chain has not been made into a network yet.");

    /// <summary>The chain that a search begins with: as deep as the space allows, all layers alike and of its first kernel and activation.</summary>
    public static SeedChain First(ChainSpace space, MorphNetOptions options)
    {
        var own = space.Options;
        var width = options.SeedWidth ?? own.Widths.Order().ElementAt(own.Widths.Length / 2);
        var layer = new ChainLayer(width, own.Kernels[0], own.Activations[0], Skip: false);
        return new(space, new(own.Kind, [.. Enumerable.Repeat(layer, own.MaxDepth)]), options);
    }

    /// <summary>The same chain with other widths.</summary>
    public SeedChain With(IReadOnlyList<int> widths) => new(space, Of(widths), options);

    /// <summary>What the chain costs with these widths.</summary>
    public double CostOf(IReadOnlyList<int> widths)
    {
        var graph = ChainNetwork.Build(Of(widths), Task);
        return options.Cost == ChannelCost.Parameters ? graph.ParameterCount : graph.MultiplyAdds;
    }

    /// <summary>What the channels of its network cost.</summary>
    public ChannelCosts CostsIn(NetworkGraph graph)
    {
        var part = seed.Kind == NetworkKind.Cnn ? "conv" : "linear";
        var nodes = Enumerable.Range(1, seed.Layers.Count).Select(i => $"layer{i}.{part}").Append("head")
            .Select(id => graph.Nodes.Single(n => n.Id == id)).ToList();
        return new([.. nodes.Select(Unit)], graph.InputsOf(nodes[0])[0].Channels, graph.Shapes["head"].Channels);

        double Unit(GraphNode node)
        {
            var (taken, given) = (graph.InputsOf(node), graph.Shapes[node.Id]);
            var whole = options.Cost == ChannelCost.Parameters ? node.Operation.Weights(taken)[0].Shape.Elements
                : node.Operation.MultiplyAdds(taken, given);
            return whole / ((double)taken[0].Channels * given.Channels);
        }
    }

    /// <summary>The layer, from 1, whose batch norm is the node of this id; null for another node.</summary>
    public static int? LayerOfNorm(string id) => id.StartsWith("layer", StringComparison.Ordinal) && id.EndsWith(".norm", StringComparison.Ordinal)
        ? int.Parse(id.AsSpan(5, id.Length - 10), CultureInfo.InvariantCulture) : null;

    /// <summary>The widths of a chain's layers.</summary>
    public static IReadOnlyList<int> WidthsOf(Architecture chain) => [.. ChainGenotype.FromText(chain.Genotype)!.Layers.Select(l => l.Width)];

    public SupernetPlan Relax(NetworkTask task, RelaxOptions relax)
    {
        _task = task;
        var slots = seed.Layers.Select((_, i) => new Slot("layers", $"layer{i + 1}", ["kept", "cut"]));
        return new(ChainNetwork.Build(seed, task), [.. slots], new Dictionary<string, IReadOnlyList<int>>());
    }

    /// <summary>Nothing of the network is left out in a pass.</summary>
    public IReadOnlyList<IReadOnlyList<int>> PathsOf(SupernetPlan plan, Architecture architecture) => [.. plan.Slots.Select(_ => (int[])[0])];

    /// <summary>
    /// The widths left, all times the largest factor with which the network costs no more than it may ([Gordon2018], Algorithm 1, lines 2 and 3),
    /// each rounded to one of the space's; at least one channel of a layer is left.
    /// </summary>
    public Architecture Derive(SupernetPlan plan, IReadOnlyList<double[]> weights)
    {
        var kept = Widths.Zip(weights, (width, shares) => Math.Max(1, Math.Round(shares[0] * width))).ToList();
        var target = options.Target * CostOf(First(space, options).Widths);
        int Nearest(double width) => space.Options.Widths.Order().MinBy(w => Math.Abs(w - width));
        IReadOnlyList<int> Scaled(double factor) => [.. kept.Select(k => Nearest(factor * k))];
        // At the first factor every layer is as narrow as the space allows, at the second as wide.
        var (low, high) = (space.Options.Widths.Min() / (2.0 * kept.Max()), 2.0 * space.Options.Widths.Max() / kept.Min());
        if (CostOf(Scaled(high)) <= target) low = high;
        for (var i = 0; i < Halvings && low < high; i++)
        {
            var middle = Math.Sqrt(low * high);
            if (CostOf(Scaled(middle)) <= target) low = middle;
            else high = middle;
        }
        return Of(Scaled(low)).ToArchitecture();
    }

    private ChainGenotype Of(IReadOnlyList<int> widths) =>
        seed with { Layers = [.. seed.Layers.Zip(widths, (layer, width) => layer with { Width = width })] };
}
