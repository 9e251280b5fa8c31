using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.Acquisitions;

/// <summary>
/// The knowledge gradient [Frazier2009]: how much lower the smallest mean is expected to be once the point's value is known, over a set of
/// representative points and the point itself.
/// </summary>
/// <param name="posterior">Only its first fantasy is used.</param>
/// <param name="representers">The representative points.</param>
internal sealed class KnowledgeGradient(Posterior posterior, IReadOnlyList<double[]> representers) : CandidateFunction("knowledge gradient")
{
    private readonly double[] _means = posterior.Joint(representers).Mean;

    /// <inheritdoc/>
    public override double[] Values(IReadOnlyList<double[]> points)
    {
        if (points.Count == 0) return [];
        var (means, variances) = posterior.At(points);
        var cross = posterior.Cross(points, representers);
        var n = representers.Count;
        var values = new double[points.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var deviation = Math.Sqrt(variances[i] + posterior.Parameters.Noise);
            double[] intercepts = [.. _means, means[i * posterior.Fantasies]];
            double[] slopes = [.. cross.Skip(i * n).Take(n).Select(c => c / deviation), variances[i] / deviation];
            values[i] = Math.Max(0, intercepts.Min() - ExpectedMinimum(intercepts, slopes));
        }
        return values;
    }

    /// <summary>E[minᵢ (aᵢ + bᵢZ)] for a standard normal Z: the lower envelope of lines ([Frazier2009], Algorithm 1, turned to minimisation).</summary>
    internal static double ExpectedMinimum(double[] intercepts, double[] slopes)
    {
        // As z grows, the lowest line is one of ever smaller slope; of equal slopes only the lowest line counts.
        var order = Enumerable.Range(0, slopes.Length).OrderByDescending(i => slopes[i]).ThenBy(i => intercepts[i]);
        var envelope = new List<(double Intercept, double Slope, double From)>();
        foreach (var i in order)
        {
            var from = double.NegativeInfinity;
            if (envelope.Count > 0 && envelope[^1].Slope == slopes[i]) continue;
            while (envelope.Count > 0)
            {
                from = (intercepts[i] - envelope[^1].Intercept) / (envelope[^1].Slope - slopes[i]);
                if (from > envelope[^1].From) break;
                envelope.RemoveAt(envelope.Count - 1);
                from = double.NegativeInfinity;
            }
            envelope.Add((intercepts[i], slopes[i], from));
        }
        var sum = 0.0;
        for (var i = 0; i < envelope.Count; i++)
        {
            var (intercept, slope, from) = envelope[i];
            var to = i + 1 < envelope.Count ? envelope[i + 1].From : double.PositiveInfinity;
            sum += intercept * (Normal.Cumulative(to) - Normal.Cumulative(from)) + slope * (Normal.Density(from) - Normal.Density(to));
        }
        return sum;
    }
}
