using AutoMLStudio.Tests.Support;
using Microsoft.Playwright;

namespace AutoMLStudio.Browser.Tests;

/// <summary>A page whose connection is lost says so, comes back by itself, and offers to load anew where that is all that helps.</summary>
[Collection(StudioCollection.Name)]
public sealed class ConnectionTests(ChromiumFixture chromium, StudioFixture studio) : IDisposable
{
    private const string Notice = "#components-reconnect-modal";
    private readonly string _folder = Directory.CreateTempSubdirectory("studio-second-").FullName;

    [Fact]
    public async Task A_page_comes_back_without_loading_when_the_connection_does()
    {
        await using var wire = new Wire(studio.Address);
        await using var window = await chromium.OpenAsync(wire.Address);
        await window.GoAsync("/methods");
        await window.Page.GetByRole(AriaRole.Searchbox).FillAsync("halving");
        await Assertions.Expect(window.Page.Locator(".method")).ToHaveCountAsync(3);
        await window.Page.EvaluateAsync("window.stillThere = true");
        wire.Cut();
        await Assertions.Expect(window.Page.Locator(Notice)).ToContainTextAsync("The connection to the studio was lost.");
        await window.Page.Locator(Notice).WaitForAsync();
        wire.Mend();
        await window.Page.Locator(Notice).WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        await window.Page.GetByRole(AriaRole.Searchbox).FillAsync("hyperband");
        await Assertions.Expect(window.Page.Locator(".method h3").Last).ToHaveTextAsync("Hyperband");
        (await window.Page.EvaluateAsync<bool>("window.stillThere === true")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_page_offers_to_load_anew_when_the_studio_was_restarted()
    {
        await using var wire = new Wire(studio.Address);
        await using var window = await chromium.OpenAsync(wire.Address);
        await window.GoAsync("/methods?q=sobol");
        await using var second = StudioProcess.Start(studio.Database.ConnectionString, _folder, "serve", "--urls", "http://127.0.0.1:0");
        var line = await second.FirstLine.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        wire.Cut();
        await window.Page.Locator(Notice).WaitForAsync();
        wire.LeadTo(line[line.IndexOf("http", StringComparison.Ordinal)..]);
        wire.Mend();
        await window.Page.GetByText("The studio was restarted.").WaitForAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Load the page anew" }).ClickAsync();
        await window.Page.Locator(Notice).WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        await window.Page.Locator(".method").First.WaitForAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Searchbox)).ToHaveValueAsync("sobol");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
