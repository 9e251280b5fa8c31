using System.Numerics.Tensors;

namespace AutoMLStudio.Surrogates.Numerics;

/// <summary>
/// A Cholesky factor L and its inverse that grow by one row at a time, each in O(n²) ([Rasmussen2006], Section A.3): with v = L⁻¹k the new rows are
/// (vᵀ, λ) and (−vᵀL⁻¹/λ, 1/λ), λ² = κ − vᵀv.
/// </summary>
internal sealed class CholeskyGrowth
{
    private readonly int _from;
    private readonly double[] _solved;
    private int _rows;

    /// <summary>Room for <paramref name="count"/> rows, of which the first <paramref name="from"/> are given (from × from each).</summary>
    public CholeskyGrowth(double[] factor, double[] inverse, int from, int count)
    {
        (_from, _rows, Count, _solved) = (from, from, count, new double[count]);
        (Factor, Inverse) = (new double[count * count], new double[count * count]);
        for (var i = 0; i < from; i++)
        {
            factor.AsSpan(i * from, i + 1).CopyTo(Factor.AsSpan(i * count));
            inverse.AsSpan(i * from, i + 1).CopyTo(Inverse.AsSpan(i * count));
        }
    }

    /// <summary>Rows when all are there.</summary>
    public int Count { get; }

    /// <summary>The lower factor (count × count).</summary>
    public double[] Factor { get; }

    /// <summary>Its inverse (count × count).</summary>
    public double[] Inverse { get; }

    /// <summary>The factor of what the new rows vary by, given the old ones: row <paramref name="index"/> of it, up to its diagonal.</summary>
    public ReadOnlySpan<double> Root(int index) => Factor.AsSpan((_from + index) * Count + _from, index + 1);

    /// <summary>Adds a row.</summary>
    /// <param name="kernel">Covariances with the rows before.</param>
    /// <param name="variance">The new diagonal entry κ.</param>
    /// <param name="least">What λ² is lifted to where it is smaller.</param>
    /// <returns>False, and nothing added, when λ² is not above zero.</returns>
    public bool TryAdd(ReadOnlySpan<double> kernel, double variance, double least)
    {
        var row = Factor.AsSpan(_rows * Count, _rows + 1);
        var solved = _solved.AsSpan(0, _rows);
        solved.Clear();
        for (var i = 0; i < _rows; i++)
        {
            var inverse = Inverse.AsSpan(i * Count, i + 1);
            row[i] = Sums.Dot(inverse, kernel[..(i + 1)]);
            TensorPrimitives.MultiplyAdd(inverse, row[i], solved[..(i + 1)], solved[..(i + 1)]);
        }
        var pivot = Math.Max(variance - Sums.Dot(row[.._rows], row[.._rows]), least);
        // Written so that NaN is refused too.
        if (!(pivot > 0)) return false;
        var root = Math.Sqrt(pivot);
        row[_rows] = root;
        TensorPrimitives.Multiply(solved, -1 / root, Inverse.AsSpan(_rows * Count, _rows));
        Inverse[_rows * Count + _rows] = 1 / root;
        _rows++;
        return true;
    }
}
