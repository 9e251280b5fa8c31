using System.Text.Json;
using System.Text.Json.Nodes;
using AutoMLStudio.Core.Options;

namespace AutoMLStudio.Core.Studies;

/// <summary>Takes fields out of a JSON object one by one and keeps account of faults and of what was not asked for.</summary>
internal sealed class Fields(JsonObject json, string path, List<Fault> faults)
{
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public JsonNode? Take(string key)
    {
        _asked.Add(key);
        return json.TryGetPropertyValue(key, out var node) ? node : null;
    }

    public string? Text(string key, bool required = false)
    {
        if (Take(key) is not { } node) return required ? Fail<string>(key, "It is missing: a text is expected.") : null;
        return node is JsonValue value && value.GetValueKind() == JsonValueKind.String
            ? value.GetValue<string>()
            : Fail<string>(key, $"{OptionsReader.Show(node)} is not accepted: a text is expected.");
    }

    public double? Number(string key, bool required)
    {
        if (Take(key) is not { } node) return Missing<double>(key, required, "a number");
        if (OptionsReader.NumberOf(node) is { } number) return number;
        faults.Add(At(key, $"{OptionsReader.Show(node)} is not accepted: a finite number is expected."));
        return null;
    }

    public long? Integer(string key, bool required, long minimum = -(1L << 53), long maximum = 1L << 53)
    {
        if (Take(key) is not { } node) return Missing<long>(key, required, "an integer");
        if (OptionsReader.NumberOf(node) is { } number && double.IsInteger(number) && number >= minimum && number <= maximum) return (long)number;
        var bounds = (minimum, maximum) switch
        {
            ( > -(1L << 53), < 1L << 53) => $" from {minimum} to {maximum}",
            ( > -(1L << 53), _) => $" of at least {minimum}",
            _ => "",
        };
        faults.Add(At(key, $"{OptionsReader.Show(node)} is not accepted: an integer{bounds} is expected."));
        return null;
    }

    public bool Flag(string key)
    {
        if (Take(key) is not { } node) return false;
        if (node is JsonValue value && value.GetValueKind() is JsonValueKind.True or JsonValueKind.False) return node.GetValue<bool>();
        faults.Add(At(key, $"{OptionsReader.Show(node)} is not accepted: true or false is expected."));
        return false;
    }

    public void NothingElse()
    {
        foreach (var (key, _) in json)
            if (!_asked.Contains(key)) faults.Add(OptionsReader.Unknown(path, key, _asked));
    }

    public T? Fail<T>(string key, string message)
        where T : class
    {
        faults.Add(At(key, message));
        return null;
    }

    private T? Missing<T>(string key, bool required, string wanted)
        where T : struct
    {
        if (required) faults.Add(At(key, $"It is missing: {wanted} is expected."));
        return null;
    }

    private Fault At(string key, string message) => new(path.Length == 0 ? key : $"{path}.{key}", message);
}
