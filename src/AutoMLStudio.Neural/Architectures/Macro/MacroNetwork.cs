using AutoMLStudio.Neural.Architectures.Blocks;
using AutoMLStudio.Neural.Architectures.Operations;

namespace AutoMLStudio.Neural.Architectures.Macro;

/// <summary>
/// From the layers to their network, as [Pham2018] (§2.3) train it in the end: each layer a 1×1 convolution and its operation; then it and the
/// earlier layers chosen for it side by side, through a 1×1 convolution. After one and two thirds of the layers all are halved and channels doubled.
/// </summary>
internal static class MacroNetwork
{
    /// <summary>The network of these layers.</summary>
    public static NetworkGraph Build(IReadOnlyList<MacroLayer> layers, MacroOptions options, NetworkTask task) => Build(options, task, (graph, at) =>
    {
        var layer = layers[at.Number - 1];
        var x = graph.Add($"{at.Id}.op", Make(layer.Operation, at.Channels, at.Form), at.Input);
        var beside = at.Earlier.Where((_, j) => layer.Skips[j]).ToList();
        return beside.Count == 0 ? x
            : graph.Add($"{at.Id}.out", new ReluConvNorm(at.Channels, 1), graph.Add($"{at.Id}.beside", new Concat(), [.. beside, x]));
    });

    /// <summary>The network of layers that <paramref name="add"/> adds, each giving the id of its output.</summary>
    public static NetworkGraph Build(MacroOptions options, NetworkTask task, Func<GraphBuilder, Place, string> add)
    {
        var graph = new GraphBuilder(task.Input, task.Output);
        var channels = options.Channels;
        var x = graph.Add("stem", new ConvNorm(channels, 3), TaskEntry.Image(graph, task, channels));
        var states = new List<string>();
        for (var i = 1; i <= options.Layers; i++)
        {
            var input = graph.Add($"layer{i}.in", new ConvNorm(channels, 1, Function: Activation.Relu), x);
            states.Add(x = add(graph, new Place(i, channels, Window.FormOver(graph.ShapeOf(input)), input, states)));
            if (options.Layers < 3 || (i != options.Layers / 3 && i != 2 * (options.Layers / 3))) continue;
            channels *= 2;
            for (var j = 0; j < states.Count; j++) states[j] = graph.Add($"layer{j + 1}.half{channels}", new FactorizedReduce(channels), states[j]);
            x = states[^1];
        }
        return TaskEntry.End(graph, task, x);
    }

    /// <summary>The operation of a name.</summary>
    public static Operation Make(string operation, int channels, WindowForm form) => operation switch
    {
        "conv_3x3" => new ConvNorm(channels, 3, Function: Activation.Relu),
        "conv_5x5" => new ConvNorm(channels, 5, Function: Activation.Relu),
        "sep_conv_3x3" => new SeparableNorm(channels, 3),
        "sep_conv_5x5" => new SeparableNorm(channels, 5),
        "avg_pool_3x3" => new AveragePool(3, 1, 1, form),
        _ => new MaxPool(3, 1, 1, form),
    };

    /// <summary>Where a layer stands.</summary>
    /// <param name="Number">From 1.</param>
    /// <param name="Channels">Channels of all that it takes.</param>
    /// <param name="Form">Form of windows over its input.</param>
    /// <param name="Input">What its operation takes.</param>
    /// <param name="Earlier">What the earlier layers gave.</param>
    internal sealed record Place(int Number, int Channels, WindowForm Form, string Input, IReadOnlyList<string> Earlier)
    {
        public string Id => $"layer{Number}";
    }
}
