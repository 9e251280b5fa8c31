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
/// several objectives the first is minimised. Outcome constraints are penalties (<see cref="Penalty"/>).
/// </remarks>
/// <param name="options">Options.</param>
public sealed class RandomForestSampler(RandomForestOptions options) : ISampler, IModelView
{
    private const int Starts = 10;
    private const int Neighbours = 4;
    private const int MaximumClimb = 50;

    /// <summary>Deviation of a numeric neighbour in shares of the range.</summary>
    private const double Reach = 0.2;

    /// <inheritdoc/>
    /// <exception cref="SpaceException">No point drawn at random satisfies the constraints.</exception>
    /// <exception cref="InvalidOperationException">The space holds architectures that have no finite set of dimensions.</exception>
    public Configuration? Suggest(SearchSpace space, History history, Rng rng)
    {
        foreach (var architecture in space.Parameters.OfType<ArchitectureParameter>()) architecture.FromUnit(0);
        var known = Known(space, history, out var slice);
        if (known.Count < Initial(space) || IsRandom(rng)) return Proposal.AtRandom(space, history, rng);
        return Best(space, history, Model(space, slice, known, rng), rng);
    }

    /// <inheritdoc/>
    public ModelReadiness Readiness(SearchSpace space, History history) => new(Known(space, history, out _).Count, Initial(space));

    /// <inheritdoc/>
    public IFittedModel? Fit(SearchSpace space, History history, Rng rng)
    {
        foreach (var architecture in space.Parameters.OfType<ArchitectureParameter>()) architecture.FromUnit(0);
        var known = Known(space, history, out var slice);
        if (known.Count < Initial(space)) return null;
        var isRandom = IsRandom(rng);
        var model = Model(space, slice, known, rng);
        return new FittedForest(
            space, model, () => isRandom ? Proposal.AtRandom(space, history, rng) : Best(space, history, model, rng));
    }

    private int Initial(SearchSpace space) => options.InitialTrials ?? Math.Min(10 * space.Dimension, 25);

    private bool IsRandom(Rng rng) => rng.NextDouble() < options.RandomFraction;

    private List<Trial> Known(SearchSpace space, History history, out History slice)
    {
        slice = Penalty.Of(history.AtLargestFidelity(Initial(space)) ?? history);
        return [.. slice.Trials.Where(Proposal.HasValue)];
    }

    private ForestModel Model(SearchSpace space, History slice, List<Trial> known, Rng rng) =>
        ForestModel.Of(space, known, slice.Trials.Where(t => t.State == TrialState.Failed), options.Trees, rng.Split(1));

    private Configuration? Best(SearchSpace space, History history, ForestModel model, Rng rng)
    {
        var tried = history.Tried;
        var best = Candidates(space, model.Known, model.Worth, rng).Where(c => !tried.Contains(c.Configuration)).MaxBy(c => c.Worth);
        return best.Configuration ?? Proposal.AtRandom(space, history, rng);
    }

    private IEnumerable<(Configuration Configuration, double Worth)> Candidates(
        SearchSpace space, IReadOnlyList<Trial> known, Func<Configuration, double> worth, Rng rng)
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
