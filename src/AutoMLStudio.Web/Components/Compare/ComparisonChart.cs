using AutoMLStudio.Web.Components.Charts;
using AutoMLStudio.Web.Studies;
using Microsoft.AspNetCore.Components;

namespace AutoMLStudio.Web.Components.Compare;

/// <summary>A chart of several studies: the browser is told which they are and how far each has come, and fetches what it draws.</summary>
public abstract class ComparisonChart : PlotChart
{
    /// <summary>The studies, in the order of their colours.</summary>
    [Parameter, EditorRequired] public required IReadOnlyList<StudySummary> Studies { get; set; }

    /// <inheritdoc/>
    protected override Dictionary<string, object?> State()
    {
        var state = base.State();
        state["studies"] = string.Join(',', Studies.Select(s => s.Id));
        state["sequences"] = string.Join(',', Studies.Select(s => s.Sequence));
        return state;
    }
}

/// <summary>The best value so far of several studies, against trials or time.</summary>
public sealed class CompareHistoryChart : ComparisonChart
{
    /// <inheritdoc/>
    protected override string Kind => "compare-history";

    /// <inheritdoc/>
    protected override string Title => Texts.Of("Best so far");

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Keys => ["x", "log"];
}

/// <summary>The empirical distribution functions of several studies' values.</summary>
public sealed class CompareDistributionChart : ComparisonChart
{
    /// <inheritdoc/>
    protected override string Kind => "compare-distribution";

    /// <inheritdoc/>
    protected override string Title => Texts.Of("Distribution of results");

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Keys => ["log"];
}

/// <summary>The fronts of several studies over their first two objectives.</summary>
public sealed class CompareFrontChart : ComparisonChart
{
    /// <inheritdoc/>
    protected override string Kind => "compare-front";

    /// <inheritdoc/>
    protected override string Title => Texts.Of("Pareto fronts");
}

/// <summary>The hypervolumes of several studies up to one reference point.</summary>
public sealed class CompareHypervolumeChart : ComparisonChart
{
    /// <inheritdoc/>
    protected override string Kind => "compare-hypervolume";

    /// <inheritdoc/>
    protected override string Title => Texts.Of("Hypervolumes");
}
