using Microsoft.AspNetCore.Components;

namespace AutoMLStudio.Web.Components.Charts;

/// <summary>The objective against each parameter: small multiples, or one of them large.</summary>
public sealed class SliceChart : PlotChart
{
    private const int Most = 24; // as in slice-chart.js

    /// <summary>How many small multiples there will be.</summary>
    [Parameter] public int Panels { get; set; } = 1;

    /// <inheritdoc/>
    protected override string Kind => "slice";

    /// <inheritdoc/>
    protected override string Title => Texts.Of("Slice");

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Keys => ["objective", "slice", "log"];

    /// <inheritdoc/>
    protected override string? HostStyle => $"--panels: {(State().ContainsKey("slice") ? 1 : Math.Min(Panels, Most))}";
}
