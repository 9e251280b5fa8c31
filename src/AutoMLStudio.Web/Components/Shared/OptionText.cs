using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AutoMLStudio.Core.Options;
using AutoMLStudio.Web.Studies;

namespace AutoMLStudio.Web.Components.Shared;

/// <summary>
/// Between the JSON of a study file and the text in a field. A text that does not fit its field stays as a text: the check of the file then names the
/// field and says what would be accepted, in the same words as everywhere else.
/// </summary>
internal static class OptionText
{
    /// <summary>A value as a person would type it.</summary>
    public static string Of(JsonNode? node) => node switch
    {
        null => "",
        JsonArray list => string.Join(", ", list.Select(Of)),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        JsonValue => YamlScalars.Number(node),
        _ => node.ToJsonString(),
    };

    /// <summary>What was typed, as the option wants it; null for nothing.</summary>
    public static JsonNode? Read(string? text, OptionKind kind)
    {
        text = text?.Trim();
        if (string.IsNullOrEmpty(text)) return null;
        return kind switch
        {
            OptionKind.Number or OptionKind.Integer => Number(text) ?? JsonValue.Create(text),
            OptionKind.Numbers => List(text, item => Number(item) ?? JsonValue.Create(item)),
            OptionKind.Texts => List(text, item => JsonValue.Create(item)),
            _ => JsonValue.Create(text),
        };
    }

    /// <summary>A list of choices: numbers and true or false where they read as such, texts otherwise.</summary>
    public static JsonArray Choices(string? text) => List(text ?? "", Scalar);

    /// <summary>A number or true or false where it reads as such, a text otherwise.</summary>
    public static JsonValue Scalar(string text) => text switch
    {
        "true" => JsonValue.Create(true),
        "false" => JsonValue.Create(false),
        _ => Number(text) ?? JsonValue.Create(text),
    };

    private static JsonArray List(string text, Func<string, JsonNode> item) =>
        new([.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(item)]);

    private static JsonValue? Number(string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)) return JsonValue.Create(whole);
        var isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number);
        return isNumber ? JsonValue.Create(number) : null;
    }
}
