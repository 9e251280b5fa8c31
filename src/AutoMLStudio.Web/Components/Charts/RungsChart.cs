namespace AutoMLStudio.Web.Components.Charts;

/// <summary>How much budget each trial was granted, rung by rung, and what became of it.</summary>
public sealed class RungsChart : PlotChart
{
    /// <inheritdoc/>
    protected override string Kind => "rungs";

    /// <inheritdoc/>
    protected override string Title => Texts.Of("Rungs");

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Keys => [];
}
