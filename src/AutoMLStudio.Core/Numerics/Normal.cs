namespace AutoMLStudio.Core.Numerics;

/// <summary>The standard normal distribution in double precision, with forms that stay accurate far in the tails.</summary>
public static class Normal
{
    private const double LogSqrtTwoPi = 0.91893853320467274178;

    /// <summary>φ(x).</summary>
    public static double Density(double x) => Math.Exp(LogDensity(x));

    /// <summary>ln φ(x).</summary>
    public static double LogDensity(double x) => -0.5 * x * x - LogSqrtTwoPi;

    /// <summary>Φ(x).</summary>
    public static double Cumulative(double x) => 0.5 * ErrorFunction.Complement(-x / Math.Sqrt(2));

    /// <summary>ln Φ(x), accurate as far down as x² is a finite number.</summary>
    public static double LogCumulative(double x) => x > -1 ? Math.Log(Cumulative(x)) : LogDensity(x) + Math.Log(MillsRatio(-x));

    /// <summary>(1 − Φ(x)) / φ(x) for x ≥ 0, without underflow.</summary>
    public static double MillsRatio(double x) => Math.Sqrt(Math.PI / 2) * ErrorFunction.ScaledComplement(x / Math.Sqrt(2));

    /// <summary>Φ⁻¹(p) for p in (0, 1): rational approximation [Acklam2003] refined by one Halley step to full double precision.</summary>
    public static double Quantile(double p)
    {
        if (p is <= 0 or >= 1) return p == 0 ? double.NegativeInfinity : p == 1 ? double.PositiveInfinity : double.NaN;
        var x = p < 0.02425 ? Tail(Math.Sqrt(-2 * Math.Log(p)))
            : p > 1 - 0.02425 ? -Tail(Math.Sqrt(-2 * Math.Log(1 - p)))
            : Centre(p - 0.5);
        var e = x > 0 ? Cumulative(-x) - (1 - p) : p - Cumulative(x);
        var u = e / Density(x);
        return x + u / (1 - x * u / 2);
    }

    private static double Centre(double q)
    {
        var r = q * q;
        return (((((-3.969683028665376e+01 * r + 2.209460984245205e+02) * r - 2.759285104469687e+02) * r + 1.383577518672690e+02) * r
                - 3.066479806614716e+01) * r + 2.506628277459239e+00) * q /
            (((((-5.447609879822406e+01 * r + 1.615858368580409e+02) * r - 1.556989798598866e+02) * r + 6.680131188771972e+01) * r
                - 1.328068155288572e+01) * r + 1);
    }

    private static double Tail(double q) =>
        (((((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q - 2.400758277161838e+00) * q - 2.549732539343734e+00) * q
            + 4.374664141464968e+00) * q + 2.938163982698783e+00) /
        ((((7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996e+00) * q + 3.754408661907416e+00) * q + 1);
}
