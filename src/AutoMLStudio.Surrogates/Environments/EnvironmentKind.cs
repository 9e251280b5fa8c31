using AutoMLStudio.Core.Studies;
using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.Environments;

/// <summary>How a budget looks to the two processes.</summary>
/// <param name="budgets">Those that trials get, growing.</param>
internal abstract class EnvironmentKind(IReadOnlyList<double> budgets)
{
    /// <summary>The budgets as an axis to look along; null for one budget.</summary>
    public abstract BudgetAxis? Axis { get; }

    /// <summary>Features for the process of the losses.</summary>
    /// <param name="budget">Between the smallest and the largest, or one of the tasks.</param>
    public abstract double[] LossOf(double budget);

    /// <summary>Features for the process of the costs.</summary>
    /// <param name="budget">Between the smallest and the largest, or one of the tasks.</param>
    public abstract double[] CostOf(double budget);

    /// <summary>
    /// Where the imported trials come from that are tasks of their own: the levels after those of the budgets. None where an imported trial is like any
    /// other of its budget.
    /// </summary>
    public virtual IReadOnlyList<string> Sources => [];

    /// <summary>Features for the process of the losses, by the position of a budget in the list of budgets, or of a source behind it.</summary>
    public virtual double[] Loss(int level) => LossOf(budgets[level]);

    /// <summary>Features for the process of the costs, by the position.</summary>
    public double[] Cost(int level) => CostOf(budgets[level]);

    /// <summary>Prior of the hyper-parameters.</summary>
    public abstract ChainModel Chain(PointSet points);
}

/// <summary>
/// Sizes of the data as [Klein2017] sees them (Section 3.1): s is 0 for the smallest and 1 for the whole, linear in the logarithm of the size; the loss
/// is a regression on (1, (1 − s)²), the cost one on (1, s).
/// </summary>
/// <param name="budgets">Growing.</param>
internal sealed class DataSizes(IReadOnlyList<double> budgets) : EnvironmentKind(budgets)
{
    private readonly double _smallest = budgets[0];
    private readonly double _span = Math.Log(budgets[^1] / budgets[0]);

    /// <inheritdoc/>
    public override BudgetAxis? Axis { get; } = BudgetAxis.Sizes(budgets);

    /// <inheritdoc/>
    public override double[] LossOf(double budget) => [1, (1 - Size(budget)) * (1 - Size(budget))];

    /// <inheritdoc/>
    public override double[] CostOf(double budget) => [1, Size(budget)];

    /// <inheritdoc/>
    public override ChainModel Chain(PointSet points) => EnvironmentChain.Regression(points);

    private double Size(double budget) => Math.Log(budget / _smallest) / _span;
}

/// <summary>
/// Budgets, and other studies after them, as tasks that are correlated freely ([Swersky2013], Section 3.1): the intrinsic model of coregionalisation.
/// </summary>
/// <param name="budgets">One a task; the last is the one that matters.</param>
/// <param name="sources">Where trials come from that are tasks of their own.</param>
internal sealed class FreeTasks(IReadOnlyList<double> budgets, IReadOnlyList<string> sources) : EnvironmentKind(budgets)
{
    private readonly IReadOnlyList<double> _budgets = budgets;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sources { get; } = sources;

    /// <inheritdoc/>
    public override BudgetAxis? Axis { get; } = BudgetAxis.Tasks(budgets);

    /// <inheritdoc/>
    public override double[] LossOf(double budget) => [.. CostOf(budget), .. Sources.Select(_ => 0.0)];

    /// <inheritdoc/>
    public override double[] CostOf(double budget) => [.. _budgets.Select(b => b == budget ? 1.0 : 0)];

    /// <inheritdoc/>
    public override double[] Loss(int level) => [.. Enumerable.Range(0, _budgets.Count + Sources.Count).Select(l => l == level ? 1.0 : 0)];

    /// <summary>The tasks of a history: every source of at least two trials is one.</summary>
    public static FreeTasks Of(IReadOnlyList<double> budgets, History history)
    {
        var sources = EnvironmentData.Known(history).Where(t => t.Imported is not null).GroupBy(t => t.Imported!);
        return new(budgets, [.. sources.Where(g => g.Count() > 1).Select(g => g.Key)]);
    }

    /// <inheritdoc/>
    public override ChainModel Chain(PointSet points) => Sources.Count == 0 || points.Features == _budgets.Count
        ? EnvironmentChain.Tasks(points) : EnvironmentChain.Tasks(points, _budgets.Count);
}
