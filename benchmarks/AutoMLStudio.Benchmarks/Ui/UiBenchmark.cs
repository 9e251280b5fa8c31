using System.Runtime.CompilerServices;
using AutoMLStudio.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

namespace AutoMLStudio.Benchmarks.Ui;

/// <summary>
/// How the pages of large studies feel: the whole studio on its own PostgreSQL and a headless Chromium beside it, on the same cores.
/// </summary>
internal static class UiBenchmark
{
    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--disable-background-timer-throttling", "--disable-renderer-backgrounding", "--disable-backgrounding-occluded-windows",
    ];

    /// <summary>The measurements; <paramref name="minutes"/> is how long the heap of a live page is watched.</summary>
    public static IReadOnlyList<Benchmark> Benchmarks(int minutes) =>
    [
        new("ui", "Pages of large studies in a browser: painting, plots, table, live updates, memory", (n, finished, ct) => RunAsync(n, minutes, finished, ct)),
    ];

    private static async IAsyncEnumerable<BenchmarkRow> RunAsync(
        int seeds, int minutes, Action<string> finished, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var chromium = Environment.GetEnvironmentVariable("STUDIO_CHROMIUM") ?? "/usr/bin/chromium";
        if (!File.Exists(chromium))
            throw new FileNotFoundException($"There is no browser at {chromium}: install Chromium, or name another place in STUDIO_CHROMIUM.", chromium);
        var folder = Directory.CreateTempSubdirectory("studio-bench-").FullName;
        try
        {
            var builder = StudioHost.CreateBuilder($"--Studio:Folder={folder}");
            builder.Logging.SetMinimumLevel(LogLevel.Error);
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            await using var database = await StudioDatabase.OpenAsync(builder.Configuration, StudioHost.OptionsOf(builder), null, cancellationToken);
            await using var app = StudioHost.Build(builder, database.ConnectionString, StudioRole.Serve);
            await app.StartAsync(cancellationToken);
            using var playwright = await Playwright.CreateAsync();
            await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = chromium, Args = Flags });
            await foreach (var row in MeasureAsync(app, browser, seeds, minutes, finished, cancellationToken)) yield return row;
            await app.StopAsync(cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async IAsyncEnumerable<BenchmarkRow> MeasureAsync(
        WebApplication app, IBrowser browser, int seeds, int minutes, Action<string> finished, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var loads = new LoadMeasures(browser, address);
        var live = new LiveMeasures(app.Services, browser, address);
        foreach (var (trials, reports, paint, drawn) in new[] { (10_000, 20, 1000.0, 2000.0), (50_000, 1, 1500.0, 4000.0) })
        {
            var study = await SeededStudy.CreateAsync(app.Services, trials, reports, cancellationToken);
            finished($"{trials} trials made");
            await foreach (var row in loads.PagesAsync(study.Id, $"{trials:N0} trials", seeds, paint, drawn)) yield return row;
            finished($"{trials} trials opened");
        }
        foreach (var row in await loads.FirstVisitAsync(seeds)) yield return row;
        foreach (var row in await live.PixelsAsync(cancellationToken)) yield return row;
        finished("live updates");
        yield return await live.HeapAsync(minutes, finished, cancellationToken);
    }
}
