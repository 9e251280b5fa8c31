using System.ComponentModel.DataAnnotations;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Sampling;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Surrogates.Forests;

/// <summary>Options of the sampler <c>forest</c>; the defaults are those of SMAC's facade for hyper-parameters.</summary>
public sealed record RandomForestOptions
{
    /// <summary>Random trials before the model decides; null for ten a parameter, at most 25.</summary>
    [Display(Name = "Initial trials", Description = "Random trials with a value before the model decides; ten a parameter, at most 25, when empty.")]
    [Range(2, 10_000)]
    public int? InitialTrials { get; init; }

    /// <summary>Trees of the forest.</summary>
    [Display(Name = "Trees", Description = "Trees of the forest.")]
    [Range(2, 1_000)]
    public int Trees { get; init; } = 10;

    /// <summary>Random points that the model judges for each proposal.</summary>
    [Display(Name = "Candidates", Description = "Random points that the model judges for each proposal, besides the neighbours of good trials.")]
    [Range(10, 1_000_000)]
    public int Candidates { get; init; } = 5_000;

    /// <summary>Share of trials that are drawn at random.</summary>
    [Display(Name = "Random share", Description = "Share of the trials that ignore the model.")]
    [Range(0.0, 1.0)]
    public double RandomFraction { get; init; } = 0.2;
}

/// <summary>
/// Sequential model-based optimisation with a random forest [Hutter2011], as in SMAC's facade for hyper-parameters [Lindauer2022]: the forest's mean
/// and variance of the logarithm of the loss give an expected improvement; the best of random points and of local searches around good trials is
/// tried.
/// </summary>
/// <remarks>
/// Deviations: half as many random candidates as SMAC's 10,000; at most 25 initial trials where SMAC has a quarter of the budget; losses are scaled
/// before the logarithm as SMAC's log-scaled encoder does, so that they may be negative, and the improvement is that of the logarithm; a stopped
/// trial counts with its last loss, a failed one with the worst, and a running one not at all. An inactive parameter stands at its middle. With
/// several objectives the first is minimised.
/// </remarks>
/// <param name="options">Options.</param>
public sealed class RandomForestSampler(RandomForestOptions options) : ISampler
{
    private const int Starts = 10;
    private const int Neighbours = 4;
    private const int MaximumClimb = 50;

    /// <summary>Deviation of a numeric neighbour in shares of the range.</summary>
    private const double Reach = 0.2;

    /// <inheritdoc/>
    /// <exception cref="SpaceException">No point of 100,000 satisfies the constraints.</exception>
    /// <exception cref="InvalidOperationException">The space holds architectures that have no finite set of dimensions.</exception>
    public Configuration? Suggest(SearchSpace space, History history, Rng rng)
    {
        foreach (var architecture in space.Parameters.OfType<ArchitectureParameter>()) architecture.FromUnit(0);
        var initial = options.InitialTrials ?? Math.Min(10 * space.Dimension, 25);
        var slice = history.AtLargestFidelity(initial) ?? history;
        var known = slice.Trials.Where(Proposal.HasValue).ToList();
        if (known.Count < initial || rng.NextDouble() < options.RandomFraction) return Proposal.AtRandom(space, history, rng);
        var tried = history.Tried;
        var worth = ExpectedImprovement(space, known, slice.Trials.Where(t => t.State == TrialState.Failed), rng.Split(1));
        var best = Candidates(space, known, worth, rng).Where(c => !tried.Contains(c.Configuration)).MaxBy(c => c.Worth);
        return best.Configuration ?? Proposal.AtRandom(space, history, rng);
    }

    private Func<Configuration, double> ExpectedImprovement(SearchSpace space, List<Trial> known, IEnumerable<Trial> failed, Rng rng)
    {
        double[][] points = [.. known.Concat(failed).Select(t => TreeFeature.Encode(space, t.Configuration))];
        var losses = LogScaled([.. known.Select(t => t.Loss!.Value)]);
        losses = [.. losses, .. Enumerable.Repeat(losses.Max(), points.Length - losses.Length)];
        var forest = RandomForest.Grow([.. space.Parameters.Select(TreeFeature.Of)], points, losses, options.Trees, new(), rng);
        var incumbent = losses.Min();
        return configuration =>
        {
            var (mean, variance) = forest.Predict(TreeFeature.Encode(space, configuration));
            var deviation = Math.Sqrt(variance);
            if (deviation < 1e-12) return Math.Max(incumbent - mean, 0);
            var z = (incumbent - mean) / deviation;
            return deviation * (z * Normal.Cumulative(z) + Math.Exp(Normal.LogDensity(z)));
        };
    }

    /// <summary>ln of the losses' distances from a little below the smallest, in shares of their range, so that good ones are told apart.</summary>
    internal static double[] LogScaled(double[] losses)
    {
        double[] sorted = [.. losses.Order()];
        var (least, fifth, most) = (sorted[0], sorted[(int)(0.05 * (sorted.Length - 1))], sorted[^1]);
        if (most <= least) return new double[losses.Length];
        var below = least - (fifth - least) - 1e-10 * (most - least);
        return [.. losses.Select(l => Math.Log((l - below) / (most - below)))];
    }

    private IEnumerable<(Configuration Configuration, double Worth)> Candidates(
        SearchSpace space, List<Trial> known, Func<Configuration, double> worth, Rng rng)
    {
        foreach (var start in known.OrderBy(t => t.Loss).Take(Starts)) yield return Climb(space, start.Configuration, worth, rng);
        for (var i = 0; i < options.Candidates; i++)
        {
            var configuration = space.Decode([.. space.Parameters.Select(_ => rng.NextDouble())], rng);
            if (space.SatisfiesConstraints(configuration)) yield return (configuration, worth(configuration));
        }
    }

    /// <summary>From a trial to the best of its neighbours, which differ in one parameter, and on from there while it gets better.</summary>
    private static (Configuration Configuration, double Worth) Climb(
        SearchSpace space, Configuration start, Func<Configuration, double> worth, Rng rng)
    {
        var here = (Configuration: start, Worth: worth(start));
        for (var step = 0; step < MaximumClimb; step++)
        {
            var next = Around(space, here.Configuration, rng).Where(space.SatisfiesConstraints).Select(c => (Configuration: c, Worth: worth(c)))
                .DefaultIfEmpty(here).MaxBy(c => c.Worth);
            if (next.Worth <= here.Worth) break;
            here = next;
        }
        return here;
    }

    private static IEnumerable<Configuration> Around(SearchSpace space, Configuration configuration, Rng rng)
    {
        var unit = space.Encode(configuration);
        for (var d = 0; d < unit.Length; d++)
        {
            var parameter = space.Parameters[d];
            if (!configuration.ContainsKey(parameter.Name)) continue;
            var values = parameter.IsNominal
                ? Enumerable.Range(0, (int)parameter.Cardinality!.Value).Select(i => (i + 0.5) / parameter.Cardinality.Value)
                : Enumerable.Range(0, Neighbours).Select(_ => Math.Clamp(unit[d] + Reach * rng.NextGaussian(), 0, 1));
            foreach (var value in values)
            {
                double[] moved = [.. unit];
                moved[d] = value;
                yield return space.Decode(moved, rng);
            }
        }
    }
}
