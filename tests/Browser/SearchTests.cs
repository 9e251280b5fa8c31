using AutoMLStudio.Tests.Support;
using AutoMLStudio.Web.Studies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace AutoMLStudio.Browser.Tests;

/// <summary>A search by shared weights, looked at epoch by epoch, up to the network that it found.</summary>
[Collection(StudioCollection.Name)]
public sealed class SearchTests(ChromiumFixture chromium, StudioFixture studio)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_search_is_replayed_read_out_and_taken_away()
    {
        var id = await SeededAsync(skips: 2, found: 3);
        await using var window = await chromium.OpenAsync(studio.Address);
        var page = window.Page;
        await window.GoAsync($"/studies/{id}?tab=search");
        await window.UntilAsync("document.querySelector('.search-view')?.dataset.step === '12'");
        (await page.Locator(".slot.chosen").CountAsync()).ShouldBe(16);
        await Assertions.Expect(page.Locator(".search-card .said")).ToContainTextAsync("2 of 8 edges of its normal cell are skips.");
        await Assertions.Expect(page.Locator("[data-part=warning]")).ToBeHiddenAsync();

        // An earlier epoch, by the slider and by a key; the address keeps it.
        await page.GetByLabel("Epoch that is looked at").FillAsync("5");
        await window.UntilAsync("document.querySelector('.search-view').dataset.step === '5'");
        await page.Locator(".search-card h2").ClickAsync();
        await page.GetByLabel("Epoch that is looked at").PressAsync(".");
        await window.UntilAsync("location.search.includes('epoch=6')");
        await page.ReloadAsync();
        await window.UntilAsync("document.querySelector('.search-view')?.dataset.step === '6'");

        // By keys along the edges: each says what it holds, and the map follows.
        await page.Locator(".slot").First.FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(page.Locator(".search-tip strong")).ToHaveTextAsync("c(k−1) → 0");
        (await page.Locator(".search-tip li").CountAsync()).ShouldBe(8);
        await Assertions.Expect(page.Locator(".heat-row")).ToHaveCountAsync(1);

        var svg = await page.RunAndWaitForDownloadAsync(() => page.Locator(".search-card [data-do=svg]").ClickAsync());
        svg.SuggestedFilename.ShouldBe($"search-{id}-0-epoch-6.svg");
        (await File.ReadAllTextAsync(await svg.PathAsync(), Token)).ShouldContain("skip connect");
        var png = await page.RunAndWaitForDownloadAsync(() => page.Locator(".search-card [data-do=png]").ClickAsync());
        new FileInfo(await png.PathAsync()).Length.ShouldBeGreaterThan(10_000);

        await Assertions.Expect(page.Locator("[data-part=rho]")).ToContainTextAsync("Spearman’s ρ = 1 over 3 architectures");
        await page.GetByRole(AriaRole.Link, new() { Name = "Train this network longer" }).ClickAsync();
        await page.Locator(".longer-notice").WaitForAsync();
        await Assertions.Expect(page.Locator(".longer-notice")).ToContainTextAsync($"trial 1 of study {id}");
        await window.UntilAsync("document.querySelector('#yaml')?.value.includes('epochs: 10')");
        window.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_collapse_to_skip_connections_is_warned_of_on_a_narrow_screen_too()
    {
        var id = await SeededAsync(skips: 5, found: 1);
        await using var window = await chromium.OpenAsync(studio.Address, 390, 844);
        await window.GoAsync($"/studies/{id}?tab=search");
        await Assertions.Expect(window.Page.Locator("[data-part=warning]")).ToContainTextAsync("5 of 8 edges of the derived normal cell");
        (await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBe(0);
        await window.GoAsync($"/studies/{id}/trials/0");
        await Assertions.Expect(window.Page.Locator(".search-words")).ToContainTextAsync("supernet search 1");
        (await window.Page.ContentAsync()).ShouldNotContain("$search");
        window.Faults.ShouldBeEmpty();
    }

    private async Task<long> SeededAsync(int skips, int found)
    {
        var id = await studio.Services.GetRequiredService<IStudyCommands>().CreateAsync("""
            name: seeded search
            dataset: glyphs
            evaluator: { type: network, epochs: 2 }
            space: { cell: { type: architecture, space: cell, channels: 4, cells: 3 } }
            sampler: { type: darts, epochs: 12 }
            """, start: false, Token);
        await SearchTwin.WriteAsync(studio.Services, id, epochs: 12, skips, found, Token);
        return id;
    }
}
