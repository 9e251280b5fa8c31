namespace AutoMLStudio.Core.Studies;

/// <summary>Which way a metric is better.</summary>
public enum Direction
{
    /// <summary>Smaller is better.</summary>
    Minimize,
    /// <summary>Larger is better.</summary>
    Maximize,
}

/// <summary>A metric to optimise. The only place where its sign is turned: everywhere else in Core a loss is smaller-is-better.</summary>
/// <param name="Metric">Name in the reports.</param>
/// <param name="Direction">Which way it is better.</param>
public sealed record Objective(string Metric, Direction Direction)
{
    /// <summary>From the metric to the loss.</summary>
    public double ToLoss(double metric) => Direction == Direction.Minimize ? metric : -metric;

    /// <summary>From the loss to the metric.</summary>
    public double FromLoss(double loss) => Direction == Direction.Minimize ? loss : -loss;
}
