using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Sampling.Tpe;

/// <summary>
/// The tree-structured Parzen estimator [Bergstra2011]: of draws from the density l of the good trials, the one whose l / g is largest is tried, g
/// being the density of all others; that is the one of largest expected improvement (Eq. 17–18).
/// </summary>
/// <remarks>
/// The defaults are those that [Watanabe2023b] recommends after changing the parts of TPE one by one: 15 % of the trials are good, one density spans
/// all parameters [Falkner2018], a good trial weighs by its improvement, and kernels may be as narrow as 3 % of the range (Δ = 0.03, α = 2); 10
/// random trials and 24 draws. Widths are Hyperopt's, whose code leaves the bounds out; with bounds_as_neighbours they count, as in the first paper.
/// Univariate densities keep the clip of Hyperopt and Optuna (Δ = 0.01, α = 1): each parameter takes the best of its draws by itself, and narrower
/// kernels end the search early. The first paper's form: univariate, bounds_as_neighbours, weights equal. Hyperopt's [Bergstra2013]: univariate, 20
/// startup trials, split square_root, weights forgetting. Optuna's [Akiba2019]: split capped, weights forgetting, minimum_bandwidth 0.01,
/// clip_exponent 1, the older versions univariate. Components over several parameters are products of the paper's kernels, with Optuna's smoothed
/// categorical kernel; running and failed trials count as bad. Conditions are the tree of the paper: parents are drawn first, and a trial speaks only
/// for the parameters that it had. A paused trial with a value ranks as a stopped one. Draws that break a constraint or were tried are made anew, ten
/// times as many as wanted at most, and then replaced by a random configuration. Several objectives are split and weighted as in MOTPE [Ozaki2020].
/// </remarks>
/// <param name="options">Options.</param>
public sealed class TpeSampler(TpeOptions options) : ISampler, IModelView
{
    private const int DrawsPerCandidate = 10;

    private readonly RandomSampler _random = new();

    /// <inheritdoc/>
    /// <exception cref="SpaceException">No point drawn at random satisfies the constraints.</exception>
    /// <exception cref="InvalidOperationException">The space holds architectures that have no finite set of dimensions.</exception>
    public Configuration? Suggest(SearchSpace space, History history, Rng rng) =>
        Learn(space, history) is { } model ? Propose(model, space, history, rng) : _random.Suggest(space, history, rng);

    /// <inheritdoc/>
    public ModelReadiness Readiness(SearchSpace space, History history) => new(TrialSplit.Ranked(history).Count, options.StartupTrials);

    /// <inheritdoc/>
    public IFittedModel? Fit(SearchSpace space, History history, Rng rng)
    {
        if (Learn(space, history) is not { } model) return null;
        // Ranked as the split ranks, so that the incumbent is a good trial.
        var incumbent = TrialSplit.Ranked(history)[0].Configuration;
        var kind = options.Multivariate ? "Parzen estimators over all parameters" : "Parzen estimators, one a parameter";
        return new FittedDensities(
            space, new(kind, options.Multivariate, model.Good, model.Bad, [.. model.Split.Good.Select(t => t.Number)], model.Split.Bad.Count),
            incumbent, Propose(model, space, history, rng));
    }

    private TpeModel? Learn(SearchSpace space, History history)
    {
        foreach (var architecture in space.Parameters.OfType<ArchitectureParameter>()) architecture.FromUnit(0);
        return TrialSplit.Of(history, options) is { } split ? TpeModel.Of(space, split, options) : null;
    }

    private Configuration? Propose(TpeModel model, SearchSpace space, History history, Rng rng)
    {
        var tried = history.Tried;
        bool Admits(Configuration c) => space.SatisfiesConstraints(c) && !tried.Contains(c);
        var best = options.Multivariate ? Joint(space, model, Admits, rng) : Separate(space, model, Admits, rng);
        return best ?? _random.Suggest(space, history, rng);
    }

    private Configuration? Joint(SearchSpace space, TpeModel model, Func<Configuration, bool> admits, Rng rng)
    {
        var l = model.Good.Joint;
        var (best, largest) = ((Configuration?)null, double.NegativeInfinity);
        for (int draw = 0, admitted = 0; draw < DrawsPerCandidate * options.Candidates && admitted < options.Candidates; draw++)
        {
            var component = l.Component(rng);
            var (candidate, point) = Grow(space, (_, dimension) => l.Sample(component, dimension, rng));
            if (!admits(candidate)) continue;
            admitted++;
            var worth = l.LogDensity(point) - model.Bad.LogDensity(point);
            if (best is null || worth > largest) (best, largest) = (candidate, worth);
        }
        return best;
    }

    private Configuration? Separate(SearchSpace space, TpeModel model, Func<Configuration, bool> admits, Rng rng)
    {
        for (var pass = 0; pass < DrawsPerCandidate; pass++)
        {
            // The best of many draws would be the same tried configuration each time: from pass to pass, the best of half as many.
            var draws = Math.Max(options.Candidates >> pass, 1);
            var candidate = Grow(space, (p, d) => BestOf(p, model.Good.Single(d), model.Bad.Single(d), draws, rng)).Configuration;
            if (admits(candidate)) return candidate;
        }
        return null;
    }

    private static double BestOf(Parameter parameter, ParzenEstimator l, ParzenEstimator g, int draws, Rng rng) =>
        Enumerable.Range(0, draws)
            .Select(_ => parameter.ToUnit(parameter.FromUnit(l.Sample(l.Component(rng), 0, rng))))
            .MaxBy(unit => l.LogDensity([unit]) - g.LogDensity([unit]));

    /// <summary>A configuration, parents first, and its point: coordinates of its values, NaN where inactive.</summary>
    private static (Configuration Configuration, double[] Point) Grow(SearchSpace space, Func<Parameter, int, double> draw)
    {
        var values = new Dictionary<string, ParameterValue>(space.Dimension, StringComparer.Ordinal);
        var point = new double[space.Dimension];
        for (var d = 0; d < point.Length; d++)
        {
            var parameter = space.Parameters[d];
            point[d] = double.NaN;
            if (!(parameter.When?.Holds(values) ?? true)) continue;
            var value = parameter.FromUnit(draw(parameter, d));
            values[parameter.Name] = value;
            point[d] = parameter.ToUnit(value);
        }
        return (new(values), point);
    }
}
