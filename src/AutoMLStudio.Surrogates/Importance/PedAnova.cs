using AutoMLStudio.Surrogates.Forests;

namespace AutoMLStudio.Surrogates.Importance;

/// <summary>
/// PED-ANOVA [Watanabe2023]: how far the distribution of a parameter among the best trials is from that among all, as a Pearson divergence (Eq. 16).
/// A parameter whose good trials lie where all do does not matter there. Costs next to nothing however many trials there are.
/// </summary>
/// <remarks>Densities are on a grid of 50 cells with the bandwidth of [Scott1992]; of categories, smoothed shares.</remarks>
internal static class PedAnova
{
    /// <summary>Share of the trials that are the best.</summary>
    private const double Best = 0.1;

    private const int Cells = 50;

    /// <summary>The divergence of each dimension; 0 where the best are spread as all are.</summary>
    /// <param name="features">The dimensions.</param>
    /// <param name="points">A coordinate a dimension.</param>
    /// <param name="losses">A loss a point.</param>
    public static double[] Of(IReadOnlyList<TreeFeature> features, double[][] points, double[] losses)
    {
        var best = Enumerable.Range(0, points.Length).OrderBy(i => losses[i]).Take(Math.Max(2, (int)Math.Ceiling(Best * points.Length))).ToArray();
        return [.. features.Select((f, d) =>
        {
            var all = Density(f, [.. points.Select(p => p[d])]);
            var good = Density(f, [.. best.Select(i => points[i][d])]);
            return all.Zip(good, (a, g) => a * (g / a - 1) * (g / a - 1)).Sum();
        })];
    }

    private static double[] Density(TreeFeature feature, double[] values)
    {
        var density = new double[feature.IsNominal ? feature.Categories : Cells];
        if (feature.IsNominal)
        {
            // One observation spread evenly over all: none is impossible.
            Array.Fill(density, 1.0 / density.Length);
            foreach (var value in values) density[(int)value]++;
        }
        else
        {
            var width = Bandwidth(values);
            for (var c = 0; c < Cells; c++)
                density[c] = 1e-12 + values.Sum(v => Math.Exp(-0.5 * Square(((c + 0.5) / Cells - v) / width)));
        }
        var sum = density.Sum();
        return [.. density.Select(p => p / sum)];
    }

    /// <summary>1.059 min(σ, IQR / 1.34) n^(−1/5), but half a cell at least.</summary>
    private static double Bandwidth(double[] values)
    {
        double[] sorted = [.. values.Order()];
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Sum(v => Square(v - mean)) / Math.Max(values.Length - 1, 1));
        var range = sorted[(int)(0.75 * (sorted.Length - 1))] - sorted[(int)(0.25 * (sorted.Length - 1))];
        var spread = range > 0 ? Math.Min(deviation, range / 1.34) : deviation;
        return Math.Max(1.059 * spread * Math.Pow(values.Length, -0.2), 0.5 / Cells);
    }

    private static double Square(double x) => x * x;
}
