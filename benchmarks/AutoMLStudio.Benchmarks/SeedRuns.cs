namespace AutoMLStudio.Benchmarks;

/// <summary>The same for one seed after the other, on all processors.</summary>
internal static class SeedRuns
{
    /// <summary>What <paramref name="run"/> says for the seeds 1, 2, …, in their order.</summary>
    public static T[] Of<T>(int seeds, Func<ulong, T> run, CancellationToken cancellationToken)
    {
        var results = new T[seeds];
        var options = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, seeds, options, i => results[i] = run((ulong)i + 1));
        return results;
    }
}
