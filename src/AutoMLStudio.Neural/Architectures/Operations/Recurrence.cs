using AutoMLStudio.Neural.Export;
using AutoMLStudio.Neural.Export.Format;

namespace AutoMLStudio.Neural.Architectures.Operations;

/// <summary>What the recurrent layers share.</summary>
internal static class Recurrence
{
    public static TensorShape Infer(TensorShape input, int features)
    {
        Checks.Signal(input);
        Checks.Range("features", features, 1, 65_536);
        return new TensorShape(features, input.Length);
    }

    /// <summary>A standard ONNX recurrent layer around signals; its weights get the leading dimension of one direction.</summary>
    public static string Emit(OnnxNode node, string type, int features, IReadOnlyList<string> weights, params IReadOnlyList<AttributeProto> attributes)
    {
        var first = node.Integers("first", 0);
        var steps = node.Add("Transpose", node.Inputs, OnnxAttribute.Of("perm", 2, 0, 1));
        var all = node.Add(type, [steps, .. weights.Select(w => node.Add("Unsqueeze", [w, first])).ToList()],
            [OnnxAttribute.Of("hidden_size", (long)features), .. attributes]);
        // [length, direction, batch, features]
        return node.Add("Transpose", [node.Add("Squeeze", [all, node.Integers("direction", 1)])], OnnxAttribute.Of("perm", 1, 2, 0));
    }
}
