using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.Environments;

/// <summary>How a budget looks to the two processes.</summary>
internal abstract class EnvironmentKind
{
    /// <summary>Features for the process of the losses, by the position of a budget in the list of budgets.</summary>
    public abstract double[] Loss(int level);

    /// <summary>Features for the process of the costs.</summary>
    public abstract double[] Cost(int level);

    /// <summary>Prior of the hyper-parameters.</summary>
    public abstract ChainModel Chain(PointSet points);
}

/// <summary>
/// Sizes of the data as [Klein2017] sees them (Section 3.1): s is 0 for the smallest and 1 for the whole, linear in the logarithm of the size; the loss
/// is a regression on (1, (1 − s)²), the cost one on (1, s).
/// </summary>
/// <param name="budgets">Growing.</param>
internal sealed class DataSizes(IReadOnlyList<double> budgets) : EnvironmentKind
{
    /// <inheritdoc/>
    public override double[] Loss(int level) => [1, (1 - Size(level)) * (1 - Size(level))];

    /// <inheritdoc/>
    public override double[] Cost(int level) => [1, Size(level)];

    /// <inheritdoc/>
    public override ChainModel Chain(PointSet points) => EnvironmentChain.Regression(points);

    private double Size(int level) => Math.Log(budgets[level] / budgets[0]) / Math.Log(budgets[^1] / budgets[0]);
}

/// <summary>Budgets as tasks that are correlated freely ([Swersky2013], Section 3.1): the intrinsic model of coregionalisation.</summary>
/// <param name="count">Tasks; the last is the one that matters.</param>
internal sealed class FreeTasks(int count) : EnvironmentKind
{
    /// <inheritdoc/>
    public override double[] Loss(int level) => [.. Enumerable.Range(0, count).Select(t => t == level ? 1.0 : 0)];

    /// <inheritdoc/>
    public override double[] Cost(int level) => Loss(level);

    /// <inheritdoc/>
    public override ChainModel Chain(PointSet points) => EnvironmentChain.Tasks(points);
}
