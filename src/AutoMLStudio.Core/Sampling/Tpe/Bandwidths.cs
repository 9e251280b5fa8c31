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
    /// The greater of the distances to the left and right neighbour, the prior's mean being one ([Bergstra2011], section 4.2). Of equal values the
    /// first lies to the left of the others, the last to the right.
    /// </summary>
    /// <remarks>
    /// In steps proportional to the number of observations, since a distance below the least deviation need not be known: in a cell of that width
    /// only the outermost can have a neighbour further away, which is the outermost of the next cell that is not empty.
    /// </remarks>
    /// <param name="values">The observations, in any order; NaN where the parameter was inactive, which gets the prior's deviation.</param>
    /// <param name="options">Whether 0 and 1 are neighbours too, Δ and α.</param>
    public static double[] Of(double[] values, TpeOptions options)
    {
        var known = values.Count(v => !double.IsNaN(v));
        var least = Math.Max(options.Delta, Math.Pow(known + 2, -options.Alpha));
        var deviations = new double[values.Length];
        var cells = new Cell[(int)(1 / least) + 1];
        Array.Fill(cells, Cell.Empty);
        for (var i = 0; i < values.Length; i++)
        {
            deviations[i] = double.IsNaN(values[i]) ? 1 : least;
            if (!double.IsNaN(values[i])) Take(ref cells[(int)(values[i] / least)], values[i], i);
        }
        Take(ref cells[(int)(PriorMean / least)], PriorMean, values.Length);
        var last = options.BoundsAsNeighbours ? 0 : double.NaN;
        int? outermost = null;
        foreach (var cell in cells)
        {
            if (cell.First < 0) continue;
            Widen(deviations, outermost, cell.Low - last);
            Widen(deviations, cell.First, cell.Low - last);
            (last, outermost) = (cell.High, cell.Last);
        }
        if (options.BoundsAsNeighbours) Widen(deviations, outermost, 1 - last);
        return deviations;
    }

    private static void Take(ref Cell cell, double value, int index)
    {
        if (cell.First < 0 || value < cell.Low) (cell.Low, cell.First) = (value, index);
        if (cell.Last < 0 || value >= cell.High) (cell.High, cell.Last) = (value, index);
    }

    private static void Widen(double[] deviations, int? index, double distance)
    {
        // The prior is the last, and no distance is known where there is no neighbour.
        if (index is { } i && i < deviations.Length && distance > deviations[i]) deviations[i] = Math.Min(distance, 1);
    }

    /// <summary>The outermost observations of a part of the unit interval, and where they lie.</summary>
    private struct Cell
    {
        public double Low;
        public double High;
        public int First;
        public int Last;

        public static Cell Empty => new() { First = -1, Last = -1 };
    }
}
