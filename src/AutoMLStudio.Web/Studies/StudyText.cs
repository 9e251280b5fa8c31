using System.Text.Json;
using System.Text.Json.Nodes;
using AutoMLStudio.Core.Studies;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace AutoMLStudio.Web.Studies;

/// <summary>The edge where a study file is text: JSON or YAML in, YAML out. Core knows the JSON form alone.</summary>
public static class StudyText
{
    /// <summary>Longest file accepted, in characters.</summary>
    public const int MaximumLength = 1_000_000;

    private const int MaximumDepth = 32;
    private const int MaximumNodes = 100_000;

    /// <summary>The JSON form of a text: JSON when it begins with a brace, YAML otherwise.</summary>
    /// <exception cref="StudyFileException">The text is neither; the message says where.</exception>
    public static JsonNode Parse(string text)
    {
        if (text.Length > MaximumLength) throw Fault($"The file has {text.Length:N0} characters: at most {MaximumLength:N0} are accepted.");
        if (string.IsNullOrWhiteSpace(text)) throw Fault("The file is empty: a study with name, evaluator, space, … is expected.");
        return text.AsSpan().TrimStart()[0] == '{' ? ParseJson(text) : ParseYaml(text);
    }

    /// <summary>A study as YAML, short mappings on one line as people write them.</summary>
    public static string ToYaml(JsonObject study)
    {
        using var writer = new StringWriter();
        var root = (YamlMappingNode)ToYamlNode(study, depth: 0);
        new YamlStream(new YamlDocument(root)).Save(writer, assignAnchors: false);
        var text = writer.ToString().Replace("\r\n", "\n", StringComparison.Ordinal);
        return text.EndsWith("...\n", StringComparison.Ordinal) ? text[..^4] : text;
    }

    /// <summary>The documents of a YAML text.</summary>
    /// <exception cref="YamlException">The text is malformed; the exception says where.</exception>
    internal static YamlStream LoadYaml(string text)
    {
        var scanner = new Scanner(new StringReader(text), skipComments: true);
        try
        {
            var stream = new YamlStream();
            stream.Load(new ShallowParser(new YamlDotNet.Core.Parser(scanner), MaximumDepth));
            return stream;
        }
        catch (InvalidOperationException exception)
        {
            // The library's way of saying that a list or mapping is not closed before the text goes on.
            throw new YamlException(scanner.CurrentPosition, scanner.CurrentPosition, "A bracket is not closed.", exception);
        }
    }

    private static JsonNode ParseJson(string text)
    {
        try
        {
            var options = new JsonDocumentOptions
            {
                MaxDepth = MaximumDepth, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false,
            };
            var json = JsonNode.Parse(text, documentOptions: options)!;
            // Escapes are looked at when a text is read: half a character must not come up wherever that is.
            json.ToJsonString();
            return json;
        }
        catch (JsonException exception)
        {
            var place = exception.LineNumber is { } line ? $" at line {line + 1}, character {exception.BytePositionInLine + 1}" : "";
            throw Fault($"The JSON is malformed{place}: {FirstSentence(exception.Message)}");
        }
        catch (InvalidOperationException)
        {
            throw Fault("The JSON is malformed: an escape such as \\ud800 is half a character; both halves are expected.");
        }
    }

    private static JsonNode ParseYaml(string text)
    {
        try
        {
            var stream = LoadYaml(text);
            if (stream.Documents.Count != 1) throw Fault($"The file holds {stream.Documents.Count} YAML documents: one is expected.");
            var budget = MaximumNodes;
            return ToJson(stream.Documents[0].RootNode, 0, ref budget)
                ?? throw Fault("The file is empty: a study with name, evaluator, space, … is expected.");
        }
        catch (YamlException exception)
        {
            throw Fault(
                $"The YAML is malformed at line {exception.Start.Line}, character {exception.Start.Column}: {FirstSentence(exception.Message)}");
        }
    }

    // Aliases are expanded, so nodes are counted: a small file can stand for a very large one.
    private static JsonNode? ToJson(YamlNode node, int depth, ref int budget)
    {
        if (depth > MaximumDepth || --budget < 0)
            throw Fault(
                $"The YAML is nested too deeply or too large at line {node.Start.Line}: at most {MaximumDepth} levels and "
                + $"{MaximumNodes:N0} values are accepted.");
        switch (node)
        {
            case YamlMappingNode mapping:
                var json = new JsonObject();
                foreach (var (key, value) in mapping.Children)
                {
                    if (key is not YamlScalarNode { Value: { } name })
                        throw Fault($"The key at line {key.Start.Line} is not accepted: a text is expected.");
                    json[name] = ToJson(value, depth + 1, ref budget);
                }
                return json;
            case YamlSequenceNode sequence:
                var list = new JsonArray();
                foreach (var item in sequence.Children) list.Add(ToJson(item, depth + 1, ref budget));
                return list;
            case YamlScalarNode scalar:
                return YamlScalars.ToJson(scalar);
            default:
                throw Fault($"The value at line {node.Start.Line} is not accepted.");
        }
    }

    private static YamlNode ToYamlNode(JsonNode? node, int depth)
    {
        switch (node)
        {
            case JsonObject json:
                var mapping = new YamlMappingNode { Style = depth >= 2 || IsShort(json, depth) ? MappingStyle.Flow : MappingStyle.Block };
                foreach (var (key, value) in json) mapping.Add(YamlScalars.Text(key), ToYamlNode(value, depth + 1));
                return mapping;
            case JsonArray list:
                var style = depth == 1 && list.Any(i => i is JsonObject) ? SequenceStyle.Block : SequenceStyle.Flow;
                return new YamlSequenceNode(list.Select(i => ToYamlNode(i, depth + 1))) { Style = style };
            default:
                return YamlScalars.ToYaml(node);
        }
    }

    // The study itself and its space stand in block style, everything below on one line.
    private static bool IsShort(JsonObject json, int depth) => depth == 1 && json.Count > 0 && json.All(p => p.Value is not JsonObject);

    private static StudyFileException Fault(string message) => new([new("", message)]);

    private static string FirstSentence(string message)
    {
        var line = message.Split('\n')[0];
        var end = line.IndexOf(" Path:", StringComparison.Ordinal);
        if (end < 0) end = line.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (end > 0 ? line[..end] : line).Trim();
    }
}
