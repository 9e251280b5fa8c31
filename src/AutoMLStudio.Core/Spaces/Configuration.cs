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
    /// <summary>
    /// Name of the one value of a trial that searches instead of being a candidate: no parameter can have it, so that such a configuration lies in no
    /// space.
    /// </summary>
    public const string SearchKey = "$search";

    private readonly string[] _names;
    private readonly ParameterValue[] _values;
    private int _hash;

    /// <summary>A configuration with these values; of several of one name, the last.</summary>
    public Configuration(IEnumerable<KeyValuePair<string, ParameterValue>> values)
    {
        var unique = values as Dictionary<string, ParameterValue> ?? new(StringComparer.Ordinal);
        if (!ReferenceEquals(unique, values))
            foreach (var (name, value) in values) unique[name] = value;
        (_names, _values) = (new string[unique.Count], new ParameterValue[unique.Count]);
        unique.Keys.CopyTo(_names, 0);
        unique.Values.CopyTo(_values, 0);
        Array.Sort(_names, _values, StringComparer.Ordinal);
    }

    /// <summary>
    /// Budget units that the sampler which proposed it wants it to have; null leaves that to the scheduler. No part of its value, and not kept with it.
    /// </summary>
    public double? Budget { get; init; }

    /// <summary>
    /// True for the training of a network that holds many architectures at once: it finds candidates and is none itself, has no loss and leaves no
    /// model.
    /// </summary>
    public bool IsSearch => ContainsKey(SearchKey);

    /// <summary>Which of the study's searches it is, from 0; null for a candidate.</summary>
    public int? SearchNumber => TryGetValue(SearchKey, out var number) ? number.Integer : null;

    /// <summary>No values at all.</summary>
    public static Configuration Empty { get; } = new([]);

    /// <inheritdoc/>
    public ParameterValue this[string key] => TryGetValue(key, out var value) ? value
        : throw new KeyNotFoundException($"The configuration has no parameter '{key}'; it has {string.Join(", ", _names)}.");

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _names;

    /// <inheritdoc/>
    public IEnumerable<ParameterValue> Values => _values;

    /// <inheritdoc/>
    public int Count => _values.Length;

    /// <summary>The search of this number, with so many budget units.</summary>
    public static Configuration ForSearch(int number, double budget) => new([new(SearchKey, number)]) { Budget = budget };

    /// <summary>The same, to be tried with so many budget units.</summary>
    public Configuration WithBudget(double budget) => new(this) { Budget = budget };

    /// <summary>This configuration with one value set or replaced.</summary>
    public Configuration With(string name, ParameterValue value) => new(this.Where(p => p.Key != name).Append(new(name, value)));

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
    public JsonObject ToJson() => new(this.Select(p => new KeyValuePair<string, JsonNode?>(p.Key, p.Value.ToJson())));

    /// <inheritdoc/>
    public bool ContainsKey(string key) => IndexOf(key) >= 0;

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out ParameterValue value)
    {
        var index = IndexOf(key);
        value = index < 0 ? default : _values[index];
        return index >= 0;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, ParameterValue>> GetEnumerator()
    {
        for (var i = 0; i < _names.Length; i++) yield return new(_names[i], _values[i]);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(Configuration? other) => other is not null && Count == other.Count && GetHashCode() == other.GetHashCode()
        && _names.AsSpan().SequenceEqual(other._names) && _values.AsSpan().SequenceEqual(other._values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Configuration);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        if (_hash != 0) return _hash;
        var hash = new HashCode();
        for (var i = 0; i < _names.Length; i++)
        {
            hash.Add(_names[i], StringComparer.Ordinal);
            hash.Add(_values[i]);
        }
        return _hash = hash.ToHashCode() | 1;
    }

    private int IndexOf(string key) => Array.BinarySearch(_names, key, StringComparer.Ordinal);

    /// <summary>The canonical JSON text.</summary>
    public override string ToString() => ToJson().ToJsonString();
}
