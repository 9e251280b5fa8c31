using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AutoMLStudio.Core.Spaces;

/// <summary>What kind of value a <see cref="ParameterValue"/> holds.</summary>
public enum ValueKind
{
    /// <summary>A finite number; integers are numbers without a fraction (exact to 2⁵³).</summary>
    Number,
    /// <summary>A text, as of a categorical choice.</summary>
    Text,
    /// <summary>True or false, as of a categorical choice.</summary>
    Flag,
    /// <summary>A network architecture of an <see cref="ArchitectureSpace"/> that does not flatten.</summary>
    Architecture,
}

/// <summary>The value of one parameter in one configuration. Equal by value.</summary>
public readonly struct ParameterValue : IEquatable<ParameterValue>
{
    private readonly double _number;
    private readonly object? _reference;

    private ParameterValue(ValueKind kind, double number, object? reference) => (Kind, _number, _reference) = (kind, number, reference);

    /// <summary>The kind of this value.</summary>
    public ValueKind Kind { get; }

    /// <summary>The number. Throws unless <see cref="Kind"/> is <see cref="ValueKind.Number"/>.</summary>
    public double Number => Kind == ValueKind.Number ? _number : throw Mismatch(ValueKind.Number);

    /// <summary>The number rounded to an integer. Throws unless <see cref="Kind"/> is <see cref="ValueKind.Number"/>.</summary>
    public int Integer => checked((int)Math.Round(Number));

    /// <summary>The text. Throws unless <see cref="Kind"/> is <see cref="ValueKind.Text"/>.</summary>
    public string Text => _reference as string ?? throw Mismatch(ValueKind.Text);

    /// <summary>True or false. Throws unless <see cref="Kind"/> is <see cref="ValueKind.Flag"/>.</summary>
    public bool Flag => Kind == ValueKind.Flag ? _number != 0 : throw Mismatch(ValueKind.Flag);

    /// <summary>The architecture. Throws unless <see cref="Kind"/> is <see cref="ValueKind.Architecture"/>.</summary>
    public Architecture Architecture => _reference as Architecture ?? throw Mismatch(ValueKind.Architecture);

    /// <summary>A number.</summary>
    public static implicit operator ParameterValue(double value) => new(ValueKind.Number, value, null);

    /// <summary>A text.</summary>
    public static implicit operator ParameterValue(string value) => new(ValueKind.Text, 0, value);

    /// <summary>True or false.</summary>
    public static implicit operator ParameterValue(bool value) => new(ValueKind.Flag, value ? 1 : 0, null);

    /// <summary>An architecture.</summary>
    public static implicit operator ParameterValue(Architecture value) => new(ValueKind.Architecture, 0, value);

    /// <summary>Reads a JSON scalar, or an architecture object <c>{"space": …, "genotype": …}</c>; null when it is neither.</summary>
    public static ParameterValue? FromJson(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Number when json.TryGetDouble(out var number) && double.IsFinite(number) => number,
        JsonValueKind.String => json.GetString()!,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Object when json.TryGetProperty("space", out var space) && json.TryGetProperty("genotype", out var genotype)
            && space.ValueKind == JsonValueKind.String
                && genotype.ValueKind == JsonValueKind.String => new Architecture(space.GetString()!, genotype.GetString()!),
        _ => null,
    };

    /// <summary>The JSON form that <see cref="FromJson"/> reads.</summary>
    public JsonNode ToJson() => Kind switch
    {
        ValueKind.Number => JsonValue.Create(_number),
        ValueKind.Flag => JsonValue.Create(_number != 0),
        ValueKind.Text => JsonValue.Create(Text),
        _ => new JsonObject { ["space"] = Architecture.Space, ["genotype"] = Architecture.Genotype },
    };

    /// <inheritdoc/>
    public bool Equals(ParameterValue other) => Kind == other.Kind && _number.Equals(other._number) && Equals(_reference, other._reference);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ParameterValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Kind == ValueKind.Text ? StringComparer.Ordinal.GetHashCode(Text)
        : HashCode.Combine(Kind, _number, _reference);

    /// <summary>The value as a person would write it.</summary>
    public override string ToString() => Kind switch
    {
        ValueKind.Number => _number.ToString("R", CultureInfo.InvariantCulture),
        ValueKind.Flag => _number != 0 ? "true" : "false",
        ValueKind.Text => Text,
        _ => Architecture.Genotype,
    };

    /// <summary>Equal by value.</summary>
    public static bool operator ==(ParameterValue left, ParameterValue right) => left.Equals(right);

    /// <summary>Different by value.</summary>
    public static bool operator !=(ParameterValue left, ParameterValue right) => !left.Equals(right);

    private InvalidOperationException Mismatch(ValueKind wanted) => new($"The value '{this}' is a {Kind}, not a {wanted}.");
}
