namespace AutoMLStudio.Surrogates.GaussianProcesses;

/// <summary>Losses brought to mean 0 and variance 1, and back. Never fails: equal losses become zeros.</summary>
/// <param name="Centre">Loss that becomes 0.</param>
/// <param name="Scale">Loss unit that becomes 1; above zero.</param>
/// <param name="Fence">Losses above it count as this one.</param>
internal sealed record Standardization(double Centre, double Scale, double Fence)
{
    /// <summary>How many interquartile ranges above the third quartile the outer fence of [Tukey1977] stands.</summary>
    private const double FenceDistance = 3;

    /// <summary>The standardisation of these losses: at least one, all finite.</summary>
    /// <param name="losses">Losses in any unit.</param>
    /// <param name="clip">
    /// Whether a loss above the outer fence counts as one at the fence. A diverged training run would otherwise squeeze the differences that matter
    /// into its rounding error; a
    /// good loss is never moved.
    /// </param>
    public static Standardization Of(IReadOnlyList<double> losses, bool clip)
    {
        var sorted = losses.Order().ToArray();
        var fence = clip ? OuterFence(sorted) : double.PositiveInfinity;
        // Sums of huge losses would overflow: they are taken in units of the largest.
        var clipped = sorted.Select(l => Math.Min(l, fence)).ToArray();
        var unit = clipped.Max(Math.Abs);
        if (unit == 0) return new(0, 1, fence);
        for (var i = 0; i < clipped.Length; i++) clipped[i] /= unit;
        var mean = clipped.Average();
        var deviation = Math.Sqrt(clipped.Average(l => (l - mean) * (l - mean))) * unit;
        return new(mean * unit, deviation > 0 && double.IsFinite(1 / deviation) ? deviation : 1, fence);
    }

    /// <summary>From a loss to a standardised value.</summary>
    public double Apply(double loss) => (Math.Min(loss, Fence) - Centre) / Scale;

    /// <summary>From a standardised value to a loss.</summary>
    public double ToLoss(double value) => Centre + Scale * value;

    private static double OuterFence(double[] sorted)
    {
        var (low, high) = (Quantile(sorted, 0.25), Quantile(sorted, 0.75));
        return high > low ? high + FenceDistance * (high - low) : double.PositiveInfinity;
    }

    private static double Quantile(double[] sorted, double p)
    {
        var at = p * (sorted.Length - 1);
        var below = (int)at;
        return below + 1 < sorted.Length ? sorted[below] * (1 - (at - below)) + sorted[below + 1] * (at - below) : sorted[below];
    }
}
