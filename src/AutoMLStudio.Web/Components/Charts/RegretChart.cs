namespace AutoMLStudio.Web.Components.Charts;

/// <summary>What a Gaussian process says can at most be gained still, trial by trial, against the threshold that ends the study.</summary>
public sealed class RegretChart : PlotChart
{
    /// <inheritdoc/>
    protected override string Kind => "regret";

    /// <inheritdoc/>
    protected override string Title => Texts.Of("Regret bound");

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Keys => ["bound-scale"];
}
