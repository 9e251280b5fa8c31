using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.Acquisitions;

/// <summary>Makes the acquisition that options name.</summary>
internal static class AcquisitionFactory
{
    /// <summary>Points that stand for the whole space ([Hennig2012], in the authors' program).</summary>
    private const int Representers = 50;

    /// <summary>Points over which the smallest value is looked for, and among which representers are drawn.</summary>
    private const int Cover = 1_024;

    /// <summary>Draws of the smallest value ([Wang2017], Section 5).</summary>
    private const int MinimumDraws = 10;

    /// <summary>The acquisition over one posterior.</summary>
    /// <param name="encoding">The space.</param>
    /// <param name="posterior">With one vector of values a fantasy.</param>
    /// <param name="best">Smallest value in each fantasy.</param>
    /// <param name="options">Which acquisition.</param>
    /// <param name="rng">Randomness.</param>
    public static IAcquisitionFunction Of(
        SpaceEncoding encoding, Posterior posterior, double[] best, GaussianProcessOptions options, Rng rng)
    {
        switch (options.Acquisition)
        {
            case AcquisitionKind.Thompson:
                return new ThompsonSample(posterior, rng);
            case AcquisitionKind.KnowledgeGradient:
                return new KnowledgeGradient(posterior, Represent(encoding, posterior, best, rng).Points);
            case AcquisitionKind.EntropySearch:
                var (points, measure) = Represent(encoding, posterior, best, rng);
                return new EntropySearch(posterior, points, measure);
            case AcquisitionKind.MaxValueEntropy:
                return new AcquisitionFunction(posterior, new MaxValueEntropy(), Minima(encoding, posterior, best, rng));
            default:
                return new AcquisitionFunction(posterior, Acquisition.Of(options.Acquisition, options.Kappa), [.. best.Select(b => new[] { b })]);
        }
    }

    /// <summary>
    /// Points drawn in proportion to the expected improvement, and its logarithm there. Deviation from [Hennig2012], Section 2.2: they are drawn from a
    /// quasi-random cover without putting back, not by a Markov chain, which would not move through discrete and conditional parameters.
    /// </summary>
    public static (IReadOnlyList<double[]> Points, double[] LogMeasure) Represent(
        SpaceEncoding encoding, Posterior posterior, double[] best, Rng rng)
    {
        var candidates = AcquisitionSearch.Cover(encoding, Cover, rng.Split(0)).Select(p => p.Input).ToList();
        var logs = new AcquisitionFunction(posterior, new LogExpectedImprovement(), [.. best.Select(b => new[] { b })]).Values(candidates);
        var drawn = Roulette.Draw(Enumerable.Range(0, candidates.Count), i => logs[i], Representers, rng.Split(1)).ToList();
        return ([.. drawn.Select(i => candidates[i])], [.. drawn.Select(i => logs[i])]);
    }

    private static double[][] Minima(SpaceEncoding encoding, Posterior posterior, double[] best, Rng rng)
    {
        var points = AcquisitionSearch.Cover(encoding, Cover, rng).Select(p => p.Input).ToList();
        var (means, variances) = posterior.At(points);
        double[] deviations = [.. variances.Select(v => Math.Sqrt(Math.Max(v, 1e-12)))];
        var draws = Math.Max(1, MinimumDraws / best.Length);
        return [.. best.Select((b, s) =>
            MinimumValues.Draw([.. Enumerable.Range(0, points.Count).Select(i => means[i * best.Length + s])], deviations, b, draws))];
    }
}
