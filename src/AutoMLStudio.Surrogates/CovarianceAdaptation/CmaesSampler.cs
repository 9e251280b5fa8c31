using System.ComponentModel.DataAnnotations;
using AutoMLStudio.Core;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Sampling;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Surrogates.CovarianceAdaptation;

/// <summary>Options of the sampler <c>cmaes</c>; the defaults are the tutorial's.</summary>
public sealed record CmaesOptions
{
    /// <summary>λ, trials of a generation; null for 4 + ⌊3 ln n⌋.</summary>
    [Display(Name = "Population", Description = "Trials of a generation; 4 + 3 ln n for n parameters when empty.")]
    [Range(4, 10_000)]
    public int? Population { get; init; }

    /// <summary>σ₀ as a share of each parameter's range.</summary>
    [Display(Name = "First step", Description = "Standard deviation of the first generation as a share of each parameter's range.")]
    [Range(0.001, 1.0)]
    public double Sigma { get; init; } = 0.3;

    /// <summary>Start again with twice the population when a search has converged.</summary>
    [Display(Name = "Restarts", Description = "Start again with twice the population when a search has converged.")]
    public bool Restarts { get; init; } = true;
}

/// <summary>
/// The evolution strategy CMA-ES [Hansen2016] with active update: a normal distribution moves to the better half of each generation and takes the
/// shape of the steps that led there. Integers and categories keep a margin of probability of leaving their value [Hamano2022]; a search that has
/// converged starts again with a population twice as large [Auger2005].
/// </summary>
/// <remarks>
/// The generations are replayed from the trials, λ a generation by number, drawing again what each trial was drawn from; a generation none of whose
/// trials has changed is not computed again. Where a scheduler compares trials at several budgets, a generation is ranked at the largest that half of
/// it has reached: ranks are taken within a generation only, so that each may have a budget of its own. A configuration that a person asked for, or
/// that was proposed before late results came in, is taken in as a point from outside, its step shortened to a likely length [Hansen2011]. Failed
/// trials rank last, before them those that break outcome constraints, by how much. A generation counts as soon as half of it has ended. Deviations:
/// a coordinate beyond the space is put on its boundary; values without order are cells of the unit interval in the order of the list; where all of a
/// generation have failed the distribution stays.
/// </remarks>
/// <param name="options">Options.</param>
/// <param name="context">The study's seed.</param>
public sealed class CmaesSampler(CmaesOptions options, MethodContext context) : ISampler
{
    private readonly Lock _gate = new();
    private readonly GenerationReplay _replay = new();

    /// <inheritdoc/>
    /// <exception cref="SpaceException">No point drawn at random satisfies the constraints.</exception>
    /// <exception cref="InvalidOperationException">The space holds architectures that have no finite set of dimensions.</exception>
    public Configuration? Suggest(SearchSpace space, History history, Rng rng)
    {
        foreach (var architecture in space.Parameters.OfType<ArchitectureParameter>()) architecture.FromUnit(0);
        var distribution = Replay(space, history);
        // The first draw is made from the trial's own stream, so that a replay can make it again; others follow where it was tried or is not allowed.
        return Proposal.FirstNew(space, history, rng, () => distribution.Draw(rng).Point);
    }

    /// <summary>The distribution that the next trial is drawn from.</summary>
    internal SearchDistribution Replay(SearchSpace space, History history)
    {
        var size = options.Population ?? 4 + (int)(3 * Math.Log(space.Dimension));
        lock (_gate)
        {
            var distribution = _replay.From(space, history.Fidelities, () => new(space, size, options.Sigma));
            var (at, trials) = (0, history.Trials);
            for (int first = 0, end = size; end <= history.NextNumber; first = end, end += distribution.Size)
            {
                var generation = new List<Trial>(end - first);
                while (at < trials.Count && trials[at].Number < end) generation.Add(trials[at++]);
                var before = distribution;
                distribution = _replay.Next(generation, () => After(space, before, generation, history));
            }
            return distribution;
        }
    }

    private SearchDistribution After(SearchSpace space, SearchDistribution distribution, List<Trial> members, History history)
    {
        var generation = Comparable(members, history, distribution.Size).Where(t => Proposal.HasValue(t) || t.State == TrialState.Failed).ToList();
        // The rank of one trial, or of few, says nothing yet.
        if (generation.Count < distribution.Size / 2 || !generation.Exists(Proposal.HasValue)) return distribution;
        var ranked = generation.OrderBy(t => t.State == TrialState.Failed).ThenBy(t => t.Standing).ThenBy(t => t.Number);
        var next = distribution.Next([.. ranked.Select(t => Step(space, distribution, t))]);
        return next.HasConverged ? new(space, options.Restarts ? 2 * next.Size : next.Size, options.Sigma) : next;
    }

    /// <summary>The trials of a generation as they stood at the largest budget that half of it has reached.</summary>
    private static IReadOnlyList<Trial> Comparable(List<Trial> members, History history, int size) => history.Fidelities.Count == 0 ? members
        : Proposal.Comparable(new History(history.Objectives, members, history.Outcomes).WithFidelities(history.Fidelities), size / 2).Trials;

    /// <summary>The step that led to a trial: the one it was drawn with, or the one from the mean to where it lies.</summary>
    private double[] Step(SearchSpace space, SearchDistribution distribution, Trial trial)
    {
        var rng = Rng.For(context.Seed, trial.Number);
        var (point, step) = distribution.Draw(rng);
        return space.Decode(point, rng).Equals(trial.Configuration) ? step : distribution.StepTo(space.Encode(trial.Configuration));
    }
}
