namespace AutoMLStudio.Web.Components.Charts;

/// <summary>The trials over two parameters, coloured by the rank of their value.</summary>
public sealed class RankChart : PlotChart
{
    /// <inheritdoc/>
    protected override string Kind => "rank";

    /// <inheritdoc/>
    protected override string Title => Texts.Of("Rank");

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Keys => ["objective", "x", "y"];
}
