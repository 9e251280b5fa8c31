using AutoMLStudio.Core.Numerics;

namespace AutoMLStudio.Surrogates.GaussianProcesses;

/// <summary>Joint draws of what pending trials may turn out to be ([Snoek2012], Section 3.2), quasi-random.</summary>
internal static class Fantasies
{
    /// <summary>
    /// The posterior with <paramref name="count"/> vectors of one standardised, noise-free value a point, drawn jointly from it, and these vectors.
    /// </summary>
    public static (Posterior Posterior, double[][] Values) Draw(Posterior posterior, IReadOnlyList<double[]> points, int count, Rng rng)
    {
        var sequence = new Sobol(points.Count, rng);
        // A coordinate may be 0, whose quantile is −∞: half a digit is added.
        return posterior.Imagine(
            points, [.. Enumerable.Range(0, count).Select(s => (double[])[.. sequence.Point(s).Select(u => Normal.Quantile(u + 0.5 / (1L << 53)))])]);
    }
}
