using System.Net;
using AutoMLStudio.Tests.Support;

namespace AutoMLStudio.Web.Tests.Components;

/// <summary>
/// The browser's files stand outside the project and reach it through tasks of the SDK that are no documented API: these tests would notice a change.
/// </summary>
[Collection(StudioCollection.Name)]
public sealed class StaticFilesTests(StudioFixture studio)
{
    [Theory]
    [InlineData("/app.css", "text/css")]
    [InlineData("/css/charts.css", "text/css")]
    [InlineData("/js/surrogate/surrogate-view.js", "text/javascript")]
    [InlineData("/favicon.svg", "image/svg+xml")]
    [InlineData("/_content/MudBlazor/MudBlazor.min.css", "text/css")]
    [InlineData("/_framework/blazor.web.js", "text/javascript")]
    public async Task A_file_of_the_pages_is_served(string path, string type)
    {
        using var response = await studio.Client.GetAsync(path, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(type);
    }

    [Fact]
    public async Task A_page_names_its_files_by_fingerprint_and_holds_no_script_of_its_own()
    {
        var html = await studio.Client.GetStringAsync("/", TestContext.Current.CancellationToken);
        html.ShouldMatch(@"href=""app\.[a-z0-9]+\.css""");
        html.ShouldNotMatch("<script(?![^>]* src=)");
    }
}
