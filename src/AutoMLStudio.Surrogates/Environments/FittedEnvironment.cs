using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Surrogates.Acquisitions;
using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.Environments;

/// <summary>
/// A model over configurations and budgets as people look at it: loss and cost over the parameters and the budget, which is an axis like them; at the
/// whole budget unless something else is said.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="budgets">Budgets, growing.</param>
/// <param name="gain">What makes a point and a budget worth trying.</param>
/// <param name="propose">Finds the next configuration; asked once.</param>
internal sealed class FittedEnvironment(
    EnvironmentModel model, IReadOnlyList<double> budgets, Lazy<EnvironmentGain> gain, Func<Configuration?> propose)
    : IMinimumView, ISizedModel
{
    private readonly Lazy<Configuration?> _proposal = new(propose);

    /// <inheritdoc/>
    public Configuration Incumbent { get; } = model.Data.Encoding.Decode(model.Incumbent(budgets.Count - 1));

    /// <inheritdoc/>
    public Configuration? Proposal => _proposal.Value;

    /// <inheritdoc/>
    public IReadOnlyCollection<int> Good => [];

    private EnvironmentData Data => model.Data;

    /// <inheritdoc/>
    public ModelCut? Cut(CutRequest request)
    {
        var (space, axis) = (Data.Encoding.Space, Data.Kind.Axis);
        if (CutGrid.Of(axis?.Extend(space) ?? space, axis?.Extend(Incumbent) ?? Incumbent, request) is not { } grid) return null;
        CutCells cells = new(grid);
        List<(double[] Input, double Budget)> points = [.. cells.Shown.Select(c => (Data.Encoding.Encode(c).Input, BudgetOf(c)))];
        var (means, variances) = model.LossAt(points);
        var costs = model.CostAt(points);
        double Deviation(int k) => Math.Sqrt(variances[k]);
        double?[] Losses(double deviations) => cells.Spread(k => Data.ToLoss(means[k] + deviations * Deviation(k)));
        ModelField mean = new("mean", "mean", FieldRole.Loss, Losses(0));
        ModelField cost = new("cost", "expected cost", FieldRole.Cost, cells.Spread(k => costs[k])) { Unit = Data.IsTimed ? "s" : null };
        ModelField deviation = new("deviation", "σ", FieldRole.Deviation, cells.Spread(k => Spread(means[k], Deviation(k))));
        if (grid.Axes.Count == 2) return new(grid, [mean, cost, deviation]);
        List<ModelField> fields = [mean, new("low", "−2σ", FieldRole.Loss, Losses(-2)), new("high", "+2σ", FieldRole.Loss, Losses(2)), deviation];
        if (axis is not null && grid.Axes[0].Parameter != BudgetAxis.Key && points.Exists(p => p.Budget != budgets[0]))
        {
            var (small, _) = model.LossAt([.. points.Select(p => (p.Input, budgets[0]))]);
            fields.Add(new("mean_small", $"mean at {budgets[0]:G3}", FieldRole.Loss, cells.Spread(k => Data.ToLoss(small[k]))));
        }
        double?[] Tried(double[] values) => cells.Spread(k => space.SatisfiesConstraints(cells.Shown[k]) ? values[k] : double.NaN);
        fields.Add(cost);
        if (budgets.Count == 1)
        {
            // The one task that is evaluated is searched by improvement there.
            var improvement = TargetSearch.Improvement(model);
            fields.Add(new("acquisition", improvement.Name, FieldRole.Acquisition, Tried(improvement.Values([.. points.Select(p => p.Input)]))));
            return new(grid, fields);
        }
        var (worths, information) = gain.Value.At(points);
        fields.Add(new("information", "information gain", FieldRole.AcquisitionPart, Tried(information)) { Unit = "nat" });
        fields.Add(new("acquisition", "information per cost", FieldRole.Acquisition, Tried(worths)) { Unit = Data.IsTimed ? "nat/s" : null });
        return new(grid, fields);
    }

    /// <inheritdoc/>
    public ModelDiagnostics Diagnose()
    {
        var scales = Scales();
        var facts = scales.ToDictionary(f => f.Key, f => f.Median, StringComparer.Ordinal);
        (facts["points"], facts["whole_budget"]) = (model.Observed.Count, Data.Levels.Count(l => l == budgets.Count - 1));
        if (Proposal?.Budget is { } budget) facts["next_budget"] = budget;
        if (Correlation() is { } correlation) facts["task_correlation"] = correlation;
        return new(
            "Matérn 5/2 times a kernel of the budget", facts, [DrawnFigures.LengthScales(Data.Encoding.Space, model.Observed)], AtProposal(),
            LeftOut())
        {
            Scales = scales,
        };
    }

    /// <inheritdoc/>
    public MinimumBelief? Minimum => MinimumForecast.Of(
        gain.Value.Searches, x => Data.Encoding.Space.Decode([.. x.Take(Data.Encoding.Space.Dimension)]),
        Proposal is { } next ? EnvironmentData.With(Data.Encoding.Encode(next).Input, Data.Kind.LossOf(next.Budget ?? budgets[^1])) : null);

    /// <inheritdoc/>
    public long Size => (2 * 32L * model.Loss.Count * model.Loss.Count + EntropySearch.Size) * model.Loss.Members.Count;

    /// <summary>
    /// Standard deviations of signal, at the whole budget, and noise. Those of logarithms stay so: half the width of an interval in losses would be that
    /// of its upper end.
    /// </summary>
    private IReadOnlyList<ModelScale> Scales()
    {
        var (prefix, unit, features) = (Data.IsLogarithm ? "log_" : "", Data.LossScale.Scale, Data.Kind.Loss(budgets.Count - 1));
        double Factor(double[] covariance) => features.SelectMany((_, a) => features.Select((_, b) =>
            features[a] * covariance[a * features.Length + b] * features[b])).Sum();
        return
        [
            DrawnFigures.Scale($"{prefix}signal", model.Observed, p => unit * Math.Sqrt(p.Scale * Factor(p.Environment!))),
            DrawnFigures.Scale($"{prefix}noise", model.Observed, p => unit * Math.Sqrt(p.Noise)),
        ];
    }

    /// <summary>The largest correlation of another task with the real one; null where budgets are no tasks, or there is no other.</summary>
    private double? Correlation() => Data.Kind is FreeTasks tasks
        ? Enumerable.Range(0, budgets.Count + tasks.Sources.Count).Where(l => l != budgets.Count - 1).Max(l => (double?)model.Correlation(l, budgets.Count - 1))
        : null;

    private double BudgetOf(Configuration cell) => cell.TryGetValue(BudgetAxis.Key, out var budget) ? budget.Number : budgets[^1];

    // Half the width in losses of the interval of one standard deviation about a value.
    private double Spread(double value, double deviation) => (Data.ToLoss(value + deviation) - Data.ToLoss(value - deviation)) / 2;

    private PredictedLoss Interval(double value, double deviation) =>
        new(Data.ToLoss(value), Data.ToLoss(value - 2 * deviation), Data.ToLoss(value + 2 * deviation));

    private PredictedLoss? AtProposal()
    {
        if (Proposal is not { } proposal) return null;
        var (means, variances) = model.LossAt([(Data.Encoding.Encode(proposal).Input, proposal.Budget ?? budgets[^1])]);
        return Interval(means[0], Math.Sqrt(variances[0]));
    }

    /// <summary>Every trial of the study, at the budget it had, as all others predict it.</summary>
    private List<LeftOutTrial> LeftOut()
    {
        var (means, variances) = model.Observed.LeaveOneOut(Data.Losses);
        return [.. Data.Trials.Index().Where(t => Data.Levels[t.Index] < budgets.Count).Select(t =>
        {
            var (i, trial) = t;
            var deviation = Math.Sqrt(variances[i]);
            return new LeftOutTrial(trial.Number, trial.Loss!.Value, Interval(means[i], deviation), (Data.Losses[i] - means[i]) / deviation);
        })];
    }
}
