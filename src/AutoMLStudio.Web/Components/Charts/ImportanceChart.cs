namespace AutoMLStudio.Web.Components.Charts;

/// <summary>How much each parameter decides about the objective, as the server has computed it.</summary>
public sealed class ImportanceChart : PlotChart
{
    /// <inheritdoc/>
    protected override string Kind => "importance";

    /// <inheritdoc/>
    protected override string Title => Texts.Of("Importance of parameters");

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Keys => ["objective", "importance"];
}
