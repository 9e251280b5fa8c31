using AutoMLStudio.Surrogates.Numerics;

namespace AutoMLStudio.Surrogates.GaussianProcesses;

/// <summary>The log marginal likelihood ln p(y | X, θ) ([Rasmussen2006], Eq. 5.8) under changing hyper-parameters. Reuses its work space.</summary>
/// <param name="points">Where values are known.</param>
/// <param name="values">The values.</param>
internal sealed class Evidence(PointSet points, double[] values)
{
    private readonly KernelMatrix _matrix = new(points);
    private readonly double[] _factor = new double[points.Count * points.Count];
    private readonly double[] _solved = new double[points.Count];

    /// <summary>The logarithm; −∞ where the matrix is not positive definite.</summary>
    public double Of(Hyperparameters parameters)
    {
        _matrix.Build(parameters);
        var n = points.Count;
        if (!Cholesky.TryFactor(_matrix.Values, n, _factor)) return double.NegativeInfinity;
        var (squares, logarithms) = (0.0, 0.0);
        for (var i = 0; i < n; i++)
        {
            var row = _factor.AsSpan(i * n, i + 1);
            _solved[i] = (values[i] - parameters.Mean - Sums.Dot(row[..i], _solved.AsSpan(0, i))) / row[i];
            squares += _solved[i] * _solved[i];
            logarithms += Math.Log(row[i]);
        }
        return -0.5 * squares - logarithms - 0.5 * n * Math.Log(2 * Math.PI);
    }
}
