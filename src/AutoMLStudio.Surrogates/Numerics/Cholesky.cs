namespace AutoMLStudio.Surrogates.Numerics;

/// <summary>
/// The Cholesky factor of matrices of up to a few hundred rows, without the cost of a call into libtorch, which at a hundred rows is most of the time.
/// </summary>
internal static class Cholesky
{
    /// <summary>Fills the lower triangle of <paramref name="factor"/> (n × n) from that of <paramref name="matrix"/>, row by row; false when it is
    /// not positive definite.</summary>
    public static bool TryFactor(ReadOnlySpan<double> matrix, int n, Span<double> factor)
    {
        // Two rows at a time: most of the work is to read the rows above.
        for (var i = 0; i + 1 < n; i += 2)
            if (!TryPair(matrix, n, i, factor)) return false;
        return n % 2 == 0 || TryLast(matrix, n, factor);
    }

    private static bool TryPair(ReadOnlySpan<double> matrix, int n, int i, Span<double> factor)
    {
        var upper = factor.Slice(i * n, n);
        var lower = factor.Slice((i + 1) * n, n);
        var ofUpper = matrix.Slice(i * n, n);
        var ofLower = matrix.Slice((i + 1) * n, n);
        for (var j = 0; j < i; j++)
        {
            var other = factor.Slice(j * n, j + 1);
            var (byUpper, byLower) = Sums.Dots(other[..j], upper, lower);
            (upper[j], lower[j]) = ((ofUpper[j] - byUpper) / other[j], (ofLower[j] - byLower) / other[j]);
        }
        if (!TryPivot(ofUpper, upper, i)) return false;
        lower[i] = (ofLower[i] - Sums.Dot(upper[..i], lower)) / upper[i];
        return TryPivot(ofLower, lower, i + 1);
    }

    private static bool TryLast(ReadOnlySpan<double> matrix, int n, Span<double> factor)
    {
        var row = factor.Slice((n - 1) * n, n);
        var of = matrix.Slice((n - 1) * n, n);
        for (var j = 0; j < n - 1; j++)
        {
            var other = factor.Slice(j * n, j + 1);
            row[j] = (of[j] - Sums.Dot(other[..j], row)) / other[j];
        }
        return TryPivot(of, row, n - 1);
    }

    private static bool TryPivot(ReadOnlySpan<double> of, Span<double> row, int i)
    {
        var pivot = of[i] - Sums.Dot(row[..i], row);
        // Written so that NaN is refused too.
        if (!(pivot > 0)) return false;
        row[i] = Math.Sqrt(pivot);
        return true;
    }
}
