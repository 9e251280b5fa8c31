using System.Numerics.Tensors;
using AutoMLStudio.Surrogates.Acquisitions;
using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.Fronts;

/// <summary>
/// The logarithm of the expected hypervolume improvement, in closed form: with a process of its own for each loss it is a sum over the boxes that the
/// front leaves of products of differences of one-dimensional expected improvements [Yang2019], computed from their logarithms ([Ament2023],
/// Section 3.2), so that there is a slope to follow wherever the point lies.
/// </summary>
internal sealed class HypervolumeImprovement : IAcquisitionFunction
{
    private readonly IReadOnlyList<Posterior> _posteriors;
    private readonly FrontBoxes _front;
    private readonly LogExpectedImprovement _improvement = new();
    private readonly Worth[][] _worths;
    private readonly double[] _logs;
    private readonly double[][] _kernels;
    private readonly double[][] _slopes;
    private readonly double[][] _solved;
    private readonly double[] _mean = new double[1];
    private readonly double[] _part;

    /// <summary>The function of independent processes.</summary>
    /// <param name="posteriors">One a loss; only their first fantasies are used.</param>
    /// <param name="front">What is left to improve on, in the units of the processes.</param>
    public HypervolumeImprovement(IReadOnlyList<Posterior> posteriors, FrontBoxes front)
    {
        (_posteriors, _front, _logs) = (posteriors, front, new double[front.Boxes.Count]);
        _worths = [.. front.Levels.Select(l => new Worth[l.Length])];
        double[][] Space() => [.. posteriors.Select(p => new double[p.Count])];
        (_kernels, _slopes, _solved, _part) = (Space(), Space(), Space(), new double[posteriors[0].Dimension]);
    }

    /// <inheritdoc/>
    public string Name => "log EHVI";

    /// <inheritdoc/>
    public bool IsLogarithm => true;

    /// <inheritdoc/>
    public bool IsSmooth => true;

    /// <inheritdoc/>
    public double Value(ReadOnlySpan<double> x)
    {
        for (var m = 0; m < _posteriors.Count; m++)
        {
            _posteriors[m].Correlate(x, _kernels[m], []);
            _posteriors[m].Means(_kernels[m], _mean);
            Improve(m, _mean[0], _posteriors[m].Variance(x, _kernels[m], []));
        }
        return Sum();
    }

    /// <inheritdoc/>
    public double Value(ReadOnlySpan<double> x, Span<double> gradient)
    {
        for (var m = 0; m < _posteriors.Count; m++)
        {
            _posteriors[m].Correlate(x, _kernels[m], _slopes[m]);
            _posteriors[m].Means(_kernels[m], _mean);
            Improve(m, _mean[0], _posteriors[m].Variance(x, _kernels[m], _solved[m]));
        }
        var value = Sum();
        gradient.Clear();
        for (var m = 0; m < _posteriors.Count; m++)
        {
            var (byMean, byVariance) = Slope(m, value);
            TensorPrimitives.Multiply(_solved[m], -2 * byVariance, _solved[m]);
            _posteriors[m].AddMeanCoefficients([byMean], _solved[m]);
            TensorPrimitives.Multiply(_solved[m], _slopes[m], _solved[m]);
            _posteriors[m].Gradient(x, _solved[m], _part);
            TensorPrimitives.Add(gradient, _part, gradient);
        }
        return value;
    }

    /// <inheritdoc/>
    public double[] Values(IReadOnlyList<double[]> points)
    {
        if (points.Count == 0) return [];
        (double[] Means, double[] Variances)[] predictions = [.. _posteriors.Select(p => p.At(points))];
        var values = new double[points.Count];
        for (var i = 0; i < values.Length; i++)
        {
            for (var m = 0; m < predictions.Length; m++) Improve(m, predictions[m].Means[i], predictions[m].Variances[i]);
            values[i] = Sum();
        }
        return values;
    }

    /// <summary>The logarithms of how far below each level the loss is expected to be.</summary>
    private void Improve(int loss, double mean, double variance)
    {
        for (var l = 0; l < _worths[loss].Length; l++) _worths[loss][l] = _improvement.At(mean, variance, _front.Levels[loss][l]);
    }

    private double Sum()
    {
        var largest = double.NegativeInfinity;
        for (var b = 0; b < _logs.Length; b++)
        {
            var box = _front.Boxes[b];
            _logs[b] = 0;
            for (var m = 0; m < _worths.Length; m++) _logs[b] += _worths[m][box.Upper[m]].Value + LogShare(m, box);
            largest = Math.Max(largest, _logs[b]);
        }
        var sum = 0.0;
        foreach (var log in _logs) sum += Math.Exp(log - largest);
        return double.IsFinite(largest) ? largest + Math.Log(sum) : largest;
    }

    /// <summary>ln(1 − ρ), where ρ is what the improvement on the lower bound is of that on the upper.</summary>
    private double LogShare(int loss, Box box) => box.Lower[loss] < 0 ? 0 : Math.Log(-Expm1(Ratio(loss, box)));

    private double Ratio(int loss, Box box) => Math.Min(0, _worths[loss][box.Lower[loss]].Value - _worths[loss][box.Upper[loss]].Value);

    /// <summary>The derivatives of the sum's logarithm by the mean and by the variance of a loss.</summary>
    private (double ByMean, double ByVariance) Slope(int loss, double value)
    {
        var (byMean, byVariance) = (0.0, 0.0);
        for (var b = 0; b < _logs.Length; b++)
        {
            var (box, share) = (_front.Boxes[b], Math.Exp(_logs[b] - value));
            if (!(share > 0)) continue;
            var upper = _worths[loss][box.Upper[loss]];
            if (box.Lower[loss] < 0)
            {
                (byMean, byVariance) = (byMean + share * upper.ByMean, byVariance + share * upper.ByVariance);
                continue;
            }
            var (lower, log) = (_worths[loss][box.Lower[loss]], Ratio(loss, box));
            var (rho, rest) = (Math.Exp(log), -Expm1(log));
            byMean += share * (upper.ByMean - rho * lower.ByMean) / rest;
            byVariance += share * (upper.ByVariance - rho * lower.ByVariance) / rest;
        }
        return (byMean, byVariance);
    }

    /// <summary>eˣ − 1, by its series where the difference would cancel.</summary>
    private static double Expm1(double x) => Math.Abs(x) < 1e-5 ? x * (1 + x / 2 * (1 + x / 3)) : Math.Exp(x) - 1;
}
