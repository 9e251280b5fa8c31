namespace AutoMLStudio.Core.Sampling.Tpe;

/// <summary>Deviations of the kernels on the unit interval; within [1 / min(100, n + 2), 1] for n observations, as Hyperopt clips them.</summary>
internal static class Bandwidths
{
    /// <summary>Mean of the prior's kernel; its deviation is the whole interval.</summary>
    public const double PriorMean = 0.5;

    /// <summary>
    /// The greater of the distances to the left and right neighbour, the prior's mean being one ([Bergstra2011], section 4.2).
    /// </summary>
    /// <param name="values">The observations, in any order; NaN where the parameter was inactive, which gets the prior's deviation.</param>
    /// <param name="boundsAsNeighbours">Whether 0 and 1 are neighbours too (the paper) or the outermost have one only (Hyperopt).</param>
    public static double[] Of(double[] values, bool boundsAsNeighbours)
    {
        var known = Enumerable.Range(0, values.Length).Where(i => !double.IsNaN(values[i])).ToArray();
        double[] sorted = [.. known.Select(i => values[i]), PriorMean];
        int[] order = [.. known, values.Length];
        Array.Sort(sorted, order);
        var deviations = new double[values.Length + 1];
        Array.Fill(deviations, 1);
        for (var i = 0; i < sorted.Length; i++)
        {
            var left = i > 0 ? sorted[i] - sorted[i - 1] : boundsAsNeighbours ? sorted[i] : 0;
            var right = i < sorted.Length - 1 ? sorted[i + 1] - sorted[i] : boundsAsNeighbours ? 1 - sorted[i] : 0;
            deviations[order[i]] = Clip(Math.Max(left, right), known.Length);
        }
        return deviations[..^1];
    }

    private static double Clip(double deviation, int observations) => Math.Clamp(deviation, 1 / Math.Min(100.0, observations + 2), 1);
}
