using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.Acquisitions;

/// <summary>Makes the acquisition that options name.</summary>
internal static class AcquisitionFactory
{
    /// <summary>Draws of the smallest value ([Wang2017], Section 5).</summary>
    private const int MinimumDraws = 10;

    /// <summary>
    /// How many outcomes of the pending trials are imagined: those that the acquisition looks at. One where it is a draw itself, or an information that
    /// depends little on the outcomes.
    /// </summary>
    public static int Fantasies(GaussianProcessOptions options) => options.Acquisition switch
    {
        AcquisitionKind.Thompson or AcquisitionKind.KnowledgeGradient or AcquisitionKind.EntropySearch => 1,
        AcquisitionKind.MaxValueEntropy => Math.Min(options.Fantasies, MinimumDraws),
        _ => options.Fantasies,
    };

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
            case AcquisitionKind.LogEi when best.Length > 1:
                return new BatchImprovement(posterior, best);
            default:
                return new AcquisitionFunction(posterior, Acquisition.Of(options.Acquisition, options.Kappa), [.. best.Select(b => new[] { b })]);
        }
    }

    private static (IReadOnlyList<double[]> Points, double[] LogMeasure) Represent(
        SpaceEncoding encoding, Posterior posterior, double[] best, Rng rng) =>
        Representers.Draw(posterior, Representers.Spread(encoding, posterior, rng.Split(0)), best, rng.Split(1));

    private static double[][] Minima(SpaceEncoding encoding, Posterior posterior, double[] best, Rng rng)
    {
        var points = Representers.Spread(encoding, posterior, rng);
        var (means, variances) = posterior.At(points);
        double[] deviations = [.. variances.Select(v => Math.Sqrt(Math.Max(v, 1e-12)))];
        var draws = Math.Max(1, MinimumDraws / best.Length);
        return [.. best.Select((b, s) =>
            MinimumValues.Draw([.. Enumerable.Range(0, points.Count).Select(i => means[i * best.Length + s])], deviations, b, draws))];
    }
}
