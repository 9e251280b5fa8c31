using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Options;

/// <summary>
/// Reads the options of a method from JSON: every fault at once, each naming its option, the value received and what would be accepted.
/// </summary>
public static class OptionsReader
{
    /// <summary>
    /// An instance of <paramref name="optionsType"/>; faults are added to <paramref name="faults"/> and leave the default in place.
    /// </summary>
    /// <param name="optionsType">The options record.</param>
    /// <param name="json">The options by key; keys in <paramref name="reserved"/> belong to somebody else.</param>
    /// <param name="path">Path of the object, for the faults.</param>
    /// <param name="faults">Receives the faults.</param>
    /// <param name="reserved">Keys that are no options, such as <c>type</c>.</param>
    public static object Read(Type optionsType, JsonObject json, string path, ICollection<Fault> faults, params IReadOnlyCollection<string> reserved)
    {
        var fields = OptionsSchema.Of(optionsType).ToDictionary(f => f.Key, StringComparer.Ordinal);
        var options = Activator.CreateInstance(optionsType)!;
        foreach (var (key, node) in json)
        {
            if (reserved.Contains(key)) continue;
            if (!fields.TryGetValue(key, out var field)) faults.Add(Unknown(path, key, fields.Keys));
            else if (Convert(field, node, field.Property.PropertyType) is { } value) field.Property.SetValue(options, value);
            else if (node is not null || !field.IsOptional)
                faults.Add(new($"{path}.{key}", $"{Show(node)} is not accepted: {field.Domain} is expected."));
        }
        return options;
    }

    /// <summary>The fault of a key that is not known, with the nearest known one.</summary>
    internal static Fault Unknown(string path, string key, IEnumerable<string> known)
    {
        var names = known.ToList();
        var nearest = names.MinBy(n => Distance(n, key));
        var hint = nearest is not null && Distance(nearest, key) <= 2
            ? $" Did you mean '{nearest}'?"
            : names.Count > 0 ? $" Known: {string.Join(", ", names)}."
            : " It takes no options.";
        return new(path.Length == 0 ? key : $"{path}.{key}", $"'{key}' is not known here.{hint}") { IsUnknown = true };
    }

    /// <summary>A value as it stands in the file, shortened.</summary>
    internal static string Show(JsonNode? node)
    {
        var text = node?.ToJsonString() ?? "null";
        return text.Length <= 60 ? text : text[..57] + "…";
    }

    private static object? Convert(OptionField field, JsonNode? node, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (field.Kind is OptionKind.Numbers or OptionKind.Texts)
            return List(field, node, type.IsArray ? type.GetElementType()! : type.GetGenericArguments()[0]);
        return Scalar(field, node, type);
    }

    private static Array? List(OptionField field, JsonNode? node, Type element)
    {
        if (node is not JsonArray { Count: > 0 } items) return null;
        var list = Array.CreateInstance(element, items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            if (Scalar(field, items[i], element) is not { } value) return null;
            list.SetValue(value, i);
        }
        return list;
    }

    private static object? Scalar(OptionField field, JsonNode? node, Type type)
    {
        if (node is not JsonValue json) return null;
        var kind = json.GetValueKind();
        if (type == typeof(bool)) return kind is JsonValueKind.True or JsonValueKind.False ? json.GetValue<bool>() : null;
        if (type == typeof(string))
            return kind == JsonValueKind.String && (field.Choices.Count == 0 || field.Choices.Contains(json.GetValue<string>()))
                ? json.GetValue<string>()
                : null;
        if (type.IsEnum) return kind == JsonValueKind.String ? EnumOf(type, json.GetValue<string>()) : null;
        if (kind != JsonValueKind.Number || NumberOf(json) is not { } number || number < field.Minimum || number > field.Maximum) return null;
        if (type == typeof(double)) return number;
        if (!double.IsInteger(number) || Math.Abs(number) > (type == typeof(int) ? int.MaxValue : 1L << 53)) return null;
        return type == typeof(int) ? (int)number : (object)(long)number;
    }

    /// <summary>A finite number of a JSON value, whatever type it was made from.</summary>
    internal static double? NumberOf(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.Number
            && double.TryParse(value.ToJsonString(), CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number) ? number : null;

    private static object? EnumOf(Type type, string text) =>
        Enum.GetNames(type).FirstOrDefault(n => OptionsSchema.SnakeCase(n) == text) is { } name ? Enum.Parse(type, name) : null;

    /// <summary>Levenshtein distance, for "did you mean".</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[b.Length];
    }
}
