using Microsoft.Playwright;

namespace AutoMLStudio.Benchmarks.Ui;

/// <summary>A study that runs while pages watch it.</summary>
internal sealed class LiveMeasures(IServiceProvider services, IBrowser browser, string address)
{
    private const int Windows = 10;
    private const double TrialsPerSecond = 20;
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(30);

    /// <summary>With ten pages open and twenty trials a second: from the end of a trial to the pixel that shows it, and the server's memory a page.</summary>
    public async Task<IReadOnlyList<BenchmarkRow>> PixelsAsync(CancellationToken cancellationToken)
    {
        var study = await SeededStudy.CreateAsync(services, trials: 500, reports: 5, cancellationToken);
        await using (var warm = await WatchAsync(study.Id)) await warm.UntilDrawnAsync();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var windows = new List<StudyWindow>();
        try
        {
            for (var i = 0; i < Windows; i++)
            {
                windows.Add(await WatchAsync(study.Id));
                await windows[^1].UntilDrawnAsync();
            }
            var memory = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Windows / (1 << 20);
            var ends = new List<(long Sequence, double Ended)>();
            await RunAsync(study, Watched, TrialsPerSecond, ends.Add, cancellationToken);
            // The last ends need a moment to be seen.
            await Task.Delay(TimeSpan.FromSeconds(3), cancellationToken);
            var waits = new List<double>();
            foreach (var window in windows) waits.AddRange(Waits(ends, await window.DrawnAsync()));
            waits.Sort();
            return
            [
                new("trial's end to pixel, 20 a second, 10 pages", "ms", waits),
                new("trial's end to pixel, 95th percentile", "ms", [waits[(int)(0.95 * (waits.Count - 1))]], 500),
                new("the server's managed memory an open study page", "MiB", [memory], 5),
            ];
        }
        finally
        {
            foreach (var window in windows) await window.DisposeAsync();
        }
    }

    /// <summary>How a live page's heap grows: its value at the end over that at a twelfth of the time (of an hour, after five minutes).</summary>
    public async Task<BenchmarkRow> HeapAsync(int minutes, Action<string> finished, CancellationToken cancellationToken)
    {
        var study = await SeededStudy.CreateAsync(services, trials: 500, reports: 5, cancellationToken);
        await using var window = await WatchAsync(study.Id);
        await window.UntilDrawnAsync();
        await RunAsync(study, TimeSpan.FromMinutes(minutes / 12.0), 1, _ => { }, cancellationToken);
        var early = await window.HeapAsync();
        finished($"heap after {minutes / 12.0:G3} minutes: {early / (1 << 20):F1} MiB");
        await RunAsync(study, TimeSpan.FromMinutes(minutes * 11 / 12.0), 1, _ => { }, cancellationToken);
        return new($"heap of a live page after {minutes} min over that after {minutes / 12.0:G3} min", "ratio", [await window.HeapAsync() / early], 1.2);
    }

    private async Task<StudyWindow> WatchAsync(long study)
    {
        var window = await StudyWindow.OpenAsync(browser, address);
        await window.GoAsync($"/studies/{study}");
        return window;
    }

    /// <summary>Ends this many trials a second.</summary>
    private static async Task RunAsync(
        SeededStudy study, TimeSpan time, double rate, Action<(long Sequence, double Ended)> ended, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1 / rate));
        for (var i = 0; i < time.TotalSeconds * rate && await timer.WaitForNextTickAsync(cancellationToken); i++)
            ended(await study.AddAsync(cancellationToken));
    }

    /// <summary>Milliseconds from each end to the first drawing that has it; ends that a page never drew are left out of no page.</summary>
    private static IEnumerable<double> Waits(List<(long Sequence, double Ended)> ends, double[][] drawn) =>
        ends.Select(e => drawn.FirstOrDefault(d => d[0] >= e.Sequence) is { } first
            ? first[1] - e.Ended
            : throw new InvalidOperationException($"A page never drew event {e.Sequence}."));
}
