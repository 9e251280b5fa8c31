namespace AutoMLStudio.Web.Components.Charts;

/// <summary>When each trial ran, one line a worker slot.</summary>
public sealed class TimelineChart : PlotChart
{
    /// <inheritdoc/>
    protected override string Kind => "timeline";

    /// <inheritdoc/>
    protected override string Title => Texts.Of("Timeline");
}
