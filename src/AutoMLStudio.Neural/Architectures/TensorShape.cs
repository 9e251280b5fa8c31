using System.Text.Json;
using System.Text.Json.Serialization;

namespace AutoMLStudio.Neural.Architectures;

/// <summary>
/// Shape of one example somewhere in a network, the batch left out: <c>[features]</c>, <c>[channels, length]</c> or
/// <c>[channels, height, width]</c>. Equal by value.
/// </summary>
[JsonConverter(typeof(Converter))]
public sealed class TensorShape : IEquatable<TensorShape>
{
    /// <summary>A shape of these sizes; whether they make sense is checked where the shape is used.</summary>
    public TensorShape(params IReadOnlyList<int> sizes) => Sizes = [.. sizes];

    /// <summary>The sizes, outermost first.</summary>
    public IReadOnlyList<int> Sizes { get; }

    /// <summary>Numbers in one example: the product of the sizes.</summary>
    public long Elements => Sizes.Aggregate(1L, (product, size) => checked(product * size));

    /// <summary>True for <c>[channels, height, width]</c>.</summary>
    public bool IsImage => Sizes.Count == 3;

    /// <summary>True for <c>[channels, length]</c>.</summary>
    public bool IsSignal => Sizes.Count == 2;

    /// <summary>Channels of an image or signal, features of a vector.</summary>
    public int Channels => Sizes[0];

    /// <summary>Height of an image.</summary>
    public int Height => Sizes[1];

    /// <summary>Width of an image.</summary>
    public int Width => Sizes[2];

    /// <summary>Length of a signal.</summary>
    public int Length => Sizes[1];

    /// <summary>The sizes with a batch dimension in front, as tensors want them.</summary>
    public long[] Batched(long batch) => [batch, .. Sizes.Select(s => (long)s)];

    /// <inheritdoc/>
    public bool Equals(TensorShape? other) => other is not null && Sizes.SequenceEqual(other.Sizes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TensorShape);

    /// <inheritdoc/>
    public override int GetHashCode() => Sizes.Aggregate(17, HashCode.Combine);

    /// <summary>The sizes joined by ×, for example 3×32×32.</summary>
    public override string ToString() => string.Join('×', Sizes);

    /// <summary>A shape is an array of integers in JSON.</summary>
    private sealed class Converter : JsonConverter<TensorShape>
    {
        public override TensorShape Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(JsonSerializer.Deserialize<int[]>(ref reader, options) ?? throw new JsonException("A shape is expected: an array of integers."));

        public override void Write(Utf8JsonWriter writer, TensorShape value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.Sizes, options);
    }
}
