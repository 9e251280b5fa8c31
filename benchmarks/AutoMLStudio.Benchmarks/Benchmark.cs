namespace AutoMLStudio.Benchmarks;

/// <summary>A measurement of the project by name, repeated over seeds.</summary>
/// <param name="Key">How the command line names it.</param>
/// <param name="Description">What is measured, in one sentence.</param>
/// <param name="Run">Measures with this many seeds (1, 2, …), calling back after each finished part with what was finished.</param>
/// <param name="Seeds">How many seeds unless the command line says otherwise.</param>
public sealed record Benchmark(
    string Key, string Description, Func<int, Action<string>, CancellationToken, IAsyncEnumerable<BenchmarkRow>> Run, int Seeds = 10);

/// <summary>One figure: its values over the seeds.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Unit">In which unit.</param>
/// <param name="Values">One value a seed.</param>
/// <param name="Target">The median is meant not to exceed it; null where nothing was promised.</param>
/// <param name="LargerIsBetter">True when the median is meant not to fall below the target instead.</param>
public sealed record BenchmarkRow(string Name, string Unit, IReadOnlyList<double> Values, double? Target = null, bool LargerIsBetter = false)
{
    /// <summary>
    /// True where the source gives means: then it is the mean that is meant not to exceed the target by more than two standard errors of the difference.
    /// </summary>
    public bool ByMean { get; init; }

    /// <summary>
    /// How many runs the source's mean is of: its own error then counts too, that of as many runs with the spread of ours. Null for an exact target.
    /// </summary>
    public int? TargetRuns { get; init; }

    /// <summary>Mean of the values.</summary>
    public double Mean => Values.Average();

    /// <summary>Standard error of the mean; 0 for a single value.</summary>
    public double StandardError =>
        Values.Count < 2 ? 0 : Math.Sqrt(Values.Sum(v => (v - Mean) * (v - Mean)) / (Values.Count - 1) / Values.Count);

    /// <summary>Standard error of the difference from the target.</summary>
    public double DifferenceError => StandardError * Math.Sqrt(1 + (TargetRuns is { } runs ? (double)Values.Count / runs : 0));

    /// <summary>Whether the figure meets its target; true where nothing was promised.</summary>
    public bool Holds => Target is not { } target || (ByMean, LargerIsBetter) switch
    {
        (true, false) => Mean <= target + 2 * DifferenceError,
        (true, true) => Mean >= target - 2 * DifferenceError,
        (false, false) => Median <= target,
        (false, true) => Median >= target,
    };

    /// <summary>Half the values are smaller.</summary>
    public double Median => Quantile(0.5);

    /// <summary>A quarter of the values is smaller.</summary>
    public double LowerQuartile => Quantile(0.25);

    /// <summary>Three quarters of the values are smaller.</summary>
    public double UpperQuartile => Quantile(0.75);

    private double Quantile(double p)
    {
        var sorted = Values.Order().ToList();
        var at = p * (sorted.Count - 1);
        var below = (int)at;
        return below + 1 < sorted.Count ? sorted[below] + (at - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
    }
}
