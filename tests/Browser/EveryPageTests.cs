using AutoMLStudio.Tests.Support;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace AutoMLStudio.Browser.Tests;

/// <summary>What holds on every page, in both themes, on a desk and on a phone.</summary>
[Collection(StudioCollection.Name)]
public sealed class EveryPageTests(ChromiumFixture chromium, StudioFixture studio)
{
    private const long MaximumBytes = 1_500_000;

    private const double MaximumShift = 0.02;

    private static readonly string[] Pages =
    [
        "/", "/studies/new", "/studies/new?step=4",
        "/studies/new?mode=expert&template=layers", "/methods", "/methods?q=nothing-has-this", "/methods/gp", "/methods/command", "/system",
        "/studies/{id}", "/studies/{id}?tab=definition", "/compare?ids={id}", "/compare", "/?q=nothing-has-this", "/not-found",
    ];

    /// <summary>Looked at once in each theme, on a desk in the light and on a phone in the dark, to keep the run
    /// short.</summary>
    private static readonly string[] FurtherPages =
    [
        "/datasets", "/datasets/glyphs", "/datasets/moons", "/studies/{id}/trials/0",
        .. new[] { "trials", "curves", "analysis", "model", "notes", "log", "events" }.Select(tab => $"/studies/{{id}}?tab={tab}"),
        "/studies/{front}", "/studies/{front}?tab=trials", "/studies/{front}?tab=analysis", "/compare?ids={front}",
    ];

    [Theory]
    [InlineData(1440, false)]
    [InlineData(1440, true)]
    [InlineData(390, false)]
    [InlineData(390, true)]
    public async Task A_page_is_accessible_fits_stays_where_it_is_and_loads_from_the_studio_alone(int width, bool dark)
    {
        var (study, front) = (await Samples.StudyAsync(studio), await Samples.FrontAsync(studio));
        await using var window = await chromium.OpenAsync(studio.Address, width, dark: dark);
        var faults = new List<string>();
        window.Page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(studio.Address, StringComparison.Ordinal)) faults.Add($"asked {request.Url}");
        };
        foreach (var page in dark == width < 1024 ? [.. Pages, .. FurtherPages] : Pages)
        {
            await window.GoAsync(page.Replace("{id}", $"{study}", StringComparison.Ordinal).Replace("{front}", $"{front}", StringComparison.Ordinal));
            await window.UntilAsync("!document.querySelector('.skeleton, .mud-skeleton, [aria-busy=true]') && document.fonts.status === 'loaded'");
            faults.AddRange((await FaultsAsync(window.Page)).Select(f => $"{page}: {f}"));
            if (width < 1024) continue;
            await window.Page.SetViewportSizeAsync(1024, 900);
            faults.AddRange((await OverflowAsync(window.Page)).Select(f => $"{page} at 1024: {f}"));
            await window.Page.SetViewportSizeAsync(width, 900);
        }
        faults.ShouldBeEmpty();
        window.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_keyboard_reaches_every_place_of_the_studio_and_skips_them_if_wanted()
    {
        await using var window = await chromium.OpenAsync(studio.Address);
        await window.GoAsync("/methods");
        // The title has the focus on arrival, so that a reader begins there; what comes before it is reached backwards.
        await Assertions.Expect(window.Page.Locator("h1")).ToBeFocusedAsync();
        string[] places = ["Use the dark theme", "New study", "API", "System", "Methods", "Datasets", "Studies", "AutoML Studio, all studies"];
        foreach (var name in places)
        {
            await window.Page.Keyboard.PressAsync("Shift+Tab");
            await Assertions.Expect(window.Page.Locator(":focus")).ToHaveAccessibleNameAsync(name);
        }
        await window.Page.Keyboard.PressAsync("Shift+Tab");
        await Assertions.Expect(window.Page.Locator(".skip-link")).ToBeFocusedAsync();
        await Assertions.Expect(window.Page.Locator(".skip-link")).ToBeInViewportAsync();
        await window.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(window.Page.Locator("main")).ToBeFocusedAsync();
    }

    private static async Task<List<string>> FaultsAsync(IPage page)
    {
        var faults = new List<string>();
        // The content policy binds the page, not what the browser's own tools run in it.
        var axe = await page.RunAxe();
        faults.AddRange(axe.Violations.Select(v => $"{v.Id} ({v.Help}): {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}"));
        axe.Passes.Length.ShouldBeGreaterThan(10);
        faults.AddRange(await OverflowAsync(page));
        var shift = await page.EvaluateAsync<double>(
            """
            new Promise(done => {
              let shift = 0;
              new PerformanceObserver(list => { for (const e of list.getEntries()) if (!e.hadRecentInput) shift += e.value; })
                .observe({ type: 'layout-shift', buffered: true });
              requestAnimationFrame(() => requestAnimationFrame(() => done(shift)));
            })
            """);
        if (shift > MaximumShift) faults.Add($"moves by {shift:0.000} while it loads");
        var bytes = await page.EvaluateAsync<long>(
            "performance.getEntries().reduce((sum, e) => sum + (e.encodedBodySize ?? 0), 0)");
        if (bytes > MaximumBytes) faults.Add($"weighs {bytes:N0} bytes");
        return faults;
    }

    private static async Task<string[]> OverflowAsync(IPage page)
    {
        var over = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        return over > 0 ? [$"{over} px wider than the window"] : [];
    }
}
