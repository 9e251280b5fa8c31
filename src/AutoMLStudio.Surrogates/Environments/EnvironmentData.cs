using AutoMLStudio.Core.Studies;
using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.Environments;

/// <summary>The trials of a history at the budgets they had, as both processes see them.</summary>
internal sealed class EnvironmentData
{
    /// <summary>Trials of a source that are learned from: half of them the best, the others evenly from the rest. The cost grows with the cube.</summary>
    private const int MostOfSource = 50;

    private static readonly Standardization Unit = new(0, 1, double.PositiveInfinity);

    private readonly int[] _timed;

    private EnvironmentData(SpaceEncoding encoding, IReadOnlyList<Trial> trials, IReadOnlyList<int> levels, EnvironmentKind kind)
    {
        (Encoding, Trials, Levels, Kind) = (encoding, trials, levels, kind);
        Points = [.. trials.Select(t => encoding.Encode(t.Configuration))];
        IsLogarithm = kind.Sources.Count == 0 && trials.All(t => t.Loss > 0);
        double[] losses = [.. trials.Select(t => IsLogarithm ? Math.Log(t.Loss!.Value) : t.Loss!.Value)];
        var ofSource = trials.Select(IsOfSource).ToArray();
        // Other tasks may have other units: each is brought to mean 0 and variance 1 by itself.
        var scales = Enumerable.Range(0, trials.Count).GroupBy(i => ofSource[i] ? levels[i] : -1)
            .ToDictionary(g => g.Key, g => Standardization.Of([.. g.Select(i => losses[i])], clip: false));
        LossScale = scales.GetValueOrDefault(-1, Unit);
        Losses = [.. losses.Select((l, i) => scales[ofSource[i] ? levels[i] : -1].Apply(l))];
        _timed = [.. Enumerable.Range(0, trials.Count).Where(i => !ofSource[i])];
        double[] costs = [.. _timed.Select(i => Math.Log(Cost(trials[i])))];
        CostScale = costs.Length == 0 ? Unit : Standardization.Of(costs, clip: false);
        Costs = [.. costs.Select(CostScale.Apply)];
    }

    /// <summary>How configurations become points.</summary>
    public SpaceEncoding Encoding { get; }

    /// <summary>Trials with a loss.</summary>
    public IReadOnlyList<Trial> Trials { get; }

    /// <summary>
    /// The position of each one's budget among the budgets; of a trial that was stopped before, of what it had spent. After the budgets come the sources.
    /// </summary>
    public IReadOnlyList<int> Levels { get; }

    /// <summary>How budgets look.</summary>
    public EnvironmentKind Kind { get; }

    /// <summary>Where the trials lie.</summary>
    public IReadOnlyList<SearchPoint> Points { get; }

    /// <summary>True when the processes see the logarithms of the losses: all are above zero.</summary>
    public bool IsLogarithm { get; }

    /// <summary>Between the (log) losses of the study's own trials and their standardised values.</summary>
    public Standardization LossScale { get; }

    /// <summary>Standardised (log) losses, each source by itself.</summary>
    public double[] Losses { get; }

    /// <summary>Between the log costs and their standardised values.</summary>
    public Standardization CostScale { get; }

    /// <summary>Standardised log costs of all trials but those of sources, which were evaluated elsewhere.</summary>
    public double[] Costs { get; }

    /// <summary>The data of a history with at least one trial that has a loss.</summary>
    public static EnvironmentData Of(SpaceEncoding encoding, History history, IReadOnlyList<double> budgets, EnvironmentKind kind)
    {
        var known = Known(history);
        var sources = Enumerable.Range(0, kind.Sources.Count).ToDictionary(i => kind.Sources[i], i => budgets.Count + i);
        var spared = known.Where(t => t.Imported is { } from && sources.ContainsKey(from)).GroupBy(t => t.Imported!).SelectMany(Spared).ToHashSet();
        known.RemoveAll(spared.Contains);
        int Level(Trial trial) => trial.Imported is { } from && sources.TryGetValue(from, out var level) ? level
            : Budgets.Nearest(budgets, trial.State == TrialState.Stopped ? trial.Step : trial.Budget);
        return new(encoding, known, [.. known.Select(Level)], kind);
    }

    /// <summary>The trials that have a loss.</summary>
    public static List<Trial> Known(History history) =>
        [.. history.Trials.Where(t => t.State is TrialState.Completed or TrialState.Stopped && t.Loss is { } loss && double.IsFinite(loss))];

    /// <summary>Inputs of the process of the losses, features included.</summary>
    public PointSet LossPoints() => Set(Enumerable.Range(0, Trials.Count), Kind.Loss);

    /// <summary>Inputs of the process of the costs.</summary>
    public PointSet CostPoints() => Set(_timed, Kind.Cost);

    /// <summary>The smallest standardised loss at a level; null while there is none.</summary>
    public double? Smallest(int level) => Enumerable.Range(0, Trials.Count).Where(i => Levels[i] == level).Select(i => (double?)Losses[i]).Min();

    /// <summary>The loss that a value of the process stands for.</summary>
    public double ToLoss(double value) => IsLogarithm ? Math.Exp(LossScale.ToLoss(value)) : LossScale.ToLoss(value);

    /// <summary>The cost that a value of the process of the costs stands for.</summary>
    public double ToCost(double value) => Math.Exp(CostScale.ToLoss(value));

    /// <summary>True when costs are seconds: the clock showed something for every trial whose cost counts. Otherwise some are budgets.</summary>
    public bool IsTimed => _timed.All(i => Trials[i].Reports.Sum(r => r.Seconds) > 0);

    /// <summary>A point with features behind it.</summary>
    public static double[] With(double[] input, double[] features) => [.. input, .. features];

    private PointSet Set(IEnumerable<int> which, Func<int, double[]> features) =>
        new([.. which.Select(i => With(Points[i].Input, features(Levels[i])))], Encoding.IsNominal, features(0).Length);

    private bool IsOfSource(Trial trial) => trial.Imported is { } from && Kind.Sources.Contains(from);

    // Values at several budgets of another study are values of several tasks: those at its largest speak for it.
    private static IEnumerable<Trial> Spared(IEnumerable<Trial> source)
    {
        var all = source.ToList();
        var whole = all.Where(t => t.Budget >= all.Max(o => o.Budget)).ToList();
        if (whole.Count < 2) whole = all;
        var ranked = whole.OrderBy(t => t.Loss).ToList();
        var (best, rest) = (ranked.Take(MostOfSource / 2), ranked.Skip(MostOfSource / 2).ToList());
        var others = Math.Min(rest.Count, MostOfSource / 2);
        return all.Except(best.Concat(Enumerable.Range(0, others).Select(i => rest[i * rest.Count / others])));
    }

    // Where the clock shows nothing, a trial costs its budget.
    private static double Cost(Trial trial)
    {
        var seconds = trial.Reports.Sum(r => r.Seconds);
        return seconds > 0 ? seconds : trial.Budget;
    }
}
