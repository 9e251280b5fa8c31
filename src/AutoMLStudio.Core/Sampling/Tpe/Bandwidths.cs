namespace AutoMLStudio.Core.Sampling.Tpe;

/// <summary>
/// Deviations of the kernels on the unit interval; for n observations within [max(Δ, (n + 2)^−α), 1]: Hyperopt and Optuna clip them with Δ = 0.01 and
/// α = 1, which [Watanabe2023b] calls magic clipping and generalises.
/// </summary>
internal static class Bandwidths
{
    /// <summary>Mean of the prior's kernel; its deviation is the whole interval.</summary>
    public const double PriorMean = 0.5;

    /// <summary>
    /// The greater of the distances to the left and right neighbour, the prior's mean being one ([Bergstra2011], section 4.2).
    /// </summary>
    /// <param name="values">The observations, in any order; NaN where the parameter was inactive, which gets the prior's deviation.</param>
    /// <param name="options">Whether 0 and 1 are neighbours too, Δ and α.</param>
    public static double[] Of(double[] values, TpeOptions options)
    {
        var boundsAsNeighbours = options.BoundsAsNeighbours;
        var known = Enumerable.Range(0, values.Length).Where(i => !double.IsNaN(values[i])).ToArray();
        double[] sorted = [.. known.Select(i => values[i]), PriorMean];
        int[] order = [.. known, values.Length];
        Array.Sort(sorted, order);
        var deviations = new double[values.Length + 1];
        Array.Fill(deviations, 1);
        var least = Math.Max(options.MinimumBandwidth, Math.Pow(known.Length + 2, -options.ClipExponent));
        for (var i = 0; i < sorted.Length; i++)
        {
            var left = i > 0 ? sorted[i] - sorted[i - 1] : boundsAsNeighbours ? sorted[i] : 0;
            var right = i < sorted.Length - 1 ? sorted[i + 1] - sorted[i] : boundsAsNeighbours ? 1 - sorted[i] : 0;
            deviations[order[i]] = Math.Clamp(Math.Max(left, right), least, 1);
        }
        return deviations[..^1];
    }
}
