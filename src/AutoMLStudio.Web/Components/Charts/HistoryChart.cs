namespace AutoMLStudio.Web.Components.Charts;

/// <summary>Every trial's value by its state, and the best so far as a step line.</summary>
public sealed class HistoryChart : PlotChart
{
    /// <inheritdoc/>
    protected override string Kind => "history";

    /// <inheritdoc/>
    protected override string Title => Texts.Of("History");

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Keys => ["objective", "log"];
}
