namespace AutoMLStudio.Core.Numerics;

/// <summary>The complementary error function by rational Chebyshev approximations [Cody1969]; relative error below 1e-15.</summary>
internal static class ErrorFunction
{
    private static readonly double[] SmallP =
        [3.20937758913846947e3, 3.77485237685302021e2, 1.13864154151050156e2, 3.16112374387056560, 1.85777706184603153e-1];
    private static readonly double[] SmallQ = [2.84423683343917062e3, 1.28261652607737228e3, 2.44024637934444173e2, 2.36012909523441209e1, 1];

    private static readonly double[] MiddleP =
    [
        1.23033935479799725e3, 2.05107837782607147e3, 1.71204761263407058e3, 8.81952221241769090e2, 2.98635138197400131e2,
        6.61191906371416295e1, 8.88314979438837594, 5.64188496988670089e-1, 2.15311535474403846e-8,
    ];

    private static readonly double[] MiddleQ =
    [
        1.23033935480374942e3, 3.43936767414372164e3, 4.36261909014324716e3, 3.29079923573345963e3, 1.62138957456669019e3,
        5.37181101862009858e2, 1.17693950891312499e2, 1.57449261107098347e1, 1,
    ];

    private static readonly double[] LargeP =
        [6.58749161529837803e-4, 1.60837851487422766e-2, 1.25781726111229246e-1, 3.60344899949804439e-1, 3.05326634961232344e-1,
            1.63153871373020978e-2];

    private static readonly double[] LargeQ =
        [2.33520497626869185e-3, 6.05183413124413191e-2, 5.27905102951428412e-1, 1.87295284992346725, 2.56852019228982242, 1];

    /// <summary>erfc(x).</summary>
    public static double Complement(double x)
    {
        if (x < 0) return 2 - Complement(-x);
        if (x > 27) return 0;
        if (x <= 0.46875) return 1 - x * Ratio(SmallP, SmallQ, x * x);
        // x² as an exactly representable square and a small rest: the exponential of a rounded x² would lose digits.
        var coarse = Math.Truncate(x * 16) / 16;
        return Math.Exp(-coarse * coarse) * Math.Exp(-(x - coarse) * (x + coarse)) * ScaledComplement(x);
    }

    /// <summary>exp(x²) erfc(x) for x ≥ 0: neither underflows nor overflows.</summary>
    public static double ScaledComplement(double x)
    {
        if (x <= 0.46875) return Math.Exp(x * x) * (1 - x * Ratio(SmallP, SmallQ, x * x));
        if (x <= 4) return Ratio(MiddleP, MiddleQ, x);
        var y = 1 / (x * x);
        return (1 / Math.Sqrt(Math.PI) - y * Ratio(LargeP, LargeQ, y)) / x;
    }

    /// <summary>The quotient of two polynomials, coefficients by rising power.</summary>
    private static double Ratio(double[] p, double[] q, double x)
    {
        double numerator = 0, denominator = 0;
        for (var i = p.Length - 1; i >= 0; i--)
        {
            numerator = numerator * x + p[i];
            denominator = denominator * x + q[i];
        }
        return numerator / denominator;
    }
}
