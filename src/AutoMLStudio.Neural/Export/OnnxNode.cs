using System.Buffers.Binary;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Export.Format;
using Google.Protobuf;

namespace AutoMLStudio.Neural.Export;

/// <summary>What an operation writes itself with: the values it takes, its weights, and the ONNX graph that it adds nodes to.</summary>
/// <param name="graph">The ONNX graph.</param>
/// <param name="id">Id of the node; prefix of all names that it writes.</param>
/// <param name="inputs">Names of the values that it takes.</param>
/// <param name="output">Shape of its output.</param>
/// <param name="weights">Its weights.</param>
internal sealed class OnnxNode(
    GraphProto graph, string id, IReadOnlyList<string> inputs, TensorShape output, IReadOnlyList<(WeightSpec Spec, float[] Values)> weights)
{
    private int _count;

    /// <summary>Names of the values that the operation takes.</summary>
    public IReadOnlyList<string> Inputs { get; } = inputs;

    /// <summary>Shape of the operation's output.</summary>
    public TensorShape Output { get; } = output;

    /// <summary>Adds an ONNX node with one output and returns the output's name.</summary>
    public string Add(string type, IEnumerable<string> inputs, params IReadOnlyList<AttributeProto> attributes)
    {
        // Ids hold no slash, so these names meet neither each other nor those of the model's input, output and weights.
        var name = _count++ == 0 ? $"/{id}" : $"/{id}/{_count}";
        var node = new NodeProto { Name = name, OpType = type };
        node.Input.AddRange(inputs);
        node.Output.Add(name);
        node.Attribute.AddRange(attributes);
        graph.Node.Add(node);
        return name;
    }

    /// <summary>Writes the weights and returns their names.</summary>
    public IReadOnlyList<string> WeightNames() => [.. weights.Select(w => Constant(w.Spec.Name, w.Spec.Shape.Sizes, w.Values))];

    /// <summary>Writes a constant and returns its name. An empty shape is a scalar.</summary>
    public string Constant(string name, IReadOnlyList<int> shape, ReadOnlySpan<float> values)
    {
        var bytes = new byte[values.Length * sizeof(float)];
        for (var i = 0; i < values.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        var tensor = new TensorProto
        {
            Name = $"{id}.{name}",
            DataType = (int)TensorProto.Types.DataType.Float,
            RawData = UnsafeByteOperations.UnsafeWrap(bytes),
        };
        tensor.Dims.AddRange(shape.Select(s => (long)s));
        graph.Initializer.Add(tensor);
        return tensor.Name;
    }
}
