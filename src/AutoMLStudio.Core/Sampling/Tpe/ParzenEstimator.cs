using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Core.Sampling.Tpe;

/// <summary>
/// A density over parameters: a mixture with one component an observation and, as the last, the prior. A component is a product of kernels, one a
/// parameter; where its observation's parameter was inactive, the kernel is the prior's.
/// </summary>
internal sealed class ParzenEstimator
{
    /// <summary>e to the power of minus this is less than a double shows beside 1, even for thousands of components.</summary>
    private const double Negligible = 50;

    private readonly Kernels[] _kernels;
    private readonly double[] _weights;
    private readonly double[] _logWeights;

    /// <summary>The density of the observations.</summary>
    /// <param name="parameters">The dimensions.</param>
    /// <param name="points">Observations, the oldest first: a coordinate a dimension, NaN where inactive.</param>
    /// <param name="weights">What each observation counts as.</param>
    /// <param name="options">The prior's weight and bandwidths.</param>
    public ParzenEstimator(IReadOnlyList<Parameter> parameters, IReadOnlyList<double[]> points, IReadOnlyList<double> weights, TpeOptions options)
    {
        // A categorical parameter alone has the paper's posterior N pᵢ + Cᵢ, p uniform: the prior counts as N observations ([Bergstra2011],
        // section 4.2).
        var prior = options.PriorWeight * (!options.Multivariate && parameters is [{ IsNominal: true } only] ? only.Cardinality!.Value : 1);
        _weights = [.. weights, prior];
        var sum = _weights.Sum();
        for (var i = 0; i < _weights.Length; i++) _weights[i] /= sum;
        _logWeights = [.. _weights.Select(w => Math.Log(w))];
        _kernels = [.. parameters.Select((p, d) => KernelsOf(p, Column(points, d), options))];
    }

    /// <summary>ln of the density at a point; its NaN coordinates are inactive and do not count.</summary>
    public double LogDensity(double[] point)
    {
        var sums = _logWeights.AsSpan().ToArray();
        for (var d = 0; d < point.Length; d++)
            if (!double.IsNaN(point[d])) _kernels[d].AddLogDensity(point[d], sums);
        var largest = sums.Max();
        var total = 0.0;
        foreach (var sum in sums)
            if (sum > largest - Negligible) total += Math.Exp(sum - largest);
        return largest + Math.Log(total);
    }

    /// <summary>A component, drawn by weight.</summary>
    public int Component(Rng rng)
    {
        var left = rng.NextDouble();
        for (var i = 0; i < _weights.Length - 1; i++)
        {
            left -= _weights[i];
            if (left < 0) return i;
        }
        return _weights.Length - 1;
    }

    /// <summary>A coordinate drawn from a component's kernel in one dimension.</summary>
    public double Sample(int component, int dimension, Rng rng) => _kernels[dimension].Sample(component, rng);

    private static Kernels KernelsOf(Parameter parameter, double[] values, TpeOptions options)
    {
        if (parameter.IsNominal)
            return new ChoiceKernels(
                (int)parameter.Cardinality!.Value, [.. values, double.NaN], options.Multivariate ? options.PriorWeight / (values.Length + 1) : 0);
        double[] means = [.. values, Bandwidths.PriorMean];
        for (var i = 0; i < means.Length; i++)
            if (double.IsNaN(means[i])) means[i] = Bandwidths.PriorMean;
        return new NormalKernels(parameter, means, [.. Bandwidths.Of(values, options), 1]);
    }

    private static double[] Column(IReadOnlyList<double[]> points, int dimension)
    {
        var values = new double[points.Count];
        for (var i = 0; i < values.Length; i++) values[i] = points[i][dimension];
        return values;
    }
}
