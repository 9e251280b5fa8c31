using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Export.Format;
using AutoMLStudio.Neural.Networks;
using Google.Protobuf;

namespace AutoMLStudio.Neural.Export;

/// <summary>Writes networks as ONNX files, which any ONNX runtime reads.</summary>
public static class OnnxExport
{
    /// <summary>Version of the standard operators that is written.</summary>
    public const int OperatorSet = 17;

    /// <summary>Version of the file format that came with that operator set.</summary>
    private const int FormatVersion = 8;

    /// <summary>Name of the model's input: [batch, …the network's input shape], raw numbers.</summary>
    public const string InputName = NetworkGraph.InputId;

    /// <summary>Name of the output that a network of this kind gets.</summary>
    public static string OutputName(NetworkOutput output) => output.Kind == OutputKind.Values ? "value" : "probabilities";

    /// <summary>The network as an ONNX model. Its size of batch is open.</summary>
    /// <param name="network">The network with everything that belongs into the file: input normalisation, softmax.</param>
    /// <param name="metadata">What else the file says of itself, by name.</param>
    public static byte[] Write(Network network, IReadOnlyDictionary<string, string> metadata)
    {
        var model = Wrap(Graph(network));
        foreach (var (key, value) in metadata.OrderBy(m => m.Key, StringComparer.Ordinal))
            model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        return model.ToByteArray();
    }

    /// <summary>A graph as a model.</summary>
    internal static ModelProto Wrap(GraphProto graph) => new()
    {
        IrVersion = FormatVersion,
        ProducerName = "AutoML Studio",
        ProducerVersion = typeof(OnnxExport).Assembly.GetName().Version?.ToString(3) ?? "",
        Graph = graph,
        OpsetImport = { new OperatorSetIdProto { Domain = "", Version = OperatorSet } },
    };

    private static GraphProto Graph(Network network)
    {
        var graph = network.Graph;
        var proto = new GraphProto { Name = "network" };
        var names = new Dictionary<string, string>(StringComparer.Ordinal) { [NetworkGraph.InputId] = InputName };
        for (var i = 0; i < graph.Nodes.Count; i++)
        {
            var node = graph.Nodes[i];
            if (!graph.IsMain(node)) continue;
            var writer = new OnnxNode(
                proto, node.Id, [.. node.Inputs.Select(id => names[id])], graph.InputsOf(node), graph.Shapes[node.Id], network.WeightsOf(i));
            names[node.Id] = node.Operation.Emit(writer);
        }
        var output = OutputName(graph.Output);
        proto.Node.Add(new NodeProto { Name = output, OpType = "Identity", Input = { names[graph.Nodes[^1].Id] }, Output = { output } });
        proto.Input.Add(Value(InputName, graph.Input));
        proto.Output.Add(Value(output, graph.Shapes[graph.Nodes[^1].Id]));
        return proto;
    }

    /// <summary>A named value of this shape a batch.</summary>
    internal static ValueInfoProto Value(string name, TensorShape shape)
    {
        var dimensions = new TensorShapeProto();
        dimensions.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = "batch" });
        dimensions.Dim.AddRange(shape.Sizes.Select(s => new TensorShapeProto.Types.Dimension { DimValue = s }));
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float, Shape = dimensions };
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }
}
