using System.Numerics.Tensors;
using AutoMLStudio.Surrogates.Numerics;

namespace AutoMLStudio.Surrogates.GaussianProcesses;

/// <summary>ln p(y | X, θ) + ln p(θ) of the hyper-parameters θ, with its gradient by ln θ ([Rasmussen2006], Eqs. 5.8 and 5.9).</summary>
internal sealed class HyperparameterPosterior
{
    private readonly int _n;
    private readonly double[] _values;
    private readonly double[][] _distances;
    private readonly double[] _squared;
    private readonly double[] _kernel;
    private readonly double[] _slope;
    private readonly double[] _matrix;
    private readonly double[] _inverse;
    private readonly double[] _weighted;

    /// <summary>The posterior given standardised values at points.</summary>
    public HyperparameterPosterior(PointSet points, double[] values)
    {
        _n = points.Count;
        _values = values;
        _distances = [.. Enumerable.Range(0, points.Dimension).Select(points.PairDistances)];
        var pairs = _n * (_n - 1) / 2;
        (_squared, _kernel, _slope) = (new double[pairs], new double[pairs], new double[pairs]);
        (_matrix, _inverse, _weighted) = (new double[_n * _n], new double[_n * _n], new double[_n]);
    }

    /// <summary>The log density up to a constant, and its gradient by the logarithms; −∞ where the matrix is not positive definite.</summary>
    public double Evaluate(ReadOnlySpan<double> logarithms, Span<double> gradient)
    {
        var parameters = Hyperparameters.FromLogarithms(logarithms);
        BuildMatrix(parameters);
        if (!SymmetricMatrix.TryInvert(_matrix, _n, _inverse, out var logDeterminant)) return double.NegativeInfinity;
        for (var i = 0; i < _n; i++) _weighted[i] = Sums.Dot(_inverse.AsSpan(i * _n, _n), _values);
        FillGradient(parameters, gradient);
        var evidence = -0.5 * Sums.Dot(_values, _weighted) - 0.5 * logDeterminant - 0.5 * _n * Math.Log(2 * Math.PI);
        return evidence + HyperparameterPrior.LogDensity(parameters, gradient);
    }

    private void BuildMatrix(Hyperparameters parameters)
    {
        Array.Clear(_squared);
        for (var d = 0; d < _distances.Length; d++) TensorPrimitives.MultiplyAdd(_distances[d], parameters.Weights[d], _squared, _squared);
        Matern52.Evaluate(_squared, parameters.Scale, _kernel, _slope);
        for (int i = 0, at = 0; i < _n; at += i, i++)
        {
            _kernel.AsSpan(at, i).CopyTo(_matrix.AsSpan(i * _n));
            _matrix[i * _n + i] = parameters.Scale + parameters.Noise;
        }
    }

    /// <summary>½ tr((ααᵀ − K⁻¹) ∂K/∂ln θ) with α = K⁻¹y; a pair stands for two entries of the matrix, which takes the ½ away.</summary>
    private void FillGradient(Hyperparameters parameters, Span<double> gradient)
    {
        double trace = 0, byScale = 0;
        for (int i = 0, at = 0; i < _n; at += i, i++)
        {
            trace += _weighted[i] * _weighted[i] - _inverse[i * _n + i];
            var row = _squared.AsSpan(at, i);
            TensorPrimitives.Multiply(_weighted.AsSpan(0, i), _weighted[i], row);
            TensorPrimitives.Subtract(row, _inverse.AsSpan(i * _n, i), row);
            byScale += Sums.Dot(row, _kernel.AsSpan(at, i));
        }
        TensorPrimitives.Multiply(_squared, _slope, _squared);
        for (var d = 0; d < _distances.Length; d++) gradient[d] = parameters.Weights[d] * Sums.Dot(_squared, _distances[d]);
        gradient[^2] = byScale + 0.5 * parameters.Scale * trace;
        gradient[^1] = 0.5 * parameters.Noise * trace;
    }
}
