using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Surrogates.GaussianProcesses;
using AutoMLStudio.Surrogates.Numerics;

namespace AutoMLStudio.Surrogates.Acquisitions;

/// <summary>
/// qLogEI for a point beside pending ones: the logarithm of what it adds to the expected improvement of them all, E[(best − min f)₊] ([Ginsbourger2010];
/// [Ament2023], Section 3.2), by quasi-random draws of the pending values. The point's own value is integrated out in closed form in each draw, so that
/// nothing has to be smoothed, which is where it deviates from [Ament2023]; what the pending ones improve by themselves is the same everywhere and left
/// out.
/// </summary>
/// <remarks>All draws share the deviation: they are averaged as multiples of the largest, four at a time.</remarks>
internal sealed class BatchImprovement : IAcquisitionFunction
{
    private const double SmallestVariance = 1e-12;

    /// <summary>No draw is told from one that is further below the others.</summary>
    private const double Farthest = 1e100;

    private readonly Posterior _posterior;
    private readonly double[] _best;
    private readonly double[] _kernel;
    private readonly double[] _slope;
    private readonly double[] _solved;
    private readonly double[] _means;

    /// <summary>The function of a posterior.</summary>
    /// <param name="posterior">With one vector of values a draw.</param>
    /// <param name="best">Smallest value in each draw.</param>
    public BatchImprovement(Posterior posterior, double[] best)
    {
        // A multiple of four: the rest is filled with what has no chance and adds nothing.
        (_posterior, _best, _means) = (posterior, best, new double[(best.Length + 3) / 4 * 4]);
        (_kernel, _slope, _solved) = (new double[posterior.Count], new double[posterior.Count], new double[posterior.Count]);
    }

    /// <inheritdoc/>
    public string Name => "log EI";

    /// <inheritdoc/>
    public bool IsLogarithm => true;

    /// <inheritdoc/>
    public bool IsSmooth => true;

    /// <inheritdoc/>
    public double Value(ReadOnlySpan<double> x)
    {
        _posterior.Correlate(x, _kernel, []);
        _posterior.Means(_kernel, _means.AsSpan(0, _best.Length));
        return Average(_posterior.Variance(x, _kernel, []), []).Value;
    }

    /// <inheritdoc/>
    public double Value(ReadOnlySpan<double> x, Span<double> gradient)
    {
        _posterior.Correlate(x, _kernel, _slope);
        var byMean = _means.AsSpan(0, _best.Length);
        _posterior.Means(_kernel, byMean);
        var worth = Average(_posterior.Variance(x, _kernel, _solved), _means);
        // σ² = k(x, x) − kᵀK⁻¹k: its derivative by k is −2 K⁻¹k, the mean's is α.
        TensorPrimitives.Multiply(_solved, -2 * worth.ByVariance, _solved);
        _posterior.AddMeanCoefficients(byMean, _solved);
        TensorPrimitives.Multiply(_solved, _slope, _solved);
        _posterior.Gradient(x, _solved, gradient);
        return worth.Value;
    }

    /// <inheritdoc/>
    public double[] Values(IReadOnlyList<double[]> points)
    {
        if (points.Count == 0) return [];
        var (means, variances) = _posterior.At(points);
        var values = new double[points.Count];
        for (var i = 0; i < values.Length; i++)
        {
            means.AsSpan(i * _best.Length, _best.Length).CopyTo(_means);
            values[i] = Average(variances[i], []).Value;
        }
        return values;
    }

    /// <inheritdoc/>
    public IReadOnlyList<AcquisitionPart> Parts(IReadOnlyList<double[]> points) =>
        AcquisitionPart.Of(new ExpectedImprovement(), _posterior.At(points), [.. _best.Select(b => new[] { b })]);

    /// <summary>
    /// ln of the average of σ h(z), z = (best − μ)/σ, and its derivative by σ²; fills <paramref name="byMean"/> with those by the means unless it is
    /// empty. With x = |z|, R the Mills ratio and D = 1 − xR: h(z) = z₊ + φ(x) D, and Φ(z) is φ(x) R or one less that.
    /// </summary>
    private (double Value, double ByVariance) Average(double variance, Span<double> byMean)
    {
        var deviation = Math.Sqrt(Math.Max(variance, SmallestVariance));
        var largest = double.NegativeInfinity;
        for (var s = 0; s < _best.Length; s++) largest = Math.Max(largest, _means[s] = (_best[s] - _means[s]) / deviation);
        _means.AsSpan(_best.Length).Fill(-Farthest);
        // Where all are negative, everything is measured by φ of the largest: no sum underflows.
        var unit = largest < 0 ? Normal.LogDensity(largest) : 0;
        var (sum, density) = (Vector256<double>.Zero, Vector256<double>.Zero);
        var lanes = MemoryMarshal.Cast<double, Vector256<double>>(_means.AsSpan());
        for (var i = 0; i < lanes.Length; i++)
        {
            var z = lanes[i];
            var x = Vector256.Min(Vector256.Abs(z), Vector256.Create(Farthest));
            var φ = Vector256.Exp(Vector256.Create(Normal.LogDensity(0) - unit) - 0.5 * x * x);
            sum += Vector256.Max(z, Vector256<double>.Zero) + φ * NormalTails.Remainder(x);
            density += φ;
            if (byMean.IsEmpty) continue;
            var tail = φ * NormalTails.Ratio(x);
            lanes[i] = Vector256.ConditionalSelect(Vector256.GreaterThan(z, Vector256<double>.Zero), Vector256<double>.One - tail, tail);
        }
        var total = Vector256.Sum(sum);
        var value = Math.Log(deviation) + unit + Math.Log(total / _best.Length);
        for (var s = 0; s < byMean.Length; s++) byMean[s] *= -1 / (deviation * total);
        return (value, Vector256.Sum(density) / (2 * deviation * deviation * total));
    }
}
