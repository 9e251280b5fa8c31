namespace AutoMLStudio.Surrogates.Numerics;

/// <summary>Median and quartiles of a few draws, interpolated between neighbours.</summary>
internal static class Quartiles
{
    /// <summary>The median and, of more than one value, the quartiles.</summary>
    public static (double Median, (double Lower, double Upper)? Quartiles) Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (At(sorted, 0.5), sorted.Length == 1 ? null : (At(sorted, 0.25), At(sorted, 0.75)));
    }

    private static double At(double[] sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        return below + 1 < sorted.Length ? sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
    }
}
