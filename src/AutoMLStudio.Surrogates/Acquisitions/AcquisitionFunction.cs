using System.Numerics.Tensors;
using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.Acquisitions;

/// <summary>An acquisition over the input space of a model, averaged over fantasies of the pending trials ([Snoek2012], Eq. 7). Not thread-safe: it
/// reuses its work space.</summary>
internal sealed class AcquisitionFunction
{
    private readonly Posterior _posterior;
    private readonly Acquisition _acquisition;
    private readonly double[] _best;
    private readonly double[] _kernel;
    private readonly double[] _slope;
    private readonly double[] _solved;
    private readonly double[] _means;
    private readonly Worth[] _worths;

    /// <summary>The function of a posterior.</summary>
    /// <param name="posterior">With one vector of values a fantasy.</param>
    /// <param name="acquisition">What is averaged.</param>
    /// <param name="best">Smallest value so far in each fantasy.</param>
    public AcquisitionFunction(Posterior posterior, Acquisition acquisition, double[] best)
    {
        (_posterior, _acquisition, _best) = (posterior, acquisition, best);
        (_kernel, _slope, _solved) = (new double[posterior.Count], new double[posterior.Count], new double[posterior.Count]);
        (_means, _worths) = (new double[posterior.Fantasies], new Worth[posterior.Fantasies]);
    }

    /// <summary>What is averaged.</summary>
    public Acquisition Acquisition => _acquisition;

    /// <summary>The worth of one point.</summary>
    public double Value(ReadOnlySpan<double> x)
    {
        _posterior.Correlate(x, _kernel, []);
        _posterior.Means(_kernel, _means);
        return Average(_means, _posterior.Variance(_kernel, []));
    }

    /// <summary>The worth of one point and its gradient, zero in nominal dimensions.</summary>
    public double Value(ReadOnlySpan<double> x, Span<double> gradient)
    {
        _posterior.Correlate(x, _kernel, _slope);
        _posterior.Means(_kernel, _means);
        var value = Average(_means, _posterior.Variance(_kernel, _solved));
        var byVariance = 0.0;
        for (var s = 0; s < _worths.Length; s++)
        {
            var share = _acquisition.IsLogarithm ? Math.Exp(_worths[s].Value - value) / _worths.Length : 1.0 / _worths.Length;
            if (!double.IsFinite(share)) share = 0;
            _means[s] = share * _worths[s].ByMean;
            byVariance += share * _worths[s].ByVariance;
        }
        // σ² = k(x, x) − kᵀK⁻¹k: its derivative by k is −2 K⁻¹k, the mean's is α.
        TensorPrimitives.Multiply(_solved, -2 * byVariance, _solved);
        _posterior.AddMeanCoefficients(_means, _solved);
        TensorPrimitives.Multiply(_solved, _slope, _solved);
        _posterior.Gradient(x, _solved, gradient);
        return value;
    }

    /// <summary>The worth of many points at once.</summary>
    public double[] Values(IReadOnlyList<double[]> points)
    {
        if (points.Count == 0) return [];
        var (means, variances) = _posterior.At(points);
        var values = new double[points.Count];
        for (var i = 0; i < values.Length; i++) values[i] = Average(means.AsSpan(i * _worths.Length, _worths.Length), variances[i]);
        return values;
    }

    private double Average(ReadOnlySpan<double> means, double variance)
    {
        var largest = double.NegativeInfinity;
        for (var s = 0; s < _worths.Length; s++)
        {
            _worths[s] = _acquisition.At(means[s], variance, _best[s]);
            largest = Math.Max(largest, _worths[s].Value);
        }
        var sum = 0.0;
        foreach (var worth in _worths) sum += _acquisition.IsLogarithm ? Math.Exp(worth.Value - largest) : worth.Value;
        return _acquisition.IsLogarithm ? largest + Math.Log(sum / _worths.Length) : sum / _worths.Length;
    }
}
