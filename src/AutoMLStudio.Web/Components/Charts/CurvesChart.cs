using Microsoft.AspNetCore.Components;

namespace AutoMLStudio.Web.Components.Charts;

/// <summary>What trials reported step by step: running ones live, stopped ones dim.</summary>
public sealed class CurvesChart : PlotChart
{
    /// <summary>Only these trials; null for the best and an even sample of the others.</summary>
    [Parameter] public IReadOnlyList<int>? Trials { get; set; }

    /// <inheritdoc/>
    protected override string Kind => "curves";

    /// <inheritdoc/>
    protected override string Title => Texts.Of("Learning curves");

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Keys => ["metric", "log"];

    /// <inheritdoc/>
    protected override Dictionary<string, object?> State()
    {
        var state = base.State();
        if (Trials is not null) state["trials"] = string.Join(',', Trials);
        return state;
    }
}
