using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace AutoMLStudio.Web.Components.Charts;

/// <summary>The completed trials over two objectives, with the front of those that no other dominates.</summary>
public sealed class FrontChart : PlotChart
{
    /// <summary>
    /// A box was drawn around trials: a filter expression such as <c>value &lt;= 0.1 and metrics.parameters &lt;= 20000</c>, null when nothing is chosen.
    /// </summary>
    [Parameter] public EventCallback<string?> Brushed { get; set; }

    /// <summary>The filter that holds: what of it are ranges of the two objectives is shown as a box.</summary>
    [Parameter] public string? Filter { get; set; }

    /// <inheritdoc/>
    protected override string Kind => "front";

    /// <inheritdoc/>
    protected override string Title => Texts.Of("Pareto front");

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Keys => ["ox", "oy"];

    /// <summary>What was brushed, said by the module.</summary>
    [JSInvokable]
    public Task Brush(string? filter) => Brushed.InvokeAsync(filter);

    /// <inheritdoc/>
    protected override Dictionary<string, object?> State()
    {
        var state = base.State();
        if (Filter is not null) state["filter"] = Filter;
        if (Brushed.HasDelegate) state["brushes"] = true;
        return state;
    }
}
