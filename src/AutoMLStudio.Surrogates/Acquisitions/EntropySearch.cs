using System.Numerics.Tensors;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Surrogates.GaussianProcesses;
using AutoMLStudio.Surrogates.Numerics;

namespace AutoMLStudio.Surrogates.Acquisitions;

/// <summary>
/// Entropy Search [Hennig2012]: how much more is expected to be known, once the point's value is, of where the smallest value lies. The information is
/// that of p_min over representative points relative to the measure they were drawn from (Eq. 10).
/// </summary>
internal sealed class EntropySearch : CandidateFunction
{
    /// <summary>Outcomes that the change is averaged over ([Hennig2012], in the authors' program).</summary>
    private const int Innovations = 400;

    /// <summary>Added to the diagonal, times the scale: representative points may be neighbours.</summary>
    private const double Jitter = 1e-6;

    private static readonly double[] Outcomes = [.. Enumerable.Range(1, Innovations).Select(i => Normal.Quantile(i / (Innovations + 1.0)))];
    private static readonly double[] SquaredOutcomes = [.. Outcomes.Select(w => w * w)];

    private readonly Posterior _posterior;
    private readonly IReadOnlyList<double[]> _representers;
    private readonly double[] _logMeasure;

    /// <summary>The search over one posterior.</summary>
    /// <param name="posterior">Only its first fantasy is used.</param>
    /// <param name="representers">Points that stand for the space.</param>
    /// <param name="logMeasure">Log density they were drawn with, up to a constant.</param>
    public EntropySearch(Posterior posterior, IReadOnlyList<double[]> representers, double[] logMeasure) : base("information gain")
    {
        (_posterior, _representers, _logMeasure) = (posterior, representers, logMeasure);
        var (mean, covariance) = posterior.Joint(representers);
        for (var i = 0; i < mean.Length; i++) covariance[i * mean.Length + i] += Jitter * posterior.Parameters.Scale;
        Location = new(mean, covariance);
    }

    /// <summary>Where the smallest value lies now, over the representative points.</summary>
    public MinimumLocation Location { get; }

    /// <summary>The representative points.</summary>
    public IReadOnlyList<double[]> Representers => _representers;

    /// <inheritdoc/>
    public override double[] Values(IReadOnlyList<double[]> points)
    {
        if (points.Count == 0) return [];
        var variances = _posterior.At(points).Variances;
        var cross = _posterior.Cross(points, _representers);
        var n = _representers.Count;
        var now = Information(Location.LogProbabilities);
        var values = new double[points.Count];
        for (var i = 0; i < values.Length; i++)
        {
            // The means move by b·w, the covariance by −bbᵀ ([Hennig2012], Section 2.4).
            var deviation = Math.Sqrt(variances[i] + _posterior.Parameters.Noise);
            var b = cross.AsSpan(i * n, n).ToArray();
            for (var j = 0; j < n; j++) b[j] /= deviation;
            values[i] = Expected(b) - now;
        }
        return values;
    }

    /// <summary>The information after an outcome, averaged: ln p_min to second order in the outcome, to first in the covariance.</summary>
    private double Expected(double[] b)
    {
        var n = b.Length;
        var logs = new double[n][];
        var (totals, largest) = (new double[Innovations], new double[Innovations]);
        Array.Fill(largest, double.NegativeInfinity);
        for (var k = 0; k < n; k++)
        {
            var slope = Sums.Dot(Location.Gradients[k], b);
            var curvature = 0.0;
            for (var j = 0; j < n; j++) curvature += b[j] * Sums.Dot(Location.Curvatures[k].AsSpan(j * n, n), b);
            var level = Location.LogProbabilities[k] - 0.5 * (slope * slope - curvature);
            var row = new double[Innovations];
            TensorPrimitives.Multiply(Outcomes, slope, row);
            TensorPrimitives.MultiplyAdd(SquaredOutcomes, -0.5 * curvature, row, row);
            TensorPrimitives.Add(row, level, row);
            TensorPrimitives.Max(largest, row, largest);
            logs[k] = row;
        }
        var weight = new double[Innovations];
        var information = new double[Innovations];
        for (var k = 0; k < n; k++)
        {
            TensorPrimitives.Subtract(logs[k], largest, logs[k]);
            TensorPrimitives.Exp(logs[k], weight);
            TensorPrimitives.Add(totals, weight, totals);
            TensorPrimitives.Add(logs[k], _logMeasure[k], logs[k]);
            TensorPrimitives.MultiplyAdd(weight, logs[k], information, information);
        }
        var sum = 0.0;
        for (var w = 0; w < Innovations; w++) sum += information[w] / totals[w] - Math.Log(totals[w]);
        return sum / Innovations;
    }

    /// <summary>Σ p (ln p + ln u).</summary>
    private double Information(double[] logProbabilities) =>
        logProbabilities.Zip(_logMeasure, (p, u) => Math.Exp(p) * (p + u)).Sum();
}
