using AutoMLStudio.Neural.Architectures.Operations;

namespace AutoMLStudio.Neural.Architectures;

/// <summary>How a network begins and ends, whatever is between.</summary>
internal static class TaskEntry
{
    /// <summary>
    /// The beginning of a network over images: images normalised; signals normalised, texts as vectors of tokens, both as images of height 1.
    /// </summary>
    /// <exception cref="GraphException">The data are rows.</exception>
    public static string Image(GraphBuilder graph, NetworkTask task, int width)
    {
        if (task.Output.Kind == OutputKind.Tokens)
            throw new GraphException(["The data ask for the next token at every place of a text; only a recurrent network looks no further than that."]);
        if (!task.IsText && !task.Input.IsImage && !task.Input.IsSignal)
            throw new GraphException([$"These networks take images, signals or texts and the data are rows of {task.Input} columns."]);
        var x = task.IsText ? graph.Add("embed", new Embedding(task.Tokens, width), NetworkGraph.InputId) : Scaled(graph, task);
        return graph.ShapeOf(x).IsSignal ? graph.Add("image", new SignalToImage(), x) : x;
    }

    /// <summary>The beginning of a network over rows: normalised.</summary>
    /// <exception cref="GraphException">The data are no rows.</exception>
    public static string Row(GraphBuilder graph, NetworkTask task) => task.Input.Sizes.Count == 1 && !task.IsText ? Scaled(graph, task)
        : throw new GraphException([$"These networks take rows and the data are {(task.IsText ? "texts" : $"{task.Input}")}."]);

    /// <summary>The beginning of a network over signals: normalised, texts as vectors of tokens, images row by row.</summary>
    /// <exception cref="GraphException">The data are none of these.</exception>
    public static string Signal(GraphBuilder graph, NetworkTask task, int width)
    {
        if (task.IsText) return graph.Add("embed", new Embedding(task.Tokens, width), NetworkGraph.InputId);
        if (task.Input.IsImage) return graph.Add("rows", new RowsToSignal(), Scaled(graph, task));
        return task.Input.IsSignal ? Scaled(graph, task)
            : throw new GraphException([$"These networks take texts, signals or images and the data are rows of {task.Input} columns."]);
    }

    /// <summary>The end of a network: the mean of each channel of an image, dropout, linear. What does not lead there is left out.</summary>
    public static NetworkGraph End(GraphBuilder graph, NetworkTask task, string x)
    {
        if (graph.ShapeOf(x).IsImage) x = graph.Add("pool", new GlobalAveragePool(), x);
        if (task.Dropout > 0) x = graph.Add("dropout", new Dropout(task.Dropout), x);
        return graph.Build(graph.Add("head", new Linear(task.Output.Size), x));
    }

    /// <summary>How often an image can be halved until its smaller side, of a signal its length, would fall below <paramref name="smallest"/>.</summary>
    public static int Halvings(TensorShape image, int smallest)
    {
        var (halvings, side) = (0, image.Height == 1 ? image.Width : Math.Min(image.Height, image.Width));
        for (; (side + 1) / 2 >= smallest; side = (side + 1) / 2) halvings++;
        return halvings;
    }

    private static string Scaled(GraphBuilder graph, NetworkTask task) => graph.Add("scale", task.Scale!, NetworkGraph.InputId);
}
