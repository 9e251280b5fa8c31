using System.Numerics.Tensors;
using AutoMLStudio.Surrogates.Numerics;

namespace AutoMLStudio.Surrogates.GaussianProcesses;

/// <summary>
/// What the s means of a posterior are made of, given k(x, X) at n points: a vector of coefficients each, or, where values are imagined, one vector and
/// m others that the draws weigh, so that s means cost O(nm + sm) instead of O(ns).
/// </summary>
internal sealed class MeanCoefficients
{
    private readonly int _n;
    private readonly double[][] _draws;

    private MeanCoefficients(int n, double[] vectors, double[][] draws, int fantasies) =>
        (_n, Vectors, _draws, Fantasies) = (n, vectors, draws, fantasies);

    /// <summary>Number of means, s.</summary>
    public int Fantasies { get; }

    /// <summary>The vectors (n entries each), one after the other.</summary>
    public double[] Vectors { get; }

    private int Count => Vectors.Length / _n;

    /// <summary>One vector (n) a mean, one after the other.</summary>
    public static MeanCoefficients Of(double[] vectors, int n) => new(n, vectors, [], vectors.Length / n);

    /// <summary>
    /// Those of imagined values: m points more whose values are μ + Lz for draws z (m) of standard normal variables. The mean at x then moves by vᵀz with
    /// v = L⁻¹ cov(x, points), whose coefficients are the last m rows of the grown factor's inverse.
    /// </summary>
    public MeanCoefficients Imagine(CholeskyGrowth grown, IReadOnlyList<double[]> draws)
    {
        var (n, m) = (grown.Count, grown.Count - _n);
        var vectors = new double[(m + 1) * n];
        First().CopyTo(vectors.AsSpan());
        grown.Inverse.AsSpan(_n * n).CopyTo(vectors.AsSpan(n));
        return new(n, vectors, [.. Enumerable.Range(0, m).Select(i => draws.Select(z => z[i]).ToArray())], draws.Count);
    }

    /// <summary>The coefficients of the first mean.</summary>
    public double[] First()
    {
        var first = Vectors[.._n];
        for (var i = 0; i < _draws.Length; i++) TensorPrimitives.MultiplyAdd(Vectors.AsSpan((i + 1) * _n, _n), _draws[i][0], first, first);
        return first;
    }

    /// <summary>The means without that of the process, from k(x, X).</summary>
    public void Means(ReadOnlySpan<double> kernel, Span<double> means)
    {
        Span<double> products = stackalloc double[Count];
        for (var c = 0; c < products.Length; c++) products[c] = Sums.Dot(kernel, Vectors.AsSpan(c * _n, _n));
        Spread(products, means);
    }

    /// <summary>The means (s) from the products of k(x, X) with the vectors.</summary>
    public void Spread(ReadOnlySpan<double> products, Span<double> means)
    {
        if (_draws.Length == 0)
        {
            products.CopyTo(means);
            return;
        }
        means.Fill(products[0]);
        for (var i = 0; i < _draws.Length; i++) TensorPrimitives.MultiplyAdd(_draws[i], products[i + 1], means, means);
    }

    /// <summary>Adds the coefficients (n) of a weighted sum of the means.</summary>
    public void AddTo(Span<double> coefficients, ReadOnlySpan<double> weights)
    {
        for (var c = 0; c < Count; c++)
        {
            var weight = _draws.Length == 0 ? weights[c] : c == 0 ? Sums.Of(weights) : Sums.Dot(weights, _draws[c - 1]);
            TensorPrimitives.MultiplyAdd(Vectors.AsSpan(c * _n, _n), weight, coefficients, coefficients);
        }
    }
}
