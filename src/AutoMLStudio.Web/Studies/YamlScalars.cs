using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace AutoMLStudio.Web.Studies;

/// <summary>
/// Scalars by the core schema of YAML 1.2: a plain <c>true</c> is a flag, <c>1e-3</c> a number, <c>yes</c> and everything quoted a text.
/// </summary>
internal static partial class YamlScalars
{
    public static JsonNode? ToJson(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any)) return JsonValue.Create(text);
        return text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => null,
            "true" or "True" or "TRUE" => JsonValue.Create(true),
            "false" or "False" or "FALSE" => JsonValue.Create(false),
            _ when IntegerPattern().IsMatch(text)
                && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) =>
                    JsonValue.Create(integer),
            _ when NumberPattern().IsMatch(text)
                && double.TryParse(text, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) =>
                    JsonValue.Create(number),
            _ => JsonValue.Create(text),
        };
    }

    public static YamlScalarNode ToYaml(JsonNode? node)
    {
        if (node is null) return new("null") { Style = ScalarStyle.Plain };
        return node.GetValueKind() == JsonValueKind.String ? Text(node.GetValue<string>()) : new(Number(node)) { Style = ScalarStyle.Plain };
    }

    /// <summary>A number as people write it: <c>1e-5</c> where JSON has <c>1E-05</c>. True and false as they are.</summary>
    public static string Number(JsonNode node) => node.ToJsonString().Replace("E-0", "e-", StringComparison.Ordinal)
        .Replace("E+", "e", StringComparison.Ordinal).Replace('E', 'e');

    /// <summary>A text, quoted where a plain one would be read as something else.</summary>
    public static YamlScalarNode Text(string text)
    {
        var plain = new YamlScalarNode(text) { Style = ScalarStyle.Plain };
        var isPlain = PlainPattern().IsMatch(text) && ToJson(plain) is JsonValue value && value.GetValueKind() == JsonValueKind.String;
        return isPlain ? plain : new(text) { Style = ScalarStyle.DoubleQuoted };
    }

    [GeneratedRegex("^[-+]?[0-9]+$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IntegerPattern();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NumberPattern();

    [GeneratedRegex("^[A-Za-z_/][A-Za-z0-9_./ -]*(?<! )$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PlainPattern();
}
