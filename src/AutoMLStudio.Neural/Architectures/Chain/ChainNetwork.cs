using AutoMLStudio.Neural.Architectures.Operations;

namespace AutoMLStudio.Neural.Architectures.Chain;

/// <summary>
/// From a chain to its network. CNN: normalise, then blocks of convolution, batch norm and activation, global average pool, dropout, linear. MLP:
/// normalise, flatten, then blocks of linear, batch norm and activation, dropout, linear.
/// </summary>
/// <remarks>
/// A residual connection adds the block's input before the activation, through a 1×1 convolution (a linear layer) with batch norm where shapes differ
/// ([He2016], Fig. 2 and option B of §3.3).
/// </remarks>
internal static class ChainNetwork
{
    /// <summary>The maps are halved until their smaller side would fall below this.</summary>
    private const int SmallestMap = 4;

    public static NetworkGraph Build(ChainGenotype genotype, NetworkTask task)
    {
        var isCnn = genotype.Kind == NetworkKind.Cnn;
        if (isCnn && !task.Input.IsImage)
            throw new GraphException([$"A cnn takes images and the data are rows of {task.Input} columns: use an mlp."]);
        var graph = new GraphBuilder(task.Input, task.Output);
        var x = graph.Add("scale", task.Scale!, NetworkGraph.InputId);
        if (!isCnn && task.Input.IsImage) x = graph.Add("flatten", new Flatten(), x);
        var halving = isCnn ? Halving(genotype.Layers.Count, task.Input) : new HashSet<int>();
        for (var i = 1; i <= genotype.Layers.Count; i++)
            x = Block(graph, genotype.Kind, genotype.Layers[i - 1], $"layer{i}", halving.Contains(i) ? 2 : 1, x);
        if (isCnn) x = graph.Add("pool", new GlobalAveragePool(), x);
        if (task.Dropout > 0) x = graph.Add("dropout", new Dropout(task.Dropout), x);
        graph.Add("head", new Linear(task.Output.Size), x);
        return graph.Build();
    }

    /// <summary>
    /// Numbers of the layers with stride 2, spread evenly and rather late over the chain: as many as bring the smaller side down to 4 to 6, and no
    /// more than there are layers.
    /// </summary>
    internal static IReadOnlySet<int> Halving(int depth, TensorShape input)
    {
        var halvings = 0;
        for (var side = Math.Min(input.Height, input.Width); (side + 1) / 2 >= SmallestMap; side = (side + 1) / 2) halvings++;
        return Enumerable.Range(1, halvings).Select(k => k * depth / (halvings + 1) + 1).ToHashSet();
    }

    private static string Block(GraphBuilder graph, NetworkKind kind, ChainLayer layer, string id, int stride, string input)
    {
        var x = graph.Add($"{id}.{(kind == NetworkKind.Cnn ? "conv" : "linear")}", Transform(kind, layer.Width, layer.Kernel, stride), input);
        x = graph.Add($"{id}.norm", new BatchNorm(), x);
        if (layer.Skip) x = graph.Add($"{id}.add", new Add(), x, Shortcut(graph, kind, layer.Width, id, stride, input));
        return graph.Add($"{id}.activate", new Activate(layer.Activation), x);
    }

    private static string Shortcut(GraphBuilder graph, NetworkKind kind, int width, string id, int stride, string input)
    {
        if (stride == 1 && graph.ShapeOf(input).Channels == width) return input;
        var projected = graph.Add($"{id}.project", Transform(kind, width, 1, stride), input);
        return graph.Add($"{id}.project_norm", new BatchNorm(), projected);
    }

    /// <summary>Without a bias: the batch norm that follows would take it away.</summary>
    private static Operation Transform(NetworkKind kind, int width, int kernel, int stride) => kind == NetworkKind.Cnn
        ? new Conv2d(width, kernel, stride, kernel / 2, Bias: false)
        : new Linear(width, Bias: false);
}
