using System.Diagnostics;

namespace AutoMLStudio.Benchmarks;

/// <summary>All figures of the search methods that need no Gaussian process, which one command measures.</summary>
internal static class HpoSuite
{
    /// <summary>How the command line names the suite.</summary>
    public const string Key = "hpo";

    /// <summary>What it consists of.</summary>
    public static IReadOnlyList<Benchmark> Benchmarks { get; } =
        [.. ParzenRegret.Benchmarks, .. OwnCost.Benchmarks, .. FrontVolume.Benchmarks, .. CountingOnes.Benchmarks, .. Lcbench.Benchmarks];

    /// <summary>How long all before it took: the last of the suite.</summary>
    public static Benchmark Time { get; } = new("hpo-time", "Time of the whole suite since the program was started.", (_, _, _) => Rows(), 1);

    private static async IAsyncEnumerable<BenchmarkRow> Rows()
    {
        using var process = Process.GetCurrentProcess();
        yield return new("whole suite, by the clock", "min", [(TimeProvider.System.GetUtcNow().UtcDateTime - process.StartTime.ToUniversalTime()).TotalMinutes], 15);
        yield return new("whole suite, processor time of all cores", "min", [Environment.CpuUsage.TotalTime.TotalMinutes]);
        await Task.CompletedTask;
    }
}
