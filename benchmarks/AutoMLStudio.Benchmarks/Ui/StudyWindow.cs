using Microsoft.Playwright;

namespace AutoMLStudio.Benchmarks.Ui;

/// <summary>One window of a headless Chromium on a page of the studio, with the clocks that the page itself offers.</summary>
internal sealed class StudyWindow : IAsyncDisposable
{
    /// <summary>
    /// Notes when the history was drawn up to which event: the frame after the drawing is the one that shows it.
    /// </summary>
    private const string Notes = """
        window.drawn = [];
        new MutationObserver(changes => {
          for (const { target } of changes) {
            if (!target.classList.contains('history-chart')) continue;
            const sequence = Number(target.dataset.drawn);
            requestAnimationFrame(() => window.drawn.push([sequence, performance.timeOrigin + performance.now()]));
          }
        }).observe(document, { subtree: true, attributes: true, attributeFilter: ['data-drawn'] });
        """;

    /// <summary>The milliseconds since the navigation, once every plot of the page has been drawn. The importance has nothing to draw here.</summary>
    private const string AllDrawn = """
        () => {
          const plots = [...document.querySelectorAll('figure.chart:not(.importance-chart)')].filter(f => f.querySelector('.chart-host'));
          return plots.length > 0 && plots.every(f => f.dataset.drawn) ? performance.now() : 0;
        }
        """;

    /// <summary>Goes to another view of the same page and waits until the first row of the table is another one.</summary>
    private const string Turn = """
        async address => {
          const first = () => document.querySelector('table.trials tbody tr')?.textContent ?? '';
          const before = first(), began = performance.now();
          Blazor.navigateTo(address);
          while (first() === before || first() === '') {
            if (performance.now() - began > 20000) throw new Error(`The table did not follow ${address}.`);
            await new Promise(requestAnimationFrame);
          }
          return performance.now() - began;
        }
        """;

    /// <summary>Bytes over the wire of everything but the data of charts.</summary>
    private const string Weight = """
        () => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
          .filter(e => !e.name.includes('/api/') && !e.name.includes('/js/charts/')).reduce((sum, e) => sum + e.encodedBodySize, 0)
        """;

    private readonly IBrowserContext _context;
    private readonly ICDPSession _session;

    private StudyWindow(IBrowserContext context, IPage page, ICDPSession session) => (_context, Page, _session) = (context, page, session);

    /// <summary>Its page.</summary>
    public IPage Page { get; }

    /// <summary>A window with an empty cache.</summary>
    public static async Task<StudyWindow> OpenAsync(IBrowser browser, string address)
    {
        var context = await browser.NewContextAsync(new() { BaseURL = address, ViewportSize = new() { Width = 1440, Height = 900 } });
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(60_000);
        await page.AddInitScriptAsync(Notes);
        return new(context, page, await context.NewCDPSessionAsync(page));
    }

    /// <summary>Loads a page and waits for its heading, which the server draws over the circuit: from then on the page answers.</summary>
    /// <returns>Milliseconds to the first paint of content and to the heading.</returns>
    public async Task<(double Paint, double Interactive)> GoAsync(string path)
    {
        await Page.GotoAsync(path);
        await Page.Locator("h1").First.WaitForAsync();
        var interactive = await Page.EvaluateAsync<double>("performance.now()");
        var paint = await Page.EvaluateAsync<double>("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? performance.now()");
        return (paint, interactive);
    }

    /// <summary>Milliseconds from the navigation until every plot was drawn.</summary>
    public async Task<double> UntilDrawnAsync() => await (await Page.WaitForFunctionAsync(AllDrawn)).JsonValueAsync<double>();

    /// <summary>Milliseconds until the table shows what <paramref name="address"/> asks for.</summary>
    public Task<double> TurnAsync(string address) => Page.EvaluateAsync<double>(Turn, address);

    /// <summary>Compressed bytes of the page before its charts.</summary>
    public Task<double> WeightAsync() => Page.EvaluateAsync<double>(Weight);

    /// <summary>Pairs of a sequence number and the moment, in milliseconds since 1970, at which the history showed it.</summary>
    public Task<double[][]> DrawnAsync() => Page.EvaluateAsync<double[][]>("window.drawn");

    /// <summary>Bytes that the page's scripts hold, buffers included, after a garbage collection.</summary>
    public async Task<double> HeapAsync()
    {
        await _session.SendAsync("HeapProfiler.collectGarbage");
        var usage = (await _session.SendAsync("Runtime.getHeapUsage"))!.Value;
        return usage.EnumerateObject().Where(p => p.Name is "usedSize" or "backingStorageSize").Sum(p => p.Value.GetDouble());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
