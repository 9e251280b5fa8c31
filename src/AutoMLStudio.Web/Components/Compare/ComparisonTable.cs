using System.Text.Json.Nodes;
using AutoMLStudio.Web.Components.Shared;

namespace AutoMLStudio.Web.Components.Compare;

/// <summary>A line of a comparison: one setting, a cell a study; null where a study does not have it.</summary>
/// <param name="Name">Name of the setting; a path with dots for what is nested.</param>
/// <param name="Cells">Its values, in the order of the studies.</param>
public sealed record ComparisonLine(string Name, IReadOnlyList<string?> Cells)
{
    /// <summary>True when not all studies have the same.</summary>
    public bool Differs => Cells.Distinct(StringComparer.Ordinal).Skip(1).Any();
}

/// <summary>Puts objects side by side, property by property.</summary>
internal static class ComparisonTable
{
    /// <summary>The lines of these objects, in the order in which the properties first come; null objects have nothing.</summary>
    public static IReadOnlyList<ComparisonLine> Of(IReadOnlyList<JsonObject?> objects)
    {
        var flat = objects.Select(o => o is null ? [] : Flat("", o).ToDictionary(p => p.Path, p => p.Text, StringComparer.Ordinal)).ToList();
        var names = flat.SelectMany(f => f.Keys).Distinct(StringComparer.Ordinal);
        return [.. names.Select(n => new ComparisonLine(n, [.. flat.Select(f => f.GetValueOrDefault(n))]))];
    }

    /// <summary>A study's definition with each parameter of its space as one text, so that a space takes a line a parameter.</summary>
    public static JsonObject Condensed(JsonObject definition)
    {
        var condensed = (JsonObject)definition.DeepClone();
        if (condensed["space"] is not JsonObject space) return condensed;
        foreach (var (name, node) in space.ToList())
            if (node is JsonObject parameter) space[name] = string.Join(", ", Words(parameter));
        return condensed;
    }

    private static IEnumerable<string> Words(JsonObject parameter)
    {
        yield return parameter["type"]?.ToString() ?? "";
        if (parameter["low"] is { } low && parameter["high"] is { } high) yield return $"{OptionText.Of(low)} … {OptionText.Of(high)}";
        foreach (var (field, value) in parameter)
        {
            if (field is "type" or "low" or "high") continue;
            if (value is JsonValue flag && flag.TryGetValue<bool>(out var isSet))
            {
                if (isSet) yield return field;
            }
            else yield return $"{field}: {OptionText.Of(value)}";
        }
    }

    private static IEnumerable<(string Path, string Text)> Flat(string path, JsonNode? node) => node switch
    {
        JsonObject architecture when architecture["genotype"] is { } genotype => [(path, genotype.ToString())],
        JsonObject fields => fields.SelectMany(f => Flat(path.Length == 0 ? f.Key : $"{path}.{f.Key}", f.Value)),
        JsonArray list when list.Any(i => i is JsonObject) => list.SelectMany((item, i) => Flat($"{path}.{i + 1}", item)),
        JsonValue value when value.TryGetValue<double>(out var number) => [(path, Wording.Number(number))],
        _ => [(path, OptionText.Of(node))],
    };
}
