using System.Text.RegularExpressions;
using AutoMLStudio.Tests.Support;
using AutoMLStudio.Web.Studies;

namespace AutoMLStudio.Web.Tests.House;

/// <summary>Citations in the sources and the entries of REFERENCES.md are the same keys.</summary>
public sealed partial class ReferenceTests
{
    [Fact]
    public void Every_citation_resolves_and_every_reference_is_cited()
    {
        var entries = EntryPattern().Matches(File.ReadAllText(Path.Combine(Repository.Root, "REFERENCES.md"))).Select(m => m.Groups["key"].Value)
            .ToList();
        entries.ShouldBeUnique();
        var sources = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
        var cited = sources.SelectMany(f => CitationPattern().Matches(File.ReadAllText(f)).Select(m => m.Groups["key"].Value))
            .ToHashSet(StringComparer.Ordinal);
        cited.UnionWith(StudioCatalog.All.Methods.Select(m => m.Paper).OfType<string>());
        cited.Except(entries).ShouldBeEmpty("cited but not in REFERENCES.md");
        entries.Except(cited).ShouldBeEmpty("in REFERENCES.md but not cited");
    }

    [GeneratedRegex(@"^- \*\*\[(?<key>\w+)\]\*\*", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex EntryPattern();

    [GeneratedRegex(@"\[(?<key>[A-Z][A-Za-z]+(?:19|20)\d\d[a-z]?)\]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex CitationPattern();
}
