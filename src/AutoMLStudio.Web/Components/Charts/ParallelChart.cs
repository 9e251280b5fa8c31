using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace AutoMLStudio.Web.Components.Charts;

/// <summary>Every trial as a line over one axis a parameter and the objective; ranges brushed on the axes make a filter of trials.</summary>
public sealed class ParallelChart : PlotChart
{
    /// <summary>
    /// The ranges were changed: a filter expression such as <c>learning_rate &gt;= 0.001 and learning_rate &lt;= 0.01</c>, null when nothing is brushed.
    /// </summary>
    [Parameter] public EventCallback<string?> Brushed { get; set; }

    /// <summary>The filter that holds: what of it are ranges of an axis is shown as brushes.</summary>
    [Parameter] public string? Filter { get; set; }

    /// <summary>How many axes there may be: on a narrow screen the plot is wider than its card then, and scrolls in it.</summary>
    [Parameter] public int Axes { get; set; } = 2;

    /// <inheritdoc/>
    protected override string Kind => "parallel";

    /// <inheritdoc/>
    protected override string Title => Texts.Of("Parallel coordinates");

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Keys => ["objective", "axes"];

    /// <inheritdoc/>
    protected override string? HostStyle => $"--axes: {Axes}";

    /// <summary>What was brushed, said by the module.</summary>
    [JSInvokable]
    public Task Brush(string? filter) => Brushed.InvokeAsync(filter);

    /// <inheritdoc/>
    protected override Dictionary<string, object?> State()
    {
        var state = base.State();
        if (Filter is not null) state["filter"] = Filter;
        return state;
    }
}
