namespace AutoMLStudio.Web.Components.Charts;

/// <summary>The objective against each parameter: small multiples, or one of them large.</summary>
public sealed class SliceChart : PlotChart
{
    /// <inheritdoc/>
    protected override string Kind => "slice";

    /// <inheritdoc/>
    protected override string Title => Texts.Of("Slice");

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Keys => ["slice", "log"];
}
