using System.Text.RegularExpressions;
using System.Xml.Linq;
using AutoMLStudio.Tests.Support;
using AutoMLStudio.Web.Components;
using AutoMLStudio.Web.Methods;
using AutoMLStudio.Web.Studies;

namespace AutoMLStudio.Web.Tests.House;

/// <summary>What pages and charts say exists in every language.</summary>
public sealed partial class TextTests
{
    private static readonly string Web = Path.Combine(Repository.Root, "src", "AutoMLStudio.Web");

    public static TheoryData<string> Translations => [.. Texts.Languages.Skip(1)];

    [Theory, MemberData(nameof(Translations))]
    public void Every_text_of_a_page_is_translated_and_every_translation_is_used(string language)
    {
        var file = XDocument.Load(Path.Combine(Web, "Resources", "Components", $"Texts.{language}.resx"));
        var translated = file.Root!.Elements("data").Select(d => d.Attribute("name")!.Value).ToList();
        // A compiled resource file drops a name that differs from an earlier one by case only.
        translated.GroupBy(t => t, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => g.Key).ShouldBeEmpty("stands twice");
        var said = Directory.EnumerateFiles(Web, "*", SearchOption.AllDirectories)
            .Where(f => f.EndsWith(".razor", StringComparison.Ordinal) || f.EndsWith(".cs", StringComparison.Ordinal))
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(f => Said().Matches(File.ReadAllText(f))).Select(Text).ToHashSet();
        said.UnionWith(StudioCatalog.All.Methods.SelectMany(m => new[] { m.Title, m.Family, m.Summary }));
        said.UnionWith(MethodArticle.Wanted);
        said.Except(translated).ShouldBeEmpty("not translated");
        translated.Except(said).ShouldBeEmpty("translated but never said");
    }

    [Theory, MemberData(nameof(Translations))]
    public void Every_text_of_a_script_is_translated_and_every_translation_is_used(string language)
    {
        var scripts = Path.Combine(Repository.Root, "wwwroot", "js");
        var translated = Translation().Matches(File.ReadAllText(Path.Combine(scripts, $"texts.{language}.js"))).Select(Text).ToList();
        translated.Count.ShouldBe(translated.Distinct().Count(), "a text stands twice");
        var said = Directory.EnumerateFiles(scripts, "*.js", SearchOption.AllDirectories)
            .Where(f => !Path.GetFileName(f).StartsWith("texts.", StringComparison.Ordinal))
            .SelectMany(f => SaidByScript().Matches(File.ReadAllText(f))).Select(Text).ToHashSet();
        said.Except(translated).ShouldBeEmpty("not translated");
        translated.Except(said).ShouldBeEmpty("translated but never said");
    }

    private static string Text(Match match) => Regex.Unescape(match.Groups["text"].Value);

    /// <summary>A text is named by a literal: <c>T["…"]</c>, whatever the localizer is called, or marked with <c>Texts.Of("…")</c>.</summary>
    [GeneratedRegex(@"(?:\bT\[|\bTexts\.Of\()""(?<text>(?:[^""\\]|\\.)*)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Said();

    /// <summary>In a script: <c>t('…')</c>, with either quote.</summary>
    [GeneratedRegex(@"(?<![\w.])t\(\s*(?<quote>['""])(?<text>(?:(?!\k<quote>)[^\\\n]|\\.)*)\k<quote>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SaidByScript();

    /// <summary>A line of a script's dictionary: <c>'English': 'translation',</c>.</summary>
    [GeneratedRegex(
        @"^\s*(?<quote>['""])(?<text>(?:(?!\k<quote>)[^\\\n]|\\.)*)\k<quote>:\s*(?<other>['""]).+\k<other>,$",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Translation();
}
