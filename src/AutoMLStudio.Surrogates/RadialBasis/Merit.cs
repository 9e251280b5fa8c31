namespace AutoMLStudio.Surrogates.RadialBasis;

/// <summary>
/// What a candidate is chosen by ([Regis2013], section 2.2, step 4): what the surrogate says against the distance from all trials, each from 0, the best
/// of the candidates, to 1, the worst. The smallest is tried.
/// </summary>
internal sealed class Merit(double weight, double[][] taken, IReadOnlyList<double> values, IReadOnlyList<double> distances)
{
    private readonly Func<double, double> _value = Scale(values);
    private readonly Func<double, double> _distance = Scale(distances);

    /// <summary>Weight of the surrogate; the rest is the distance's.</summary>
    public double Weight => weight;

    /// <summary>Distance of two points of the unit cube.</summary>
    public static double Distance(double[] a, double[] b)
    {
        var square = 0.0;
        for (var k = 0; k < a.Length; k++) square += (a[k] - b[k]) * (a[k] - b[k]);
        return Math.Sqrt(square);
    }

    /// <summary>Distance of a point from the nearest of others.</summary>
    public static double Nearest(double[][] others, double[] point) => others.Min(other => Distance(other, point));

    /// <summary>Distance of a point from the nearest trial.</summary>
    public double DistanceTo(double[] point) => Nearest(taken, point);

    /// <summary>The merit of a predicted loss and a distance; beyond 0 and 1 for what is beyond all candidates.</summary>
    public double Of(double value, double distance) => weight * _value(value) + (1 - weight) * (1 - _distance(distance));

    /// <summary>From the smallest to 0 and from the largest to 1; all to 1 where they are equal.</summary>
    private static Func<double, double> Scale(IReadOnlyList<double> values)
    {
        if (values.Count == 0) return _ => 1;
        var (least, most) = (values.Min(), values.Max());
        return most > least ? v => (v - least) / (most - least) : _ => 1;
    }
}
