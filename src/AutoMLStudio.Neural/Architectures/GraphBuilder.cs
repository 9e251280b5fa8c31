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

    /// <summary>The network of all nodes added.</summary>
    /// <exception cref="GraphException">They make no network.</exception>
    public NetworkGraph Build() => new(input, output, _nodes);
}
