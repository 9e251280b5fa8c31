using AutoMLStudio.Web.Components.Pages;
using Bunit;

namespace AutoMLStudio.Web.Tests.Components;

public sealed class MethodsPageTests : PageTest
{
    [Fact]
    public void Every_method_is_listed_with_its_options()
    {
        var page = Render<MethodsPage>();
        page.FindAll(".method h3").Select(h => h.TextContent).ShouldBe(Catalog.Methods.OrderBy(m => m.Kind).Select(m => m.Title));
        page.FindAll(".method dt").ShouldNotBeEmpty();
    }

    [Fact]
    public void The_filter_stands_in_the_address()
    {
        Navigation.NavigateTo("/methods?q=SOBOL");
        Render<MethodsPage>().FindAll(".method code").Select(c => c.TextContent).ShouldContain("sobol");
        Navigation.NavigateTo("/methods?q=no-such-method");
        Render<MethodsPage>().FindAll(".method").ShouldBeEmpty();
    }
}
