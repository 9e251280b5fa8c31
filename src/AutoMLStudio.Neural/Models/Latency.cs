namespace AutoMLStudio.Neural.Models;

/// <summary>How long one example takes: batch of 1, one thread, this machine.</summary>
/// <param name="Microseconds">Median; null when the runs vary too much for a figure.</param>
/// <param name="Variation">Coefficient of variation of the blocks of runs: their standard deviation divided by their mean.</param>
/// <param name="Runs">Runs of the attempt that is told, the warm-up not counted.</param>
/// <param name="Attempts">Attempts made.</param>
public sealed record Latency(double? Microseconds, double Variation, int Runs, int Attempts)
{
    /// <summary>Above this variation there is no figure.</summary>
    public const double MostVariation = 0.05;

    private const int Blocks = 30;
    private const int MostAttempts = 5;
    private const int LeastWarmUp = 10;
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(150);

    /// <summary>Runs shorter than the clock can tell apart are timed together.</summary>
    private static readonly TimeSpan Block = TimeSpan.FromMilliseconds(8);

    /// <summary>Measures a model. Where the runs vary too much, it tries again and keeps the calmest attempt.</summary>
    public static Latency Measure(OnnxModel model, TimeProvider time, CancellationToken cancellationToken)
    {
        var example = new float[model.Input.Elements];
        return Measure(() => model.Predict(example, cancellationToken), time, cancellationToken);
    }

    /// <summary>Measures an action.</summary>
    internal static Latency Measure(Action run, TimeProvider time, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var warm = 0;
        for (; warm < LeastWarmUp || time.GetElapsedTime(began) < WarmUp; warm++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            run();
        }
        var together = Math.Max(1, (int)(Block / (time.GetElapsedTime(began) / warm)));
        Latency? best = null;
        for (var attempt = 1; attempt <= MostAttempts && !(best?.Variation <= MostVariation); attempt++)
        {
            var measured = Attempt(run, together, time, cancellationToken);
            best = (best is null || measured.Variation < best.Variation ? measured : best) with { Attempts = attempt };
        }
        return best!.Variation <= MostVariation ? best : best with { Microseconds = null };
    }

    /// <summary>The figures of blocks of runs.</summary>
    /// <param name="microseconds">Mean time of a run in each block; at least two blocks.</param>
    /// <param name="together">Runs in a block.</param>
    internal static Latency Of(double[] microseconds, int together)
    {
        var mean = microseconds.Average();
        var deviation = Math.Sqrt(microseconds.Sum(m => (m - mean) * (m - mean)) / (microseconds.Length - 1));
        var sorted = microseconds.Order().ToArray();
        var median = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        return new(median, mean > 0 ? deviation / mean : 0, microseconds.Length * together, 1);
    }

    private static Latency Attempt(Action run, int together, TimeProvider time, CancellationToken cancellationToken)
    {
        var blocks = new double[Blocks];
        for (var b = 0; b < Blocks; b++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var began = time.GetTimestamp();
            for (var i = 0; i < together; i++) run();
            blocks[b] = time.GetElapsedTime(began).TotalMicroseconds / together;
        }
        return Of(blocks, together);
    }
}
