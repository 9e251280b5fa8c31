using System.Buffers.Binary;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Export.Format;
using Google.Protobuf;

namespace AutoMLStudio.Neural.Export;

/// <summary>What an operation writes itself with: the values it takes, its weights, and the ONNX graph that it adds nodes to.</summary>
/// <param name="graph">The ONNX graph.</param>
/// <param name="id">Id of the node; prefix of all names that it writes.</param>
/// <param name="inputs">Names of the values that it takes.</param>
/// <param name="inputShapes">Their shapes.</param>
/// <param name="output">Shape of its output.</param>
/// <param name="weights">Its weights.</param>
internal sealed class OnnxNode(
    GraphProto graph, string id, IReadOnlyList<string> inputs, IReadOnlyList<TensorShape> inputShapes, TensorShape output,
    IReadOnlyList<(WeightSpec Spec, float[] Values)> weights)
{
    private int _count;

    /// <summary>Names of the values that the operation takes.</summary>
    public IReadOnlyList<string> Inputs { get; } = inputs;

    /// <summary>Shapes of the values that the operation takes.</summary>
    public IReadOnlyList<TensorShape> InputShapes { get; } = inputShapes;

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

    /// <summary>Writes a constant list of integers and returns its name.</summary>
    public string Integers(string name, params ReadOnlySpan<long> values)
    {
        var tensor = new TensorProto { Name = $"{id}.{name}", DataType = (int)TensorProto.Types.DataType.Int64 };
        tensor.Dims.Add(values.Length);
        foreach (var value in values) tensor.Int64Data.Add(value);
        graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    /// <summary>Writes a constant integer without dimensions and returns its name.</summary>
    public string Integer(string name, long value)
    {
        graph.Initializer.Add(new TensorProto { Name = $"{id}.{name}", DataType = (int)TensorProto.Types.DataType.Int64, Int64Data = { value } });
        return $"{id}.{name}";
    }

    /// <summary>The writer of a part of this operation, which takes its share of the weights.</summary>
    /// <param name="name">Name of the part: unique in the operation, no number.</param>
    /// <param name="partInputs">Names of the values that the part takes.</param>
    /// <param name="partShapes">Their shapes.</param>
    /// <param name="partOutput">Shape of its output.</param>
    /// <param name="firstWeight">Where its weights begin.</param>
    /// <param name="weightCount">How many it has.</param>
    public OnnxNode Part(
        string name, IReadOnlyList<string> partInputs, IReadOnlyList<TensorShape> partShapes, TensorShape partOutput, int firstWeight, int weightCount) =>
        new(graph, $"{id}/{name}", partInputs, partShapes, partOutput, [.. weights.Skip(firstWeight).Take(weightCount)
            .Select(w => (w.Spec with { Name = w.Spec.Name[(name.Length + 1)..] }, w.Values))]);

    /// <summary>
    /// Goes along one axis of a value and carries a state [batch, size] from step to step; gives all states, stacked along that axis.
    /// </summary>
    /// <param name="state">Name of the first state.</param>
    /// <param name="steps">Name of the value to go along.</param>
    /// <param name="axis">Which of its axes.</param>
    /// <param name="size">Size of the state.</param>
    /// <param name="write">Writes one step, given its writer and the names of state and slice, and returns the name of the new state.</param>
    public string Scan(string state, string steps, int axis, int size, Func<OnnxNode, string, string, string> write)
    {
        var body = new GraphProto { Name = $"{id}/step" };
        var writer = new OnnxNode(body, $"{id}/step", [], [], Output, []);
        var (before, slice, after, seen) = ($"{id}/before", $"{id}/slice", $"{id}/after", $"{id}/seen");
        body.Input.AddRange([Open(before, size), Open(slice, null)]);
        var result = write(writer, before, slice);
        foreach (var copy in (string[])[after, seen])
            body.Node.Add(new NodeProto { Name = copy, OpType = "Identity", Input = { result }, Output = { copy } });
        body.Output.AddRange([Open(after, size), Open(seen, size)]);
        var (last, all) = ($"/{id}/last", $"/{id}/all");
        var scan = new NodeProto { Name = $"/{id}/scan", OpType = "Scan", Input = { state, steps }, Output = { last, all } };
        scan.Attribute.AddRange([OnnxAttribute.Of("body", body), OnnxAttribute.Of("num_scan_inputs", 1L),
            OnnxAttribute.Of("scan_input_axes", axis), OnnxAttribute.Of("scan_output_axes", axis)]);
        graph.Node.Add(scan);
        return all;
    }

    /// <summary>Adds a node that cuts a value [batch, 2 n] in two halves and returns their names.</summary>
    public (string First, string Second) Halves(string value)
    {
        var name = $"/{id}/halves{_count++}";
        graph.Node.Add(new NodeProto
        {
            Name = name, OpType = "Split", Input = { value }, Output = { $"{name}a", $"{name}b" }, Attribute = { OnnxAttribute.Of("axis", 1L) },
        });
        return ($"{name}a", $"{name}b");
    }

    /// <summary>A value [batch, size] of a step; null for a size that is not said.</summary>
    private static ValueInfoProto Open(string name, int? size)
    {
        var shape = new TensorShapeProto();
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = "batch" });
        shape.Dim.Add(size is { } known ? new() { DimValue = known } : new TensorShapeProto.Types.Dimension { DimParam = "any" });
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float, Shape = shape };
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }
}
