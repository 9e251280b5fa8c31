using System.Numerics.Tensors;

namespace AutoMLStudio.Surrogates.GaussianProcesses;

/// <summary>
/// Points of the model's input space, kept by dimension. Coordinates lie in [0, 1]; a nominal dimension knows only "same" and "other" (Hamming
/// distance). Behind the coordinates a point may have features φ of its environment (the size of the data, the task), which weigh covariances by
/// φᵀΣφ′.
/// </summary>
internal sealed class PointSet
{
    private readonly double[][] _columns;

    /// <summary>A set of these points.</summary>
    /// <param name="points">Each of as many coordinates as <paramref name="isNominal"/> has entries, then its features.</param>
    /// <param name="isNominal">Which dimensions are nominal.</param>
    /// <param name="features">Number of features.</param>
    public PointSet(IReadOnlyList<double[]> points, bool[] isNominal, int features = 0)
    {
        Count = points.Count;
        IsNominal = isNominal;
        Features = features;
        _columns = [.. Enumerable.Range(0, isNominal.Length + features).Select(d => points.Select(p => p[d]).ToArray())];
    }

    private PointSet(PointSet like, double[][] columns) =>
        (Count, IsNominal, Features, _columns) = (like.Count, like.IsNominal, like.Features, columns);

    /// <summary>Number of features.</summary>
    public int Features { get; }

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
    public PointSet At(IEnumerable<int> indices) => new([.. indices.Select(Point)], IsNominal, Features);

    /// <summary>The points with bent coordinates; these where nothing bends.</summary>
    public PointSet Warp(InputWarping? warping) => warping is null ? this
        : new(this, [.. _columns.Select((c, d) => IsBent(d) ? [.. c.Select(x => warping.Apply(d, x))] : c)]);

    /// <summary>True for a coordinate that a warping bends.</summary>
    public bool IsBent(int dimension) => dimension < Dimension && !IsNominal[dimension];

    /// <summary>Other points of the same space.</summary>
    public PointSet With(IReadOnlyList<double[]> points) => new(points, IsNominal, Features);

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
        PairDistances(dimension, pairs);
        return pairs;
    }

    /// <summary>The same, filled in.</summary>
    public void PairDistances(int dimension, double[] pairs)
    {
        Array.Clear(pairs);
        for (int i = 1, at = 0; i < Count; at += i, i++) Accumulate(dimension, _columns[dimension][i], 1, pairs.AsSpan(at, i));
    }

    /// <summary>Multiplies <paramref name="values"/>, one each of the first points, by φᵀΣφ′ with the features at the end of <paramref name="x"/>.</summary>
    public void Weigh(ReadOnlySpan<double> x, double[] environment, Span<double> values)
    {
        Span<double> weights = stackalloc double[Features];
        for (var b = 0; b < Features; b++)
            for (var a = 0; a < Features; a++) weights[b] += x[Dimension + a] * environment[a * Features + b];
        for (var i = 0; i < values.Length; i++)
        {
            var weight = 0.0;
            for (var b = 0; b < Features; b++) weight += weights[b] * _columns[Dimension + b][i];
            values[i] *= weight;
        }
    }

    /// <summary>Adds <paramref name="constant"/> · φᵀφ′ to values of the first points, with the features at the end of <paramref name="x"/>.</summary>
    public void AddConstant(ReadOnlySpan<double> x, double constant, Span<double> values)
    {
        if (constant == 0) return;
        for (var a = 0; a < Features; a++)
            TensorPrimitives.MultiplyAdd(_columns[Dimension + a].AsSpan(0, values.Length), constant * x[Dimension + a], values, values);
    }

    /// <summary>φᵀφ of the features at the end of <paramref name="x"/>.</summary>
    public double SquaredFeatures(ReadOnlySpan<double> x) => TensorPrimitives.SumOfSquares(x[Dimension..]);

    /// <summary>φᵀΣφ of the features at the end of <paramref name="x"/>; 1 without an environment.</summary>
    public double PriorFactor(ReadOnlySpan<double> x, double[]? environment)
    {
        if (environment is null) return 1;
        var factor = 0.0;
        for (var a = 0; a < Features; a++)
            for (var b = 0; b < Features; b++) factor += x[Dimension + a] * environment[a * Features + b] * x[Dimension + b];
        return factor;
    }

    /// <summary>φᵀΣφ of one of the points; 1 without an environment.</summary>
    public double PriorFactor(int index, double[]? environment) => environment is null ? 1 : PriorFactor(Point(index), environment);

    /// <summary>
    /// For features a ≥ b, row by row: the factors that Σ_ab has in φᵀΣφ′ of all pairs (i, j), j &lt; i, which are φ_a φ′_b + φ_b φ′_a for a ≠ b.
    /// </summary>
    public double[][] PairProducts() =>
        [.. from a in Enumerable.Range(0, Features) from b in Enumerable.Range(0, a + 1) select PairProducts(_columns[Dimension + a], _columns[Dimension + b], a == b)];

    private double[] PairProducts(double[] first, double[] second, bool isSame)
    {
        var pairs = new double[Count * (Count - 1) / 2];
        for (int i = 1, at = 0; i < Count; at += i, i++)
            for (var j = 0; j < i; j++) pairs[at + j] = first[i] * second[j] + (isSame ? 0 : second[i] * first[j]);
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
