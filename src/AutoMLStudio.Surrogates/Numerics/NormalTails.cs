using System.Runtime.Intrinsics;
using AutoMLStudio.Core.Numerics;

namespace AutoMLStudio.Surrogates.Numerics;

/// <summary>
/// The Mills ratio R(x) = (1 − Φ(x))/φ(x) and 1 − x R(x), which an expected improvement is made of, for x ≥ 0. Four at a time they are Chebyshev series
/// in (x − 2)/(x + 2), to about twelve digits.
/// </summary>
internal static class NormalTails
{
    private const int Terms = 30;
    private const double Middle = 2;

    // Both tend to 1 far out, R like 1/x and 1 − xR like 1/x².
    private static readonly double[] Ratios = Series(x => At(x).Ratio * (1 + x));
    private static readonly double[] Remainders = Series(x => At(x).Remainder * (1 + x * x));

    /// <summary>R(x) and 1 − x R(x). Far out the difference cancels; the continued fraction R = 1/(x + c), c = 1/(x + 2/(x + 3/…)), gives it as
    /// c/(x + c).</summary>
    public static (double Ratio, double Remainder) At(double x)
    {
        if (x < 5)
        {
            var ratio = Normal.MillsRatio(x);
            return (ratio, 1 - x * ratio);
        }
        var fraction = x;
        for (var k = 40; k >= 2; k--) fraction = x + k / fraction;
        var c = 1 / fraction;
        return (1 / (x + c), c / (x + c));
    }

    /// <summary>R at four points.</summary>
    public static Vector256<double> Ratio(Vector256<double> x) => Sum(Ratios, x) / (Vector256<double>.One + x);

    /// <summary>1 − x R at four points.</summary>
    public static Vector256<double> Remainder(Vector256<double> x) => Sum(Remainders, x) / (Vector256<double>.One + x * x);

    /// <summary>The sum of a series by Clenshaw's recurrence.</summary>
    private static Vector256<double> Sum(double[] series, Vector256<double> x)
    {
        var middle = Vector256.Create(Middle);
        var twice = 2 * (x - middle) / (x + middle);
        var (next, afterNext) = (Vector256<double>.Zero, Vector256<double>.Zero);
        for (var k = Terms - 1; k > 0; k--)
            (next, afterNext) = (Vector256.MultiplyAddEstimate(twice, next, Vector256.Create(series[k])) - afterNext, next);
        return 0.5 * twice * next - afterNext + Vector256.Create(series[0]);
    }

    private static double[] Series(Func<double, double> function)
    {
        double[] angles = [.. Enumerable.Range(0, Terms).Select(j => Math.PI * (j + 0.5) / Terms)];
        double[] values = [.. angles.Select(a => function(Middle * (1 + Math.Cos(a)) / (1 - Math.Cos(a))))];
        return [.. Enumerable.Range(0, Terms).Select(k =>
            (k == 0 ? 1.0 : 2.0) / Terms * angles.Zip(values, (a, v) => v * Math.Cos(k * a)).Sum())];
    }
}
