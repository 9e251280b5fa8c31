using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AutoMLStudio.Core.Spaces;

/// <summary>
/// An immutable assignment of values to the active parameters of a space. Equal by value; parameters are kept in ordinal order of their names.
/// </summary>
public sealed class Configuration : IReadOnlyDictionary<string, ParameterValue>, IEquatable<Configuration>
{
    private readonly SortedDictionary<string, ParameterValue> _values;
    private int _hash;

    /// <summary>A configuration with these values.</summary>
    public Configuration(IEnumerable<KeyValuePair<string, ParameterValue>> values)
    {
        _values = new(StringComparer.Ordinal);
        foreach (var (name, value) in values) _values[name] = value;
    }

    /// <summary>No values at all.</summary>
    public static Configuration Empty { get; } = new([]);

    /// <inheritdoc/>
    public ParameterValue this[string key] => _values.TryGetValue(key, out var value) ? value
        : throw new KeyNotFoundException($"The configuration has no parameter '{key}'; it has {string.Join(", ", _values.Keys)}.");

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _values.Keys;

    /// <inheritdoc/>
    public IEnumerable<ParameterValue> Values => _values.Values;

    /// <inheritdoc/>
    public int Count => _values.Count;

    /// <summary>This configuration with one value set or replaced.</summary>
    public Configuration With(string name, ParameterValue value) => new(_values.Where(p => p.Key != name).Append(new(name, value)));

    /// <summary>Reads a JSON object of scalars. Null when <paramref name="json"/> is not one.</summary>
    public static Configuration? FromJson(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object) return null;
        var values = new List<KeyValuePair<string, ParameterValue>>();
        foreach (var property in json.EnumerateObject())
        {
            if (ParameterValue.FromJson(property.Value) is not { } value) return null;
            values.Add(new(property.Name, value));
        }
        return new(values);
    }

    /// <summary>The canonical JSON object of this configuration: names in ordinal order.</summary>
    public JsonObject ToJson() => new(_values.Select(p => new KeyValuePair<string, JsonNode?>(p.Key, p.Value.ToJson())));

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _values.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out ParameterValue value) => _values.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, ParameterValue>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(Configuration? other) => other is not null && Count == other.Count && GetHashCode() == other.GetHashCode()
        && _values.SequenceEqual(other._values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Configuration);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        if (_hash != 0) return _hash;
        var hash = new HashCode();
        foreach (var (name, value) in _values)
        {
            hash.Add(name, StringComparer.Ordinal);
            hash.Add(value);
        }
        return _hash = hash.ToHashCode() | 1;
    }

    /// <summary>The canonical JSON text.</summary>
    public override string ToString() => ToJson().ToJsonString();
}
