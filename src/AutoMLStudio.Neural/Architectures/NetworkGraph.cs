using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace AutoMLStudio.Neural.Architectures;

/// <summary>
/// A network as plain data: nodes that take from each other without a circle, from one input to one output. Immutable and always valid. Training,
/// export and drawing all start from here. Equal by value, whatever the order in which the nodes were listed.
/// </summary>
public sealed class NetworkGraph : IEquatable<NetworkGraph>
{
    /// <summary>Id by which nodes take the network's own input.</summary>
    public const string InputId = "input";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        // What an operation computes of itself is no data.
        IgnoreReadOnlyProperties = true,
        RespectNullableAnnotations = true,
        AllowOutOfOrderMetadataProperties = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    private readonly string _text;
    private readonly Lazy<HashSet<string>> _main;
    private readonly Lazy<string> _hash;

    /// <summary>A network of these nodes. The one node that no other takes from is the output.</summary>
    /// <param name="input">Shape of one example.</param>
    /// <param name="output">What is predicted.</param>
    /// <param name="nodes">In any order.</param>
    /// <exception cref="GraphException">The nodes make no network; every fault is in the message.</exception>
    public NetworkGraph(TensorShape input, NetworkOutput output, IReadOnlyList<GraphNode> nodes)
    {
        var plan = GraphPlan.Of(input, output, nodes);
        (Input, Output, Nodes, Shapes) = (input, output, plan.Nodes, plan.Shapes);
        _main = new(() => GraphPlan.Main(Nodes));
        _hash = new(() => CanonicalForm.HashOf(this));
        _text = JsonSerializer.Serialize(new Document(Input, Output, Nodes), Json);
    }

    /// <summary>Shape of one example.</summary>
    public TensorShape Input { get; }

    /// <summary>What is predicted.</summary>
    public NetworkOutput Output { get; }

    /// <summary>The nodes, each after those that it takes from, by id where that leaves a choice. The last one is the output.</summary>
    public IReadOnlyList<GraphNode> Nodes { get; }

    /// <summary>Output shape of every node by id, and the network's input under <see cref="InputId"/>.</summary>
    public IReadOnlyDictionary<string, TensorShape> Shapes { get; }

    /// <summary>Trained numbers of the finished network: without what only training sees.</summary>
    public long ParameterCount => Nodes.Where(IsMain).Sum(n => CostOf(n).Parameters);

    /// <summary>Multiplications with an addition that one example takes; convolutions, linear and recurrent layers count.</summary>
    public long MultiplyAdds => Nodes.Where(IsMain).Sum(n => CostOf(n).MultiplyAdds);

    /// <summary>Numbers that one example's activations hold, the input included: what training keeps in memory, times the batch.</summary>
    public long ActivationCount => Input.Elements + Nodes.Sum(n => CostOf(n).Activations);

    /// <summary>
    /// Equal for networks that differ only in the names of their nodes, in the order of inputs that may be swapped, and in identities and zeros that
    /// change nothing: 64 hexadecimal digits.
    /// </summary>
    public string CanonicalHash => _hash.Value;

    /// <summary>True for what the finished network holds; false for a second end and what leads to it alone.</summary>
    public bool IsMain(GraphNode node) => _main.Value.Contains(node.Id);

    /// <summary>The shapes that a node takes.</summary>
    public IReadOnlyList<TensorShape> InputsOf(GraphNode node) => [.. node.Inputs.Select(i => Shapes[i])];

    /// <summary>What a node takes.</summary>
    public OperationCost CostOf(GraphNode node) => node.Operation.Cost(InputsOf(node), Shapes[node.Id]);

    /// <summary>An operation as JSON: its kind under <c>op</c>, then its parameters.</summary>
    public static JsonObject Describe(Operation operation) => JsonSerializer.SerializeToNode(operation, Json)!.AsObject();

    /// <summary>This network with one more operation on its output.</summary>
    /// <exception cref="GraphException">The operation does not fit there, or the id is taken.</exception>
    public NetworkGraph Append(string id, Operation operation) => new(Input, Output, [.. Nodes, new GraphNode(id, operation, [Nodes[^1].Id])]);

    /// <summary>The canonical JSON text: equal networks have equal texts.</summary>
    public string ToJson() => _text;

    /// <summary>Reads what <see cref="ToJson"/> writes.</summary>
    /// <exception cref="GraphException">The text is no network; the message says why.</exception>
    public static NetworkGraph FromJson(string json)
    {
        Document? document;
        try
        {
            document = JsonSerializer.Deserialize<Document>(json, Json);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            throw new GraphException([$"The text is no network: {exception.Message}"]);
        }
        if (document is null || document.Nodes.Any(n => n?.Inputs is null || n.Inputs.Contains(null!)))
            throw new GraphException(["The text is no network: an object without nulls is expected."]);
        return new(document.Input, document.Output, document.Nodes);
    }

    /// <inheritdoc/>
    public bool Equals(NetworkGraph? other) => other is not null && _text == other._text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NetworkGraph);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_text);

    /// <inheritdoc/>
    public override string ToString() => _text;

    private sealed record Document(TensorShape Input, NetworkOutput Output, IReadOnlyList<GraphNode> Nodes);
}
