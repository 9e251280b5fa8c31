using Microsoft.Playwright;

namespace AutoMLStudio.Benchmarks.Ui;

/// <summary>How long pages take to open and tables to turn.</summary>
internal sealed class LoadMeasures(IBrowser browser, string address)
{
    private static readonly string[] Tabs = ["overview", "trials", "curves", "analysis"];

    /// <summary>The page of a study: first paint, the plots of each tab, the table. The first visit compiles what the others run and isn't counted.</summary>
    public async IAsyncEnumerable<BenchmarkRow> PagesAsync(long study, string name, int seeds, double paintTarget, double drawnTarget)
    {
        foreach (var tab in Tabs)
        {
            var (paints, drawn) = (new List<double>(), new List<double>());
            for (var seed = 0; seed <= seeds; seed++)
            {
                await using var window = await StudyWindow.OpenAsync(browser, address);
                var (paint, _) = await window.GoAsync($"/studies/{study}?tab={tab}");
                var plots = await window.UntilDrawnAsync();
                if (seed == 0) continue;
                paints.Add(paint);
                drawn.Add(plots);
            }
            yield return new($"{name}, {tab}: first paint", "ms", paints, paintTarget);
            yield return new($"{name}, {tab}: every plot drawn", "ms", drawn, drawnTarget);
        }
        foreach (var row in await TableAsync(study, name, seeds)) yield return row;
    }

    /// <summary>A first visit to the studio with an empty cache.</summary>
    public async Task<IReadOnlyList<BenchmarkRow>> FirstVisitAsync(int seeds)
    {
        var (weights, interactive) = (new List<double>(), new List<double>());
        for (var seed = 0; seed < seeds; seed++)
        {
            await using var window = await StudyWindow.OpenAsync(browser, address);
            interactive.Add((await window.GoAsync("/")).Interactive);
            weights.Add(await window.WeightAsync() / 1024);
        }
        return [new("first visit: compressed size before charts", "KiB", weights, 1536), new("first visit: interactive", "ms", interactive, 1500)];
    }

    private async Task<IReadOnlyList<BenchmarkRow>> TableAsync(long study, string name, int seeds)
    {
        await using var window = await StudyWindow.OpenAsync(browser, address);
        await window.GoAsync($"/studies/{study}?tab=trials");
        await window.Page.Locator("table.trials tbody tr").First.WaitForAsync();
        var (pages, filters) = (new List<double>(), new List<double>());
        for (var seed = 0; seed <= seeds; seed++)
        {
            var turned = await window.TurnAsync($"/studies/{study}?tab=trials&page={seed + 2}");
            var filtered = await window.TurnAsync($"/studies/{study}?tab=trials&filter={Uri.EscapeDataString($"layers = {1 + seed % 8} and value > 0.7")}");
            if (seed == 0) continue;
            pages.Add(turned);
            filters.Add(filtered);
        }
        return [new($"{name}: another page of the table", "ms", pages, 300), new($"{name}: a filter on the table", "ms", filters, 300)];
    }
}
