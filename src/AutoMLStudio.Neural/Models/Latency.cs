namespace AutoMLStudio.Neural.Models;

/// <summary>How long one example takes: batch of 1, one thread, this machine, as far as others leave it alone.</summary>
/// <param name="Microseconds">
/// Median of the undisturbed blocks of runs in several rounds; null when the rounds differ too much for a figure.
/// </param>
/// <param name="Variation">Coefficient of variation of the rounds' figures: their standard deviation divided by their mean.</param>
/// <param name="Runs">Runs of the rounds that are told, the warm-up not counted.</param>
/// <param name="Attempts">Attempts made: groups of consecutive rounds looked at.</param>
/// <param name="Disturbance">By which share the median of all blocks is longer than the figure: what other work on the machine cost.</param>
/// <remarks>
/// Other work only ever makes a run longer, so that the quickest quarter of many short blocks tells what the model takes by itself. Whether that is a
/// figure is decided by its repeatability: five rounds, each with blocks of its own, must come to the same.
/// </remarks>
public sealed record Latency(double? Microseconds, double Variation, int Runs, int Attempts, double Disturbance = 0)
{
    /// <summary>Above this variation there is no figure.</summary>
    public const double MostVariation = 0.05;

    private const int Rounds = 5;
    private const int MostRounds = 20;
    private const int Blocks = 24;
    private const int Undisturbed = Blocks / 4;
    private const int LeastWarmUp = 5;
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(100);

    /// <summary>Shorter than a scheduler's slice, so that many blocks run without a break; long enough for the clock.</summary>
    private static readonly TimeSpan Block = TimeSpan.FromMilliseconds(2);

    /// <summary>Measures a model. While the rounds differ too much it goes on for some more, and keeps the calmest.</summary>
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
        var rounds = new List<double[]>();
        Latency? best = null;
        while (rounds.Count < MostRounds && !(best?.Variation <= MostVariation))
        {
            rounds.Add(Round(run, together, time, cancellationToken));
            if (rounds.Count < Rounds) continue;
            var measured = Of(rounds[^Rounds..], together);
            best = (best is null || measured.Variation < best.Variation ? measured : best) with { Attempts = rounds.Count - Rounds + 1 };
        }
        return best!.Variation <= MostVariation ? best : best with { Microseconds = null };
    }

    /// <summary>The figures of rounds.</summary>
    /// <param name="rounds">Mean time of a run, in microseconds, in each block of each round; at least two rounds.</param>
    /// <param name="together">Runs in a block.</param>
    internal static Latency Of(IReadOnlyList<double[]> rounds, int together)
    {
        var figures = rounds.Select(r => Median([.. r.Order().Take(Math.Max(1, r.Length * Undisturbed / Blocks))])).ToArray();
        var mean = figures.Average();
        var deviation = Math.Sqrt(figures.Sum(f => (f - mean) * (f - mean)) / (figures.Length - 1));
        var (median, all) = (Median(figures), rounds.SelectMany(r => r).ToArray());
        return new(median, mean > 0 ? deviation / mean : 0, all.Length * together, 1, median > 0 ? Median(all) / median - 1 : 0);
    }

    private static double Median(double[] values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static double[] Round(Action run, int together, TimeProvider time, CancellationToken cancellationToken)
    {
        var blocks = new double[Blocks];
        for (var b = 0; b < Blocks; b++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var began = time.GetTimestamp();
            for (var i = 0; i < together; i++) run();
            blocks[b] = time.GetElapsedTime(began).TotalMicroseconds / together;
        }
        return blocks;
    }
}
