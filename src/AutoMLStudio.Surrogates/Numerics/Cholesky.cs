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
        for (var i = 0; i < n; i++)
        {
            var row = factor.Slice(i * n, i + 1);
            for (var j = 0; j < i; j++)
            {
                var other = factor.Slice(j * n, j + 1);
                row[j] = (matrix[i * n + j] - Sums.Dot(other[..j], row)) / other[j];
            }
            var pivot = matrix[i * n + i] - Sums.Dot(row[..i], row);
            // Written so that NaN is refused too.
            if (!(pivot > 0)) return false;
            row[i] = Math.Sqrt(pivot);
        }
        return true;
    }
}
