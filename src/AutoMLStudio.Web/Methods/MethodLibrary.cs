using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Web.Methods;

/// <summary>
/// What there is to read about the methods, kept in the program: an article each (<c>docs/methods/KEY.md</c>), the papers (<c>REFERENCES.md</c>) and the
/// measured figures (<c>docs/figures.json</c>).
/// </summary>
public static partial class MethodLibrary
{
    private static readonly Lazy<MeasuredFigures> Figures =
        new(() => JsonSerializer.Deserialize<MeasuredFigures>(Read("figures.json")!, StudyJson.Options)!);

    private static readonly Lazy<Dictionary<string, string>> Papers = new(() => Entry().Matches(Read("references.md")!)
        .ToDictionary(m => m.Groups["key"].Value, m => m.Groups["text"].Value.Trim(), StringComparer.Ordinal));

    /// <summary>What was measured, and on what.</summary>
    public static MeasuredFigures Measured => Figures.Value;

    /// <summary>The article of a method; null where there is none.</summary>
    public static MethodArticle? Article(string key) => Read($"methods/{key}.md") is { } text ? MethodArticle.Parse(text) : null;

    /// <summary>The figures that were measured of a method.</summary>
    public static IEnumerable<FigureTable> FiguresOf(string key) => Figures.Value.Figures.Where(f => f.Methods.Contains(key));

    /// <summary>The entry of REFERENCES.md with this key.</summary>
    public static string? Paper(string key) => Papers.Value.GetValueOrDefault(key);

    private static string? Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name);
        if (stream is null) return null;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"^- \*\*\[(?<key>\w+)\]\*\*(?<text>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Entry();
}

/// <summary>An article: sections of Markdown under second-rank headings, the last of which is a study.</summary>
/// <param name="Sections">Heading and text of each section, in order, the example left out.</param>
/// <param name="Example">A whole study file in YAML.</param>
public sealed partial record MethodArticle(IReadOnlyList<(string Heading, string Text)> Sections, string Example)
{
    /// <summary>What every article has, in this order; others may stand between.</summary>
    public static IReadOnlyList<string> Wanted { get; } = ["What it does", "When to choose it", "Example"];

    /// <summary>Reads an article.</summary>
    public static MethodArticle Parse(string text)
    {
        var parts = Heading().Split("\n" + text.ReplaceLineEndings("\n")).Skip(1).Chunk(2).Select(p => (p[0], p[1].Trim())).ToList();
        var example = parts.Where(p => p.Item1 == Wanted[^1]).Select(p => Fence().Match(p.Item2).Groups["code"].Value).FirstOrDefault() ?? "";
        return new([.. parts.Where(p => p.Item1 != Wanted[^1])], example);
    }

    [GeneratedRegex(@"\n## (?<heading>.+)\n", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"```yaml\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Fence();
}

/// <summary>The figures of <c>docs/figures.json</c>, written from what the benches print with <c>--json</c>.</summary>
/// <param name="Machine">What they were measured on.</param>
/// <param name="Figures">The tables.</param>
public sealed record MeasuredFigures(string Machine, IReadOnlyList<FigureTable> Figures);

/// <summary>A table of measured figures.</summary>
/// <param name="Title">What was measured.</param>
/// <param name="Unit">In which unit; empty for plain numbers.</param>
/// <param name="Command">The command that measures it again.</param>
/// <param name="Methods">Keys of the methods that it tells of.</param>
/// <param name="Values">What a cell holds, in words.</param>
/// <param name="Note">Under which circumstances.</param>
/// <param name="Columns">Heads of the columns of values.</param>
/// <param name="Rows">The rows.</param>
public sealed record FigureTable(
    string Title, string Unit, string Command, IReadOnlyList<string> Methods, string Values, string Note, IReadOnlyList<string> Columns,
    IReadOnlyList<FigureRow> Rows);

/// <summary>A row of figures.</summary>
/// <param name="Label">What the row is about.</param>
/// <param name="Values">For each column the median, followed by the quartiles where there is a spread; null where nothing was measured.</param>
public sealed record FigureRow(string Label, IReadOnlyList<IReadOnlyList<double>?> Values);
