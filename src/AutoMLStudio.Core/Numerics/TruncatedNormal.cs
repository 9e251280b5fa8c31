namespace AutoMLStudio.Core.Numerics;

/// <summary>The normal distribution cut off at the ends of the unit interval; its mean before the cut lies in that interval.</summary>
internal static class TruncatedNormal
{
    /// <summary>Below this width an interval's mass is its middle's density times its width: the difference of two Φ would lose digits.</summary>
    private const double Narrow = 1e-5;

    /// <summary>Beyond so many deviations nothing is left that a double would show beside 1.</summary>
    private const double Far = 8.5;

    /// <summary>ln of the uncut normal's mass between two points.</summary>
    public static double LogMass(double low, double high, double mean, double deviation) =>
        LogMass((low - mean) / deviation, (high - mean) / deviation);

    /// <summary>One draw, by inversion.</summary>
    public static double Sample(double mean, double deviation, Rng rng)
    {
        var (low, high) = (Normal.Cumulative(-mean / deviation), Normal.Cumulative((1 - mean) / deviation));
        return Math.Clamp(mean + deviation * Normal.Quantile(low + (high - low) * rng.NextDouble()), 0, 1);
    }

    private static double LogMass(double a, double b)
    {
        if (a < -Far && b > Far) return 0;
        if (a > 0) (a, b) = (-b, -a);
        if (b - a < Narrow) return Normal.LogDensity((a + b) / 2) + Math.Log(b - a);
        if (b > 0) return Math.Log(1 - Normal.Cumulative(a) - Normal.Cumulative(-b));
        var upper = Normal.LogCumulative(b);
        return upper + Math.Log(1 - Math.Exp(Normal.LogCumulative(a) - upper));
    }
}
