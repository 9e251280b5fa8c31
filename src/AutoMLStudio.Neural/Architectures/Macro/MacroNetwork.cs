using AutoMLStudio.Neural.Architectures.Blocks;
using AutoMLStudio.Neural.Architectures.Operations;

namespace AutoMLStudio.Neural.Architectures.Macro;

/// <summary>
/// From the layers to their network, as [Pham2018] (§2.3) train it in the end: each layer a 1×1 convolution and its operation; then it and the earlier
/// layers chosen for it side by side, through a 1×1 convolution. After one and two thirds of the layers all are halved and channels doubled.
/// </summary>
internal static class MacroNetwork
{
    public static NetworkGraph Build(IReadOnlyList<MacroLayer> layers, MacroOptions options, NetworkTask task)
    {
        var graph = new GraphBuilder(task.Input, task.Output);
        var channels = options.Channels;
        var x = graph.Add("stem", new ConvNorm(channels, 3), TaskEntry.Image(graph, task, channels));
        var states = new List<string>();
        for (var i = 0; i < layers.Count; i++)
        {
            x = Layer(graph, layers[i], $"layer{i + 1}", channels, x, states);
            states.Add(x);
            if (layers.Count < 3 || (i + 1 != layers.Count / 3 && i + 1 != 2 * (layers.Count / 3))) continue;
            channels *= 2;
            for (var j = 0; j < states.Count; j++) states[j] = graph.Add($"layer{j + 1}.half{channels}", new FactorizedReduce(channels), states[j]);
            x = states[^1];
        }
        return TaskEntry.End(graph, task, x);
    }

    private static string Layer(GraphBuilder graph, MacroLayer layer, string id, int channels, string input, List<string> states)
    {
        var x = graph.Add($"{id}.in", new ConvNorm(channels, 1, Function: Activation.Relu), input);
        var form = Window.FormOver(graph.ShapeOf(x));
        x = graph.Add($"{id}.op", layer.Operation switch
        {
            "conv_3x3" => new ConvNorm(channels, 3, Function: Activation.Relu),
            "conv_5x5" => new ConvNorm(channels, 5, Function: Activation.Relu),
            "sep_conv_3x3" => new SeparableNorm(channels, 3),
            "sep_conv_5x5" => new SeparableNorm(channels, 5),
            "avg_pool_3x3" => new AveragePool(3, 1, 1, form),
            _ => new MaxPool(3, 1, 1, form),
        }, x);
        var beside = states.Where((_, j) => layer.Skips[j]).ToList();
        return beside.Count == 0 ? x : graph.Add($"{id}.out", new ReluConvNorm(channels, 1), graph.Add($"{id}.beside", new Concat(), [.. beside, x]));
    }
}
