using AutoMLStudio.Surrogates.Numerics;

namespace AutoMLStudio.Surrogates.RadialBasis;

/// <summary>
/// The interpolant s(x) = Σ λᵢ |x − xᵢ|³ + b·x + a with Σ λᵢ = 0 and Σ λᵢ xᵢ = 0 ([Regis2013], Eq. 1–3): through every value, straight far from all.
/// </summary>
internal sealed class CubicInterpolant
{
    /// <summary>
    /// Added to the diagonal, so that equal points do no harm, and taken off that of the tail, so that none does that they leave undetermined (a
    /// coordinate that is the same for all).
    /// </summary>
    private const double Ridge = 1e-8;

    private readonly double[][] _points;
    private readonly double[] _coefficients;

    private CubicInterpolant(double[][] points, double[] coefficients) => (_points, _coefficients) = (points, coefficients);

    /// <summary>How many points it goes through.</summary>
    public int Count => _points.Length;

    /// <summary>The interpolant of values at points; null when it cannot be computed.</summary>
    public static CubicInterpolant? Of(double[][] points, double[] values)
    {
        var (n, d) = (points.Length, points[0].Length);
        var size = n + d + 1;
        var matrix = new double[size * size];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++) matrix[i * size + j] = Cube(points[i], points[j]) + (i == j ? Ridge : 0);
            for (var k = 0; k < d; k++) matrix[i * size + n + k] = matrix[(n + k) * size + i] = points[i][k];
            matrix[i * size + n + d] = matrix[(n + d) * size + i] = 1;
        }
        for (var k = n; k < size; k++) matrix[k * size + k] = -Ridge;
        var right = new double[size];
        values.CopyTo(right, 0);
        return SymmetricMatrix.Solve(matrix, right, size) is { } solution ? new(points, solution) : null;
    }

    /// <summary>The value at a point.</summary>
    public double At(double[] point)
    {
        var value = _coefficients[^1];
        for (var i = 0; i < _points.Length; i++) value += _coefficients[i] * Cube(point, _points[i]);
        for (var k = 0; k < point.Length; k++) value += _coefficients[_points.Length + k] * point[k];
        return value;
    }

    private static double Cube(double[] a, double[] b)
    {
        var square = 0.0;
        for (var k = 0; k < a.Length; k++) square += (a[k] - b[k]) * (a[k] - b[k]);
        return square * Math.Sqrt(square);
    }
}
