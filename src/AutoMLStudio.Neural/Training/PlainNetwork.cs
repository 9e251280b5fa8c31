using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Chain;
using AutoMLStudio.Neural.Architectures.Operations;

namespace AutoMLStudio.Neural.Training;

/// <summary>The network of a study whose space holds no architecture: what the options say, in the form that fits the data.</summary>
internal static class PlainNetwork
{
    /// <exception cref="GraphException">The options make no network for this task.</exception>
    public static NetworkGraph Build(NetworkOptions options, NetworkTask task)
    {
        if (options.Network is null && (task.IsText || task.Input.IsSignal)) return Recurrent(options, task);
        var kind = options.Network ?? (task.Input.IsImage ? NetworkKind.Cnn : NetworkKind.Mlp);
        var layer = new ChainLayer(options.Width, kind == NetworkKind.Cnn ? options.Kernel : 0, options.Activation, Skip: false);
        return ChainNetwork.Build(new ChainGenotype(kind, [.. Enumerable.Repeat(layer, options.Layers)]), task);
    }

    /// <summary>Layers of LSTM one on the other; what they say at every place, or at the last one, leads to the output.</summary>
    private static NetworkGraph Recurrent(NetworkOptions options, NetworkTask task)
    {
        var graph = new GraphBuilder(task.Input, task.Output);
        var x = task.IsText ? graph.Add("embed", new Embedding(task.Tokens, options.Width), NetworkGraph.InputId)
            : graph.Add("scale", task.Scale!, NetworkGraph.InputId);
        for (var i = 1; i <= options.Layers; i++) x = graph.Add($"lstm{i}", new Lstm(options.Width), x);
        if (task.Output.Kind != OutputKind.Tokens) x = graph.Add("last", new LastPlace(), x);
        if (task.Dropout > 0) x = graph.Add("dropout", new Dropout(task.Dropout), x);
        graph.Add("head", new Linear(task.Output.Size), x);
        return graph.Build();
    }
}
