using AutoMLStudio.Neural.Export.Format;

namespace AutoMLStudio.Neural.Export;

/// <summary>Attributes of ONNX nodes.</summary>
internal static class OnnxAttribute
{
    public static AttributeProto Of(string name, long value) => new() { Name = name, I = value, Type = AttributeProto.Types.AttributeType.Int };

    public static AttributeProto Of(string name, float value) => new() { Name = name, F = value, Type = AttributeProto.Types.AttributeType.Float };

    public static AttributeProto Of(string name, GraphProto value) => new() { Name = name, G = value, Type = AttributeProto.Types.AttributeType.Graph };

    public static AttributeProto Of(string name, params ReadOnlySpan<int> values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        foreach (var value in values) attribute.Ints.Add(value);
        return attribute;
    }
}
