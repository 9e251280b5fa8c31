namespace AutoMLStudio.Web.Components.Charts;

/// <summary>The volume that the front of several objectives dominates, trial by trial, up to a reference point that can be chosen.</summary>
public sealed class HypervolumeChart : PlotChart
{
    /// <inheritdoc/>
    protected override string Kind => "hypervolume";

    /// <inheritdoc/>
    protected override string Title => Texts.Of("Hypervolume");

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Keys => ["reference"];
}
