using System.Text;
using System.Text.Json;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Neural.Architectures.Operations;

namespace AutoMLStudio.Neural.Architectures.Chain;

/// <summary>The decisions for one layer.</summary>
/// <param name="Width">Channels or units.</param>
/// <param name="Kernel">Height and width of the kernel; 0 in an MLP, which has none.</param>
/// <param name="Activation">Activation function.</param>
/// <param name="Skip">True for a residual connection around the layer.</param>
public sealed record ChainLayer(int Width, int Kernel, Activation Activation, bool Skip);

/// <summary>A chain of layers: the genotype of the space <c>chain</c> and its canonical text.</summary>
/// <param name="Kind">Convolutional or fully connected.</param>
/// <param name="Layers">At least one, from the input on.</param>
public sealed record ChainGenotype(NetworkKind Kind, IReadOnlyList<ChainLayer> Layers)
{
    /// <summary>The canonical text, for example <c>{"kind":"cnn","layers":[{"width":16,"kernel":3,"activation":"relu","skip":false}]}</c>.</summary>
    public string ToText()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("kind", Names.Of(Kind));
            writer.WriteStartArray("layers");
            foreach (var layer in Layers) Write(writer, layer);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>The architecture that this genotype is.</summary>
    public Architecture ToArchitecture() => new(ChainSpace.SpaceKey, ToText());

    /// <summary>Reads a text in canonical form; null when it is not one.</summary>
    public static ChainGenotype? FromText(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            var genotype = new ChainGenotype(Named<NetworkKind>(root.GetProperty("kind")),
                [.. root.GetProperty("layers").EnumerateArray().Select(Layer)]);
            return genotype.ToText() == text ? genotype : null;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private void Write(Utf8JsonWriter writer, ChainLayer layer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("width", layer.Width);
        if (Kind == NetworkKind.Cnn) writer.WriteNumber("kernel", layer.Kernel);
        writer.WriteString("activation", Names.Of(layer.Activation));
        writer.WriteBoolean("skip", layer.Skip);
        writer.WriteEndObject();
    }

    private static ChainLayer Layer(JsonElement json) => new(
        json.GetProperty("width").GetInt32(),
        json.TryGetProperty("kernel", out var kernel) ? kernel.GetInt32() : 0,
        Named<Activation>(json.GetProperty("activation")),
        json.GetProperty("skip").GetBoolean());

    private static T Named<T>(JsonElement json)
        where T : struct, Enum => Names.Parse<T>(json.GetString()) ?? throw new FormatException();
}
