namespace AutoMLStudio.Web.Components.Charts;

/// <summary>The objective over two parameters: a smooth heat of the trials, and the trials themselves.</summary>
public sealed class ContourChart : PlotChart
{
    /// <inheritdoc/>
    protected override string Kind => "contour";

    /// <inheritdoc/>
    protected override string Title => Texts.Of("Contour");

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Keys => ["objective", "x", "y"];
}
