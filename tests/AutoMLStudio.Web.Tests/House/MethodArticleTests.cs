using AutoMLStudio.Tests.Support;
using AutoMLStudio.Web.Methods;
using AutoMLStudio.Web.Studies;
using AutoMLStudio.Web.Tests.Components;

namespace AutoMLStudio.Web.Tests.House;

/// <summary>Every method of the catalogue brings its page: docs/methods/KEY.md with the sections that pages show.</summary>
public sealed class MethodArticleTests
{
    private static readonly string[] Sections = [.. MethodArticle.Wanted.Except(["Example"])];

    public static TheoryData<string> Keys => [.. StudioCatalog.All.Methods.Select(m => m.Key)];

    [Theory, MemberData(nameof(Keys))]
    public async Task A_method_has_an_article_with_an_example_that_uses_it(string key)
    {
        var article = MethodLibrary.Article(key).ShouldNotBeNull($"docs/methods/{key}.md is missing");
        Sections.Except(article.Sections.Select(s => s.Heading)).ShouldBeEmpty();
        article.Sections.ShouldAllBe(s => s.Text.Length > 80);
        article.Example.ShouldContain(key);
        // Paths of examples are relative to the repository, where a person stands who follows them.
        var example = article.Example.Replace("path: examples/", $"path: {Repository.Root}/examples/", StringComparison.Ordinal);
        var check = await new StudiesTwin(StudioCatalog.All).CheckAsync(example, TestContext.Current.CancellationToken);
        check.Faults.ShouldBeEmpty();
    }

    [Fact]
    public void Keys_are_unique_over_all_kinds_since_addresses_name_a_method_by_its_key_alone() => Keys.Select(k => k.Data).ShouldBeUnique();

    [Fact]
    public void Every_article_is_of_a_method()
    {
        var articles = Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs", "methods"), "*.md").Select(f => Path.GetFileNameWithoutExtension(f));
        articles.Except(Keys.Select(k => k.Data)).ShouldBeEmpty();
    }

    [Fact]
    public void Figures_are_of_methods_and_say_how_they_are_measured_again()
    {
        MethodLibrary.Measured.Machine.ShouldNotBeEmpty();
        foreach (var table in MethodLibrary.Measured.Figures)
        {
            table.Methods.Except(Keys.Select(k => k.Data)).ShouldBeEmpty(table.Title);
            table.Command.ShouldStartWith("./studio bench ");
            table.Rows.ShouldAllBe(r => r.Values.Count == table.Columns.Count);
            table.Rows.SelectMany(r => r.Values).ShouldAllBe(v => v == null || v.Count == 1 || (v.Count == 3 && v[1] <= v[0] && v[0] <= v[2]));
        }
    }

    [Fact]
    public void Every_paper_of_the_catalogue_can_be_shown() =>
        StudioCatalog.All.Methods.Select(m => m.Paper).OfType<string>().ShouldAllBe(p => MethodLibrary.Paper(p) != null);
}
