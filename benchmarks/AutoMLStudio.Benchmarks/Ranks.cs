namespace AutoMLStudio.Benchmarks;

/// <summary>Rank correlation.</summary>
internal static class Ranks
{
    /// <summary>Spearman's: the correlation of the ranks, equals sharing the mean of theirs. 0 where all of one side are equal.</summary>
    public static double Correlation(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        var (x, y) = (Of(a), Of(b));
        var (meanX, meanY) = (x.Average(), y.Average());
        var covariance = x.Zip(y, (p, q) => (p - meanX) * (q - meanY)).Sum();
        var spread = Math.Sqrt(x.Sum(p => (p - meanX) * (p - meanX)) * y.Sum(q => (q - meanY) * (q - meanY)));
        return spread > 0 ? covariance / spread : 0;
    }

    private static double[] Of(IReadOnlyList<double> values) => [.. values.Select(v => values.Count(w => w < v) + (values.Count(w => w == v) - 1) / 2.0)];
}
