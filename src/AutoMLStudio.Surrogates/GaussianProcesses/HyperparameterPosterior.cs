using System.Numerics.Tensors;
using AutoMLStudio.Surrogates.Numerics;

namespace AutoMLStudio.Surrogates.GaussianProcesses;

/// <summary>ln p(y | X, θ) + ln p(θ) of the hyper-parameters θ, with its gradient by ln θ ([Rasmussen2006], Eqs. 5.8 and 5.9).</summary>
internal sealed class HyperparameterPosterior
{
    private readonly int _n;
    private readonly double[] _values;
    private readonly KernelMatrix _matrix;
    private readonly double[] _inverse;
    private readonly double[] _weighted;
    private readonly PointSet _points;
    private readonly ProcessForm _form;

    /// <summary>The posterior given standardised values at points without an environment.</summary>
    public HyperparameterPosterior(PointSet points, double[] values, ProcessForm form)
    {
        (_points, _form) = (points, form);
        _n = points.Count;
        _values = values;
        _matrix = new(points);
        (_inverse, _weighted) = (new double[_n * _n], new double[_n]);
    }

    /// <summary>The log density up to a constant, and its gradient by the logarithms; −∞ where the matrix is not positive definite.</summary>
    public double Evaluate(ReadOnlySpan<double> logarithms, Span<double> gradient)
    {
        var parameters = Hyperparameters.FromLogarithms(logarithms, _points.Dimension, _form.Kernel);
        _matrix.Build(parameters);
        if (!SymmetricMatrix.TryInvert(_matrix.Values, _n, _inverse, out var logDeterminant)) return double.NegativeInfinity;
        for (var i = 0; i < _n; i++) _weighted[i] = Sums.Dot(_inverse.AsSpan(i * _n, _n), _values);
        FillGradient(parameters, gradient);
        var evidence = -0.5 * Sums.Dot(_values, _weighted) - 0.5 * logDeterminant - 0.5 * _n * Math.Log(2 * Math.PI);
        return evidence + HyperparameterPrior.LogDensity(parameters, _form.Prior, gradient);
    }

    /// <summary>½ tr((ααᵀ − K⁻¹) ∂K/∂ln θ) with α = K⁻¹y; a pair stands for two entries of the matrix, which takes the ½ away.</summary>
    private void FillGradient(Hyperparameters parameters, Span<double> gradient)
    {
        double trace = 0, byScale = 0;
        for (int i = 0, at = 0; i < _n; at += i, i++)
        {
            trace += _weighted[i] * _weighted[i] - _inverse[i * _n + i];
            var row = _matrix.Squared.AsSpan(at, i);
            TensorPrimitives.Multiply(_weighted.AsSpan(0, i), _weighted[i], row);
            TensorPrimitives.Subtract(row, _inverse.AsSpan(i * _n, i), row);
            byScale += Sums.Dot(row, _matrix.Kernel.AsSpan(at, i));
        }
        TensorPrimitives.Multiply(_matrix.Squared, _matrix.Slope, _matrix.Squared);
        for (var d = 0; d < _matrix.Distances.Count; d++) gradient[d] = parameters.Weights[d] * Sums.Dot(_matrix.Squared, _matrix.Distances[d]);
        if (parameters.Warping is { } warping)
        {
            for (var d = 0; d < parameters.Weights.Length; d++)
                (gradient[parameters.Weights.Length + d], gradient[2 * parameters.Weights.Length + d]) = ByWarping(warping, d, parameters.Weights[d]);
        }
        gradient[^2] = byScale + 0.5 * parameters.Scale * trace;
        gradient[^1] = 0.5 * parameters.Noise * trace;
    }

    /// <summary>
    /// The derivatives by ln a and ln b of one coordinate u = w(x): of a squared distance (uᵢ − uⱼ)² it is 2(uᵢ − uⱼ)(u̇ᵢ − u̇ⱼ), and Σ over pairs of Q times
    /// that is 2 Σᵢ u̇ᵢ Σⱼ Qᵢⱼ(uᵢ − uⱼ).
    /// </summary>
    private (double ByA, double ByB) ByWarping(InputWarping warping, int dimension, double weight)
    {
        if (!_points.IsBent(dimension)) return (0, 0);
        var bent = _matrix.Warped.Column(dimension);
        var plain = _points.Column(dimension);
        var pulls = new double[_n];
        for (int i = 0, at = 0; i < _n; at += i, i++)
        {
            for (var j = 0; j < i; j++)
            {
                var pull = _matrix.Squared[at + j] * (bent[i] - bent[j]);
                (pulls[i], pulls[j]) = (pulls[i] + pull, pulls[j] - pull);
            }
        }
        var (byA, byB) = (0.0, 0.0);
        for (var i = 0; i < _n; i++)
        {
            byA += 2 * weight * pulls[i] * warping.ByLogA(dimension, plain[i]);
            byB += 2 * weight * pulls[i] * warping.ByLogB(dimension, plain[i]);
        }
        return (byA, byB);
    }
}
