using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace AutoMLStudio.Web.Studies;

/// <summary>Where the parts of a study file stand in its text, so that a fault can be shown at its line.</summary>
public sealed class StudyLines
{
    private const int MaximumDepth = 32;
    private const int MaximumNodes = 100_000;

    private readonly Dictionary<string, int> _byPath = new(StringComparer.Ordinal);
    private readonly int? _malformed;
    private int _left = MaximumNodes;

    private StudyLines(int? malformed) => _malformed = malformed;

    /// <summary>The lines of a text, JSON or YAML; one that cannot be read has only the line where it breaks off.</summary>
    public static StudyLines Of(string text)
    {
        var lines = new StudyLines(null);
        try
        {
            var stream = StudyText.LoadYaml(text);
            if (stream.Documents.Count > 0) lines.Walk(stream.Documents[0].RootNode, "", 0);
            return lines;
        }
        catch (YamlException exception)
        {
            return new((int)exception.Start.Line);
        }
    }

    /// <summary>The line, counted from 1, of the part that a fault names, or of the nearest part around it; null where none is there.</summary>
    public int? Line(string path)
    {
        if (_malformed is not null) return _malformed;
        for (var part = path; part.Length > 0; part = Parent(part))
            if (_byPath.TryGetValue(part, out var line)) return line;
        return null;
    }

    private static string Parent(string path) => path[..Math.Max(0, path.LastIndexOfAny(['.', '[']))];

    private void Walk(YamlNode node, string path, int depth)
    {
        // Aliases are followed, so nodes are counted: a small file can stand for a very large one.
        if (depth > MaximumDepth || --_left < 0) return;
        switch (node)
        {
            case YamlMappingNode mapping:
                foreach (var (key, value) in mapping.Children)
                {
                    var inner = path.Length == 0 ? $"{key}" : $"{path}.{key}";
                    _byPath.TryAdd(inner, (int)key.Start.Line);
                    Walk(value, inner, depth + 1);
                }
                break;
            case YamlSequenceNode sequence:
                for (var i = 0; i < sequence.Children.Count; i++)
                {
                    _byPath.TryAdd($"{path}[{i}]", (int)sequence.Children[i].Start.Line);
                    Walk(sequence.Children[i], $"{path}[{i}]", depth + 1);
                }
                break;
        }
    }
}
