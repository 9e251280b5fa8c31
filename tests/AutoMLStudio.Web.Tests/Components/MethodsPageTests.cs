using AutoMLStudio.Web.Components.Methods;
using AutoMLStudio.Web.Components.Pages;
using AutoMLStudio.Web.Components.Shared;
using Bunit;

namespace AutoMLStudio.Web.Tests.Components;

public sealed class MethodsPageTests : PageTest
{
    [Fact]
    public void Every_method_is_listed_under_its_kind_with_a_link_to_its_page()
    {
        var page = Render<MethodsPage>();
        var order = MethodKinds.All.SelectMany(k => Catalog.Of(k.Kind)).ToList();
        page.FindAll(".method h3").Select(h => h.TextContent).ShouldBe(order.Select(m => m.Title));
        page.FindAll(".method h3 a").Select(a => a.GetAttribute("href")).ShouldBe(order.Select(m => $"methods/{m.Key}"));
    }

    [Fact]
    public void Search_and_kind_stand_in_the_address()
    {
        Navigation.NavigateTo("/methods?q=SOBOL");
        Render<MethodsPage>().FindAll(".method code").Select(c => c.TextContent).ShouldContain("sobol");
        Navigation.NavigateTo("/methods?q=no-such-method");
        Render<MethodsPage>().FindAll(".method").ShouldBeEmpty();
        Navigation.NavigateTo("/methods?kind=schedulers");
        Render<MethodsPage>().FindAll(".method code").Select(c => c.TextContent).ShouldBe(
            Catalog.Of(AutoMLStudio.Core.MethodKind.Scheduler).Select(m => m.Key));
    }

    [Fact]
    public void The_page_of_a_method_shows_its_article_options_paper_figures_and_example()
    {
        var page = Render<MethodPage>(p => p.Add(m => m.Key, "gp"));
        page.Find("h1").TextContent.ShouldBe("Gaussian process");
        page.FindAll("h2").Select(h => h.TextContent).ShouldBe(
            ["What it does", "When to choose it", "Options", "Measured here", "At a glance", "Example"]);
        page.FindAll(".option-table code").Select(c => c.TextContent).ShouldContain("acquisition");
        page.Find(".citation").TextContent.ShouldContain("Practical Bayesian optimization");
        page.Find(".figure-table .again code").TextContent.ShouldBe("./studio bench gp-regret --seeds 20");
        page.Find("pre code").TextContent.ShouldContain("type: gp");
    }

    [Fact]
    public void An_unknown_key_says_so() => Render<MethodPage>(p => p.Add(m => m.Key, "magic")).Find("h1").TextContent.ShouldBe("There is no method magic");

    [Theory]
    [InlineData("<script>alert(1)</script>", "<script", "&lt;script&gt;")]
    [InlineData("[x](javascript:alert(1))", "javascript", "href=\"#\"")]
    [InlineData("![x](https://elsewhere.example/a.png)", "<img", "<a href=\"https://elsewhere.example/a.png\">x</a>")]
    [InlineData("[x](//elsewhere.example)", "//elsewhere", "href=\"#\"")]
    [InlineData("<javascript:alert(1)>", "href=\"javascript", "href=\"#\"")]
    public void Markdown_from_anybody_is_harmless(string text, string forbidden, string wanted)
    {
        var html = Markdown.ToHtml(text);
        html.ShouldNotContain(forbidden);
        html.ShouldContain(wanted);
    }
}
