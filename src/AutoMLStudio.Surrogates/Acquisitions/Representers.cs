using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.Acquisitions;

/// <summary>Points that stand for the whole space where the smallest value is looked for.</summary>
internal static class Representers
{
    /// <summary>Points that are drawn ([Hennig2012], in the authors' program), and points they are drawn among.</summary>
    private const int Drawn = 50, Cover = 1_024;

    /// <summary>
    /// A quasi-random cover of the space, every configuration once: a space of few would come many times over, and each of its points would share its
    /// chance of being the smallest with copies of itself. The points that are known where constraints left none.
    /// </summary>
    public static List<double[]> Spread(SpaceEncoding encoding, Posterior posterior, Rng rng)
    {
        var points = AcquisitionSearch.Cover(encoding, Cover, rng);
        var mayRepeat = encoding.Space.Parameters.All(p => p.Cardinality is not null || p.When is not null);
        List<double[]> inputs = [.. (mayRepeat ? points.DistinctBy(encoding.Decode) : points).Select(p => p.Input)];
        return inputs.Count > 0 ? inputs : [.. posterior.Points.Select(p => p[..encoding.IsNominal.Length])];
    }

    /// <summary>
    /// Points drawn in proportion to the expected improvement, and its logarithm there. Deviation from [Hennig2012], Section 2.2: they are drawn from a
    /// quasi-random cover without putting back, not by a Markov chain, which would not move through discrete and conditional parameters.
    /// </summary>
    /// <param name="posterior">With one vector of values a fantasy.</param>
    /// <param name="cover">What is drawn among.</param>
    /// <param name="best">Smallest value in each fantasy.</param>
    /// <param name="rng">Randomness.</param>
    public static (IReadOnlyList<double[]> Points, double[] LogMeasure) Draw(Posterior posterior, List<double[]> cover, double[] best, Rng rng)
    {
        var logs = new AcquisitionFunction(posterior, new LogExpectedImprovement(), [.. best.Select(b => new[] { b })]).Values(cover);
        List<int> drawn = [.. Roulette.Draw(Enumerable.Range(0, cover.Count), i => logs[i], Drawn, rng)];
        return ([.. drawn.Select(i => cover[i])], [.. drawn.Select(i => logs[i])]);
    }
}
