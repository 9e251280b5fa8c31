using System.ComponentModel.DataAnnotations;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Sampling;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Surrogates.RadialBasis;

/// <summary>Options of the sampler <c>rbf</c>.</summary>
public sealed record RadialBasisOptions
{
    /// <summary>Trials of the initial design; null for 2 (d + 1).</summary>
    [Display(Name = "Initial trials", Description = "Trials of the Latin hypercube that the search begins with; 2 (d + 1) for d parameters when empty.")]
    [Range(2, 10_000)]
    public int? InitialTrials { get; init; }

    /// <summary>Trials after which the search moves one parameter at a time.</summary>
    [Display(Name = "Horizon", Description = "Trials after which fewest parameters are moved at a time: how many you mean to spend.")]
    [Range(10, 100_000)]
    public int Horizon { get; init; } = 200;
}

/// <summary>
/// Dynamic coordinate search with a radial basis surrogate, DYCORS [Regis2013], as HORD [Ilievski2017] searches hyper-parameters: a cubic
/// interpolant with linear tail judges points around the best trial, of which ever fewer coordinates are moved; what it promises is weighed against
/// the distance from all trials, with weights that take turns.
/// </summary>
/// <remarks>
/// Candidates min(100 d, 5,000), weights 0.3, 0.5, 0.8, 0.95, steps of 0.2 of the range, halved after max(5, d) failures in a row and doubled after 3
/// successes, and a new Latin hypercube when they fall below 0.005, as in pySOT. Nothing is kept between calls: steps and restarts are replayed from
/// the trials; where trials are compared at several budgets, from the largest that enough of them have reached. Deviations: the number of trials to
/// come is an option; a point that was tried is left out; losses beyond the median are cut off at it, as in pySOT, so that a few huge ones do not
/// bend the interpolant, and a failed trial counts as one; of more than 500 trials since the last restart the interpolant goes through the 500 nearest
/// to the best, around which the candidates lie. Values without order are cells of the unit interval in the order of the list. Outcome constraints
/// are penalties (<see cref="Penalty"/>).
/// </remarks>
/// <param name="options">Options.</param>
public sealed class RadialBasisSampler(RadialBasisOptions options) : ISampler, IModelView
{
    /// <summary>Points that the interpolant goes through at most: its cost grows with their cube.</summary>
    private const int MostPoints = 500;

    private const double FirstStep = 0.2;
    private const double LeastStep = 0.005;
    private static readonly double[] Weights = [0.3, 0.5, 0.8, 0.95];

    /// <inheritdoc/>
    /// <exception cref="SpaceException">No point drawn at random satisfies the constraints.</exception>
    /// <exception cref="InvalidOperationException">The space holds architectures that have no finite set of dimensions.</exception>
    public Configuration? Suggest(SearchSpace space, History history, Rng rng)
    {
        var stand = Stand(space, history);
        if (!stand.IsReady(space)) return Initial(space, history, stand.Initial, stand.Since, rng);
        return Model(space, stand) is { } surrogate ? Best(space, history, surrogate, stand, rng).Proposal : Proposal.AtRandom(space, history, rng);
    }

    /// <inheritdoc/>
    public ModelReadiness Readiness(SearchSpace space, History history)
    {
        var stand = Stand(space, history);
        var needed = Math.Max(stand.Initial, space.Dimension + 2);
        // The design counts what was proposed, the interpolant what has a value: neither alone says when there is a model.
        return new(stand.IsReady(space) ? Math.Max(stand.Known.Count, needed) : Math.Min(stand.Known.Count, needed - 1), needed);
    }

    /// <inheritdoc/>
    public IFittedModel? Fit(SearchSpace space, History history, Rng rng)
    {
        var stand = Stand(space, history);
        if (!stand.IsReady(space) || Model(space, stand) is not { } surrogate) return null;
        var (proposal, merit) = Best(space, history, surrogate, stand, rng);
        return new FittedInterpolant(space, stand, surrogate, merit, proposal);
    }

    /// <summary>What the search goes by at this moment.</summary>
    private SearchStand Stand(SearchSpace space, History history)
    {
        foreach (var architecture in space.Parameters.OfType<ArchitectureParameter>()) architecture.FromUnit(0);
        var initial = options.InitialTrials ?? 2 * (space.Dimension + 1);
        if (history.AtLargestFidelity(initial) is not { } comparable) return new(initial, 0, FirstStep, 0, [], []);
        var slice = Penalty.Of(comparable);
        var (since, step) = Progress(space, slice, initial);
        return new(
            initial, since, step, history.NextNumber - since, [.. slice.Trials.Where(t => t.Number >= since && Proposal.HasValue(t))],
            [.. slice.Trials.Where(t => t.Number >= since && t.State == TrialState.Failed)]);
    }

    private static CubicInterpolant? Model(SearchSpace space, SearchStand stand)
    {
        var best = space.Encode(stand.Known.MinBy(t => t.Loss)!.Configuration);
        double[][] points = [.. stand.Known.Concat(stand.Failed).Select(t => space.Encode(t.Configuration))];
        var (near, losses) = Near(best, points, Capped([.. stand.Known.Select(t => t.Loss!.Value)], points.Length));
        return CubicInterpolant.Of(near, losses);
    }

    /// <summary>Number of the first trial since the last restart, and the present step.</summary>
    internal static (int Since, double Step) Progress(SearchSpace space, History history, int initial)
    {
        var (since, step, best, successes, failures) = (0, FirstStep, double.PositiveInfinity, 0, 0);
        foreach (var trial in history.Trials.Where(t => t.IsFinished))
        {
            if (trial.Number < since) continue;
            var isBetter = Proposal.HasValue(trial) && trial.Loss < best - 1e-3 * Math.Abs(best is double.PositiveInfinity ? 0 : best);
            if (isBetter) best = trial.Loss!.Value;
            if (trial.Number < since + initial) continue;
            (successes, failures) = isBetter ? (successes + 1, 0) : (0, failures + 1);
            if (successes >= 3) (step, successes) = (Math.Min(2 * step, FirstStep), 0);
            if (failures < Math.Max(5, space.Dimension)) continue;
            (step, failures) = (step / 2, 0);
            if (step < LeastStep) (since, step, best, successes) = (trial.Number + 1, FirstStep, double.PositiveInfinity, 0);
        }
        return (since, step);
    }

    /// <summary>
    /// The next of a Latin hypercube: each coordinate of trial k lies in a stratum of its own, the one that no trial of the design lies in yet.
    /// </summary>
    private static Configuration? Initial(SearchSpace space, History history, int size, int since, Rng rng)
    {
        var design = history.Trials.Where(t => t.Number >= since).Select(t => space.Encode(t.Configuration)).ToList();
        return Proposal.FirstNew(space, history, rng, () => [.. Enumerable.Range(0, space.Dimension).Select(d =>
        {
            int[] free = [.. Enumerable.Range(0, size).Except(design.Select(x => Math.Min((int)(x[d] * size), size - 1)))];
            var stratum = free.Length > 0 ? free[rng.Next(free.Length)] : rng.Next(size);
            return (stratum + rng.NextDouble()) / size;
        })]);
    }

    private (Configuration? Proposal, Merit Merit) Best(
        SearchSpace space, History history, CubicInterpolant surrogate, SearchStand stand, Rng rng)
    {
        var tried = history.Tried;
        var best = space.Encode(stand.Known.MinBy(t => t.Loss)!.Configuration);
        double[][] taken = [.. history.Trials.Select(t => space.Encode(t.Configuration))];
        var chance = Chance(space.Dimension, stand.Proposed, stand.Initial);
        var candidates = new List<(Configuration Configuration, double Value, double Distance)>();
        for (var i = 0; i < Math.Min(100 * space.Dimension, 5_000); i++)
        {
            var configuration = space.Decode(Moved(best, stand.Step, chance, rng), rng);
            if (!space.SatisfiesConstraints(configuration) || tried.Contains(configuration)) continue;
            var point = space.Encode(configuration);
            candidates.Add((configuration, surrogate.At(point), Merit.Nearest(taken, point)));
        }
        var weight = Weights[(stand.Proposed - stand.Initial) % Weights.Length];
        var merit = new Merit(weight, taken, [.. candidates.Select(c => c.Value)], [.. candidates.Select(c => c.Distance)]);
        var proposal = candidates.Count == 0 ? null : candidates.MinBy(c => merit.Of(c.Value, c.Distance)).Configuration;
        return (proposal ?? Proposal.AtRandom(space, history, rng), merit);
    }

    /// <summary>Chance of each coordinate to be moved ([Regis2013], section 2.2), from min(20/d, 1) down to 0 at the horizon.</summary>
    private double Chance(int dimension, int proposed, int initial)
    {
        var spent = Math.Log(Math.Max(proposed - initial, 0) + 1.0) / Math.Log(Math.Max(options.Horizon - initial, 2));
        return Math.Min(20.0 / dimension, 1) * Math.Max(1 - spent, 0);
    }

    private static double[] Moved(double[] best, double step, double chance, Rng rng)
    {
        var sure = rng.Next(best.Length);
        return [.. best.Select((x, d) => d == sure || rng.NextDouble() < chance ? Reflected(x + step * rng.NextGaussian()) : x)];
    }

    private static double Reflected(double x) => Math.Clamp(x < 0 ? -x : x > 1 ? 2 - x : x, 0, 1);

    /// <summary>The losses, none above their median, and the median for each of the <paramref name="count"/> points that has none.</summary>
    private static double[] Capped(double[] losses, int count)
    {
        var median = losses.Order().ElementAt(losses.Length / 2);
        return [.. losses.Select(l => Math.Min(l, median)), .. Enumerable.Repeat(median, count - losses.Length)];
    }

    private static (double[][] Points, double[] Losses) Near(double[] best, double[][] points, double[] losses)
    {
        if (points.Length <= MostPoints) return (points, losses);
        int[] near = [.. Enumerable.Range(0, points.Length).OrderBy(i => Merit.Distance(points[i], best)).Take(MostPoints)];
        return ([.. near.Select(i => points[i])], [.. near.Select(i => losses[i])]);
    }
}
