using System.Numerics.Tensors;

namespace AutoMLStudio.Surrogates.GaussianProcesses;

/// <summary>The covariance of the values at a set of points under changing hyper-parameters: distances are computed once, unless coordinates are bent.
/// Reuses its work space.</summary>
internal sealed class KernelMatrix
{
    private readonly PointSet _points;
    private readonly double[][] _distances;
    private readonly double[][] _products;
    private readonly double[] _environment;

    /// <summary>The matrix of these points.</summary>
    public KernelMatrix(PointSet points)
    {
        (_points, Warped) = (points, points);
        var pairs = points.Count * (points.Count - 1) / 2;
        _distances = [.. Enumerable.Range(0, points.Dimension).Select(points.PairDistances)];
        _products = points.PairProducts();
        (Squared, Kernel, Slope) = (new double[pairs], new double[pairs], new double[pairs]);
        _environment = new double[_products.Length == 0 ? 0 : pairs];
        Values = new double[points.Count * points.Count];
    }

    /// <summary>Squared distances in one dimension, bent but unweighted, between the pairs (i, j), j &lt; i, at position i(i − 1)/2 + j.</summary>
    public IReadOnlyList<double[]> Distances => _distances;

    /// <summary>The points as the warping bends them; as they are without one.</summary>
    public PointSet Warped { get; private set; }

    /// <summary>Weighted squared distances of the pairs.</summary>
    public double[] Squared { get; }

    /// <summary>Covariances of the pairs.</summary>
    public double[] Kernel { get; }

    /// <summary>Their derivatives by the squared distance.</summary>
    public double[] Slope { get; }

    /// <summary>The lower triangle of the matrix, noise on its diagonal (n × n).</summary>
    public double[] Values { get; }

    /// <summary>Fills everything for these hyper-parameters.</summary>
    public void Build(Hyperparameters parameters)
    {
        if (parameters.Warping is { } warping)
        {
            Warped = _points.Warp(warping);
            for (var d = 0; d < _distances.Length; d++)
                if (_points.IsBent(d)) Warped.PairDistances(d, _distances[d]);
        }
        Array.Clear(Squared);
        for (var d = 0; d < _distances.Length; d++) TensorPrimitives.MultiplyAdd(_distances[d], parameters.Weights[d], Squared, Squared);
        Kernels.Evaluate(parameters.Kernel, Squared, parameters.Scale, Kernel, Slope);
        if (parameters.Environment is { } environment) Weigh(environment);
        if (parameters.Constant != 0)
            for (var a = 0; a < _points.Features; a++) TensorPrimitives.MultiplyAdd(_products[a * (a + 3) / 2], parameters.Constant, Kernel, Kernel);
        var n = _points.Count;
        for (int i = 0, at = 0; i < n; at += i, i++)
        {
            Kernel.AsSpan(at, i).CopyTo(Values.AsSpan(i * n));
            Values[i * n + i] = parameters.Scale * _points.PriorFactor(i, parameters.Environment) + parameters.Noise;
            if (parameters.Constant != 0) Values[i * n + i] += parameters.Constant * _points.SquaredFeatures(_points.Point(i));
        }
    }

    private void Weigh(double[] environment)
    {
        var q = _points.Features;
        Array.Clear(_environment);
        for (int a = 0, k = 0; a < q; a++)
            for (var b = 0; b <= a; b++, k++) TensorPrimitives.MultiplyAdd(_products[k], environment[a * q + b], _environment, _environment);
        TensorPrimitives.Multiply(Kernel, _environment, Kernel);
        TensorPrimitives.Multiply(Slope, _environment, Slope);
    }
}
