using System.Numerics.Tensors;
using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.Acquisitions;

/// <summary>
/// An acquisition over the input space of a model, averaged over fantasies of the pending trials ([Snoek2012], Eq. 7) and, in each, over what a value
/// is compared with.
/// </summary>
internal sealed class AcquisitionFunction : IAcquisitionFunction
{
    private readonly Posterior _posterior;
    private readonly Acquisition _acquisition;
    private readonly double[][] _targets;
    private readonly double[] _kernel;
    private readonly double[] _slope;
    private readonly double[] _solved;
    private readonly double[] _means;
    private readonly Worth[] _worths;

    /// <summary>The function of a posterior.</summary>
    /// <param name="posterior">With one vector of values a fantasy.</param>
    /// <param name="acquisition">What is averaged.</param>
    /// <param name="targets">What a value is compared with, as many in each fantasy: usually one, the smallest value so far.</param>
    public AcquisitionFunction(Posterior posterior, Acquisition acquisition, double[][] targets)
    {
        (_posterior, _acquisition, _targets) = (posterior, acquisition, targets);
        (_kernel, _slope, _solved) = (new double[posterior.Count], new double[posterior.Count], new double[posterior.Count]);
        (_means, _worths) = (new double[posterior.Fantasies], new Worth[targets.Sum(t => t.Length)]);
    }

    /// <inheritdoc/>
    public string Name => _acquisition.Name;

    /// <inheritdoc/>
    public bool IsLogarithm => _acquisition.IsLogarithm;

    /// <inheritdoc/>
    public bool IsSmooth => true;

    /// <inheritdoc/>
    public double Value(ReadOnlySpan<double> x)
    {
        _posterior.Correlate(x, _kernel, []);
        _posterior.Means(_kernel, _means);
        return Average(_means, _posterior.Variance(x, _kernel, []));
    }

    /// <inheritdoc/>
    public double Value(ReadOnlySpan<double> x, Span<double> gradient)
    {
        _posterior.Correlate(x, _kernel, _slope);
        _posterior.Means(_kernel, _means);
        var value = Average(_means, _posterior.Variance(x, _kernel, _solved));
        var byVariance = 0.0;
        for (int s = 0, k = 0; s < _means.Length; s++)
        {
            _means[s] = 0;
            for (var end = k + _targets[s].Length; k < end; k++)
            {
                var share = _acquisition.IsLogarithm ? Math.Exp(_worths[k].Value - value) / _worths.Length : 1.0 / _worths.Length;
                if (!double.IsFinite(share)) share = 0;
                _means[s] += share * _worths[k].ByMean;
                byVariance += share * _worths[k].ByVariance;
            }
        }
        // σ² = k(x, x) − kᵀK⁻¹k: its derivative by k is −2 K⁻¹k, the mean's is α.
        TensorPrimitives.Multiply(_solved, -2 * byVariance, _solved);
        _posterior.AddMeanCoefficients(_means, _solved);
        TensorPrimitives.Multiply(_solved, _slope, _solved);
        _posterior.Gradient(x, _solved, gradient);
        return value;
    }

    /// <inheritdoc/>
    public double[] Values(IReadOnlyList<double[]> points)
    {
        if (points.Count == 0) return [];
        var (means, variances) = _posterior.At(points);
        var values = new double[points.Count];
        for (var i = 0; i < values.Length; i++) values[i] = Average(means.AsSpan(i * _means.Length, _means.Length), variances[i]);
        return values;
    }

    /// <inheritdoc/>
    public IReadOnlyList<AcquisitionPart> Parts(IReadOnlyList<double[]> points) =>
        _acquisition.Whole is null ? [] : AcquisitionPart.Of(_acquisition, _posterior.At(points), _targets);

    private double Average(ReadOnlySpan<double> means, double variance)
    {
        var largest = double.NegativeInfinity;
        var k = 0;
        for (var s = 0; s < _targets.Length; s++)
        {
            foreach (var target in _targets[s])
            {
                _worths[k] = _acquisition.At(means[s], variance, target);
                largest = Math.Max(largest, _worths[k++].Value);
            }
        }
        var sum = 0.0;
        foreach (var worth in _worths) sum += _acquisition.IsLogarithm ? Math.Exp(worth.Value - largest) : worth.Value;
        return _acquisition.IsLogarithm ? largest + Math.Log(sum / _worths.Length) : sum / _worths.Length;
    }
}
