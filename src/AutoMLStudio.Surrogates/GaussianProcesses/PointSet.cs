using System.Numerics.Tensors;

namespace AutoMLStudio.Surrogates.GaussianProcesses;

/// <summary>Points of the model's input space, kept by dimension. Coordinates lie in [0, 1]; a nominal dimension knows only "same" and "other"
/// (Hamming distance).</summary>
internal sealed class PointSet
{
    private readonly double[][] _columns;

    /// <summary>A set of these points.</summary>
    /// <param name="points">Each of as many coordinates as <paramref name="isNominal"/> has entries.</param>
    /// <param name="isNominal">Which dimensions are nominal.</param>
    public PointSet(IReadOnlyList<double[]> points, bool[] isNominal)
    {
        Count = points.Count;
        IsNominal = isNominal;
        _columns = [.. isNominal.Select((_, d) => points.Select(p => p[d]).ToArray())];
    }

    /// <summary>Number of points.</summary>
    public int Count { get; }

    /// <summary>Which dimensions are nominal.</summary>
    public bool[] IsNominal { get; }

    /// <summary>Number of dimensions.</summary>
    public int Dimension => IsNominal.Length;

    /// <summary>The coordinates of all points in one dimension.</summary>
    public ReadOnlySpan<double> Column(int dimension) => _columns[dimension];

    /// <summary>Coordinates of one point.</summary>
    public double[] Point(int index) => [.. _columns.Select(c => c[index])];

    /// <summary>Some of the points.</summary>
    public PointSet At(IEnumerable<int> indices) => new([.. indices.Select(Point)], IsNominal);

    /// <summary>Weighted squared distances Σ w_d (x_d − x'_d)², Σ w_d [x_d ≠ x'_d] in nominal dimensions, from <paramref name="x"/> to the first
    /// <paramref name="squared"/>.Length points.</summary>
    public void SquaredDistances(ReadOnlySpan<double> x, ReadOnlySpan<double> weights, Span<double> squared)
    {
        squared.Clear();
        for (var d = 0; d < Dimension; d++) Accumulate(d, x[d], weights[d], squared);
    }

    /// <summary>The squared distances in one dimension between all pairs (i, j), j &lt; i, at position i(i − 1)/2 + j.</summary>
    public double[] PairDistances(int dimension)
    {
        var pairs = new double[Count * (Count - 1) / 2];
        for (int i = 1, at = 0; i < Count; at += i, i++) Accumulate(dimension, _columns[dimension][i], 1, pairs.AsSpan(at, i));
        return pairs;
    }

    private void Accumulate(int dimension, double x, double weight, Span<double> squared)
    {
        var column = _columns[dimension].AsSpan(0, squared.Length);
        if (IsNominal[dimension])
        {
            for (var i = 0; i < squared.Length; i++) squared[i] += column[i] == x ? 0 : weight;
            return;
        }
        Span<double> difference = stackalloc double[Math.Min(squared.Length, 256)];
        for (var from = 0; from < squared.Length; from += difference.Length)
        {
            var part = difference[..Math.Min(difference.Length, squared.Length - from)];
            TensorPrimitives.Subtract(column.Slice(from, part.Length), x, part);
            TensorPrimitives.Multiply(part, part, part);
            TensorPrimitives.MultiplyAdd(part, weight, squared.Slice(from, part.Length), squared.Slice(from, part.Length));
        }
    }
}
