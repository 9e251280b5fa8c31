using System.Diagnostics;

namespace AutoMLStudio.Benchmarks.Networks;

/// <summary>What a stretch of work took: by the clock, and of the processor, which other work on the machine does not count in.</summary>
internal readonly record struct Stretch(TimeSpan Wall, TimeSpan Processor)
{
    public static async Task<Stretch> OfAsync(Func<Task> work)
    {
        using var process = Process.GetCurrentProcess();
        var (clock, before) = (Stopwatch.StartNew(), process.TotalProcessorTime);
        await work();
        process.Refresh();
        return new(clock.Elapsed, process.TotalProcessorTime - before);
    }

    public static Stretch operator +(Stretch a, Stretch b) => new(a.Wall + b.Wall, a.Processor + b.Processor);

    /// <summary>Resident memory of this process in MB.</summary>
    public static double ResidentMegabytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64 / 1e6;
    }
}
