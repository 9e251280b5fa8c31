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

    /// <summary>What a search keeps in memory, in bytes and roughly: a square matrix for each representative point.</summary>
    public const long Size = 1 << 20;

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
        var now = Information(Location.LogProbabilities);
        return [.. Moves(points).Select(b => Expected(b) - now)];
    }

    /// <summary>ln p_min of each representative point, were the value at a point known.</summary>
    /// <param name="point">The point.</param>
    /// <param name="outcomes">By how many deviations the value turns out higher than predicted, a row of the result each.</param>
    public IReadOnlyList<double[]> After(double[] point, IReadOnlyList<double> outcomes)
    {
        var b = Moves([point]).Single();
        var expansions = Enumerable.Range(0, b.Length).Select(k => Expand(k, b)).ToList();
        double[] Row(double w)
        {
            double[] logs = [.. expansions.Select(e => e.Level + e.Slope * w - 0.5 * e.Curvature * w * w)];
            var total = MinimumLocation.LogSum(logs);
            return [.. logs.Select(l => l - total)];
        }

        return [.. outcomes.Select(Row)];
    }

    /// <summary>ln p_min after each of the outcomes that the information is averaged over.</summary>
    public IReadOnlyList<double[]> After(double[] point) => After(point, Outcomes);

    /// <summary>For each point b: when its value is known the means move by b·w, the covariance by −bbᵀ ([Hennig2012], Section 2.4).</summary>
    private IEnumerable<double[]> Moves(IReadOnlyList<double[]> points)
    {
        var variances = _posterior.At(points).Variances;
        var cross = _posterior.Cross(points, _representers);
        var n = _representers.Count;
        for (var i = 0; i < points.Count; i++)
        {
            var deviation = Math.Sqrt(variances[i] + _posterior.Parameters.Noise);
            var b = cross.AsSpan(i * n, n).ToArray();
            for (var j = 0; j < n; j++) b[j] /= deviation;
            yield return b;
        }
    }

    /// <summary>ln p_min of point k after an outcome w, up to normalisation: level + slope·w − ½ curvature·w².</summary>
    private (double Level, double Slope, double Curvature) Expand(int k, double[] b)
    {
        var slope = Sums.Dot(Location.Gradients[k], b);
        var curvature = 0.0;
        for (var j = 0; j < b.Length; j++) curvature += b[j] * Sums.Dot(Location.Curvatures[k].AsSpan(j * b.Length, b.Length), b);
        return (Location.LogProbabilities[k] - 0.5 * (slope * slope - curvature), slope, curvature);
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
            var (level, slope, curvature) = Expand(k, b);
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
