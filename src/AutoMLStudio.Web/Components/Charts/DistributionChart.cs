namespace AutoMLStudio.Web.Components.Charts;

/// <summary>The empirical distribution function of the completed trials' values.</summary>
public sealed class DistributionChart : PlotChart
{
    /// <inheritdoc/>
    protected override string Kind => "distribution";

    /// <inheritdoc/>
    protected override string Title => Texts.Of("Distribution of values");

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Keys => ["objective", "log"];
}
