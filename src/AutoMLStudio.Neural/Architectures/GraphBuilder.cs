namespace AutoMLStudio.Neural.Architectures;

/// <summary>Collects nodes one after another; each call returns the id to hand to the next.</summary>
/// <param name="input">Shape of one example.</param>
/// <param name="output">What is predicted.</param>
public sealed class GraphBuilder(TensorShape input, NetworkOutput output)
{
    private readonly List<GraphNode> _nodes = [];
    private readonly Dictionary<string, TensorShape> _shapes = new(StringComparer.Ordinal) { [NetworkGraph.InputId] = input };

    /// <summary>Shape of the output of the node <paramref name="id"/>.</summary>
    public TensorShape ShapeOf(string id) => _shapes[id];

    /// <summary>Adds a node.</summary>
    /// <exception cref="ShapeException">The operation cannot work on these inputs.</exception>
    public string Add(string id, Operation operation, params IReadOnlyList<string> inputs)
    {
        _shapes[id] = operation.Infer([.. inputs.Select(i => _shapes[i])]);
        _nodes.Add(new GraphNode(id, operation, inputs));
        return id;
    }

    /// <summary>The network that ends in the node <paramref name="end"/>, and in second ends: what leads to neither is left out.</summary>
    /// <exception cref="GraphException">They make no network.</exception>
    public NetworkGraph Build(string end)
    {
        var kept = new HashSet<string>(_nodes.Where(n => n.Operation.IsAuxiliary).Select(n => n.Id), StringComparer.Ordinal) { end };
        // Nodes stand after those that they take from.
        foreach (var node in Enumerable.Reverse(_nodes).Where(n => kept.Contains(n.Id))) kept.UnionWith(node.Inputs);
        return new(input, output, [.. _nodes.Where(n => kept.Contains(n.Id))]);
    }

    /// <summary>The network of all nodes added.</summary>
    /// <exception cref="GraphException">They make no network.</exception>
    public NetworkGraph Build() => new(input, output, _nodes);
}
