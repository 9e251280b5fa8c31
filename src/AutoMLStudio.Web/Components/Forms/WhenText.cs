using System.Text.Json;
using System.Text.Json.Nodes;
using AutoMLStudio.Web.Components.Shared;

namespace AutoMLStudio.Web.Components.Forms;

/// <summary>A condition on one line: <c>optimizer = sgd | adam; layers = 2..4</c>.</summary>
internal static class WhenText
{
    /// <summary>From the study file's <c>when</c>.</summary>
    public static string Of(JsonNode? when) => when switch
    {
        JsonObject clauses => string.Join("; ", clauses.Select(c => $"{c.Key} = {Value(c.Value)}")),
        _ => OptionText.Of(when),
    };

    /// <summary>To the study file's <c>when</c>; what cannot be read stays a text, so that the check finds fault with it. Null for nothing.</summary>
    public static JsonNode? Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var when = new JsonObject();
        foreach (var clause in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = clause.Split('=', 2, StringSplitOptions.TrimEntries);
            if (parts.Length < 2 || parts[0].Length == 0 || parts[1].Length == 0) return JsonValue.Create(text.Trim());
            when[parts[0]] = Right(parts[1]);
        }
        return when;
    }

    private static string Value(JsonNode? value) => value switch
    {
        JsonObject range => $"{OptionText.Of(range["min"])}..{OptionText.Of(range["max"])}",
        JsonArray list => string.Join(" | ", list.Select(OptionText.Of)),
        _ => OptionText.Of(value),
    };

    private static JsonNode Right(string text)
    {
        if (text.Split("..") is [var min, var max] && Bound(min) is var low && Bound(max) is var high && (low ?? high) is not null)
        {
            var range = new JsonObject();
            if (low is not null) range["min"] = low;
            if (high is not null) range["max"] = high;
            return range;
        }
        var values = text.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(OptionText.Scalar).ToArray();
        return values.Length == 1 ? values[0] : new JsonArray([.. values]);
    }

    private static JsonValue? Bound(string text) =>
        OptionText.Scalar(text.Trim()) is var value && value.GetValueKind() == JsonValueKind.Number ? value : null;
}
