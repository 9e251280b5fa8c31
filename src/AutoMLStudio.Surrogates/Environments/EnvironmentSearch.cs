using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Surrogates.Acquisitions;
using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.Environments;

/// <summary>What the searches over points and budgets have in common.</summary>
/// <param name="budgets">Budgets to choose from, growing; the last is the one that matters.</param>
/// <param name="kindOf">How budgets, and what was imported, look to the processes.</param>
/// <param name="design">Positions of the budgets of the first trials, whose configurations are random.</param>
/// <param name="options">The options they share.</param>
internal sealed class EnvironmentSearch(
    IReadOnlyList<double> budgets, Func<History, EnvironmentKind> kindOf, IReadOnlyList<int> design, EnvironmentOptions options)
{
    /// <summary>Trials that a model could be had from.</summary>
    public ModelReadiness Readiness(History history)
    {
        var sources = kindOf(history).Sources;
        return new(EnvironmentData.Known(history).Count(t => t.Imported is null || !sources.Contains(t.Imported)), Needed(history));
    }

    /// <summary>The next configuration with its budget; null when everything was tried at every budget.</summary>
    public Configuration? Propose(SearchSpace space, History history, Rng rng)
    {
        var encoding = new SpaceEncoding(space);
        return Model(encoding, history, rng) is { } model ? Propose(model, new(() => Gain(model, rng)), history, rng)
            : Predicted(encoding, history, rng) ?? AtRandom(space, history, design[Math.Min(history.Proposed, design.Count - 1)], rng);
    }

    /// <summary>The model of a history as people look at it; null where there is none.</summary>
    public FittedEnvironment? Fit(SpaceEncoding encoding, History history, Rng rng)
    {
        if (Model(encoding, history, rng) is not { } model) return null;
        Lazy<EnvironmentGain> gain = new(() => Gain(model, rng));
        return new(model, budgets, gain, () => Propose(model, gain, history, rng));
    }

    /// <summary>The model of a history; null while the first trials are not all started, or there is nothing to learn from.</summary>
    public EnvironmentModel? Model(SpaceEncoding encoding, History history, Rng rng) =>
        history.Proposed < Needed(history) || EnvironmentData.Known(history).Count < Math.Min(2, design.Count) ? null : Learn(encoding, history, rng);

    /// <summary>How many trials come before the model decides: where others tell what is good here, and every trial is a whole one, the first alone.</summary>
    private int Needed(History history) => budgets.Count == 1 && kindOf(history).Sources.Count > 0 ? 1 : design.Count;

    private EnvironmentModel Learn(SpaceEncoding encoding, History history, Rng rng)
    {
        var data = EnvironmentData.Of(encoding, history, budgets, kindOf(history));
        List<(double[], int)> pending = [.. history.Pending.Select(t => (encoding.Encode(t.Configuration).Input, Level(t.Budget)))];
        return EnvironmentModel.Fit(data, pending, options.BurnIn, options.Samples, rng.Split(2));
    }

    private EnvironmentGain Gain(EnvironmentModel model, Rng rng) => new(model, budgets[^1], options.Overhead, rng.Split(4));

    private Configuration? Propose(EnvironmentModel model, Lazy<EnvironmentGain> gain, History history, Rng rng)
    {
        var encoding = model.Data.Encoding;
        var incumbent = model.Incumbent(budgets.Count - 1);
        var tried = Tried(history).Select(t => (t.Configuration, Level(t.Budget))).ToHashSet();
        if (budgets.Count == 1) return OnTarget(model, tried, history, rng);
        if (IsTurnOfIncumbent(history) && encoding.Decode(incumbent) is var best && !tried.Contains((best, budgets.Count - 1)))
            return best.WithBudget(budgets[^1]);
        var candidates = Candidates(encoding, incumbent, rng.Split(3)).Where(c => !tried.Contains((encoding.Decode(c.Point), c.Level))).ToList();
        if (candidates.Count == 0) return null;
        var worths = gain.Value.At([.. candidates.Select(c => (c.Point.Input, budgets[c.Level]))]).PerCost;
        var (point, level) = candidates[Array.IndexOf(worths, worths.Max())];
        return encoding.Decode(point).WithBudget(budgets[level]);
    }

    private Configuration? OnTarget(EnvironmentModel model, HashSet<(Configuration, int)> tried, History history, Rng rng)
    {
        var ranking = TargetSearch.Rank(model, model.Incumbent(0), rng.Split(3)).Select(model.Data.Encoding.Decode);
        return ranking.FirstOrDefault(c => !tried.Contains((c, 0)))?.WithBudget(budgets[0]) ?? AtRandom(model.Data.Encoding.Space, history, 0, rng);
    }

    /// <summary>
    /// The first trial of all where there are earlier ones of other tasks: what these predict to be best on this one. Null for any other.
    /// </summary>
    private Configuration? Predicted(SpaceEncoding encoding, History history, Rng rng)
    {
        if (history.Proposed > 0 || kindOf(history).Sources.Count == 0) return null;
        var best = encoding.Decode(Learn(encoding, history, rng).Incumbent(budgets.Count - 1));
        return Tried(history).Any(t => t.Configuration.Equals(best)) ? null : best.WithBudget(budgets[design[0]]);
    }

    /// <summary>The trials whose configurations are not to come again with the same budget: those of other tasks may come.</summary>
    private IEnumerable<Trial> Tried(History history)
    {
        var sources = kindOf(history).Sources;
        return history.Trials.Where(t => history.Tried.Contains(t.Configuration) && (t.Imported is null || !sources.Contains(t.Imported)));
    }

    private int Level(double budget) => Budgets.Nearest(budgets, budget);

    private bool IsTurnOfIncumbent(History history) =>
        options.VerifyEvery > 0 && (history.Proposed - design.Count) % options.VerifyEvery == 0;

    private IEnumerable<(SearchPoint Point, int Level)> Candidates(SpaceEncoding encoding, SearchPoint incumbent, Rng rng)
    {
        var draws = rng.Split(2);
        return AcquisitionSearch.Mixed(encoding, incumbent, rng).Select(p => (p, draws.Next(budgets.Count)));
    }

    /// <summary>A configuration that was not tried with this budget; where there is none, with one of the next larger ones.</summary>
    private Configuration? AtRandom(SearchSpace space, History history, int level, Rng rng)
    {
        const int attempts = 1_000;
        for (; level < budgets.Count; level++)
        {
            var tried = Tried(history).Where(t => Level(t.Budget) == level).Select(t => t.Configuration).ToHashSet();
            if (Enumerable.Range(0, attempts).Select(_ => space.Sample(rng)).FirstOrDefault(c => !tried.Contains(c)) is { } fresh)
                return fresh.WithBudget(budgets[level]);
        }
        return null;
    }
}
