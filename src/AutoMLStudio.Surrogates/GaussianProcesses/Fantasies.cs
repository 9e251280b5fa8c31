using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Surrogates.Numerics;

namespace AutoMLStudio.Surrogates.GaussianProcesses;

/// <summary>Joint draws of what pending trials may turn out to be ([Snoek2012], Section 3.2), quasi-random.</summary>
internal static class Fantasies
{
    /// <summary>Added to the diagonal, times the scale, to begin with.</summary>
    public const double FirstJitter = 1e-10;

    /// <summary><paramref name="count"/> vectors of one standardised value a point, drawn jointly from the posterior.</summary>
    public static double[][] Draw(Posterior posterior, IReadOnlyList<double[]> points, int count, Rng rng)
    {
        var m = points.Count;
        var (mean, covariance) = posterior.Joint(points);
        var (root, unused) = (new double[m * m], new double[m * m]);
        for (var jitter = FirstJitter * posterior.Parameters.Scale; ; jitter *= 10)
        {
            // The covariance of equal points, or of evaluated ones, is singular; up to the scale itself some jitter always helps.
            for (var i = 0; i < m; i++) covariance[i * m + i] += jitter;
            if (SymmetricMatrix.TryFactor(covariance, m, root, unused)) break;
        }
        var sequence = new Sobol(m, rng);
        return [.. Enumerable.Range(0, count).Select(s => Sample(mean, root, sequence.Point(s)))];
    }

    private static double[] Sample(double[] mean, double[] root, double[] uniform)
    {
        var m = mean.Length;
        // A coordinate may be 0, whose quantile is −∞: half a digit is added.
        var normal = uniform.Select(u => Normal.Quantile(u + 0.5 / (1L << 53))).ToArray();
        var sample = new double[m];
        for (var i = 0; i < m; i++)
        {
            sample[i] = mean[i];
            for (var j = 0; j <= i; j++) sample[i] += root[i * m + j] * normal[j];
        }
        return sample;
    }
}
