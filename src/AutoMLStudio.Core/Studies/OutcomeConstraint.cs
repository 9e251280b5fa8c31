namespace AutoMLStudio.Core.Studies;

/// <summary>Which side of its bound an outcome has to be on.</summary>
public enum OutcomeSide
{
    /// <summary>No larger than the bound.</summary>
    AtMost,
    /// <summary>No smaller than the bound.</summary>
    AtLeast,
}

/// <summary>What a trial's metric must be for the trial to count as feasible; known only after the trial, unlike a constraint of the space.</summary>
/// <param name="Metric">Name in the reports.</param>
/// <param name="Side">Which side of the bound is allowed; the bound itself is.</param>
/// <param name="Bound">The bound, in the metric's unit; finite.</param>
public sealed record OutcomeConstraint(string Metric, OutcomeSide Side, double Bound)
{
    /// <summary>How far a value lies beyond the bound, in the metric's unit; not above zero where it is allowed.</summary>
    public double Excess(double value) => Side == OutcomeSide.AtMost ? value - Bound : Bound - value;

    /// <summary>As a person writes it, for example <c>latency_ms ≤ 5</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Metric} {(Side == OutcomeSide.AtMost ? '≤' : '≥')} {Bound:R}");
}
