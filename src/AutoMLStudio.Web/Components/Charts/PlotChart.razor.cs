using AutoMLStudio.Core.Studies;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.JSInterop;

namespace AutoMLStudio.Web.Components.Charts;

/// <summary>
/// The frame of a chart: title, room for its tools, its plot and its legend, which the module <c>js/charts/{kind}-chart.js</c> fills. What a person
/// chooses in it stands in the address, under the names in <see cref="Keys"/>, so that a view can be linked.
/// </summary>
public abstract partial class PlotChart
{
    private readonly DotNetObjectReference<PlotChart> _self;
    private ElementReference _root;
    private string? _toldState;

    /// <summary>A chart that is not drawn yet.</summary>
    protected PlotChart() => _self = DotNetObjectReference.Create(this);

    /// <summary>What the study optimises, as its page says it.</summary>
    [CascadingParameter(Name = nameof(Objectives))] public IReadOnlyList<Objective>? Objectives { get; set; }

    /// <summary>Name of its module and style, for example <c>history</c>.</summary>
    protected abstract string Kind { get; }

    /// <summary>Its heading in English, marked by <see cref="Texts.Of"/>.</summary>
    protected abstract string Title { get; }

    /// <summary>The query parameters that it owns.</summary>
    protected virtual IReadOnlyList<string> Keys => [];

    /// <summary>What the style sheet needs to know to keep the right room before the plot is there; null for nothing.</summary>
    protected virtual string? HostStyle => null;

    /// <inheritdoc/>
    protected override string ModulePath => $"./js/charts/{Kind}-chart.js";

    /// <inheritdoc/>
    protected override object?[] Arguments => [_root, StudyId, Sequence, State(), _self];

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    /// <summary>What was chosen in the chart; <paramref name="value"/> null for the default.</summary>
    [JSInvokable]
    public void Choose(string key, string? value)
    {
        if (Keys.Contains(key)) Navigation.NavigateTo(Navigation.GetUriWithQueryParameter(key, value), replace: true);
    }

    /// <summary>A trial was clicked: its page is opened.</summary>
    [JSInvokable]
    public void Open(int trial) => Navigation.NavigateTo($"studies/{StudyId}/trials/{trial}");

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Navigation.LocationChanged -= OnLocationChanged;
        await base.DisposeAsync();
        _self.Dispose();
    }

    /// <summary>What the module is told besides the study: its part of the address, and what a chart adds.</summary>
    protected virtual Dictionary<string, object?> State()
    {
        var query = QueryHelpers.ParseQuery(new Uri(Navigation.Uri).Query);
        var state = Keys.Where(query.ContainsKey).ToDictionary(k => k, k => (object?)query[k].ToString());
        if (Objectives is { Count: > 1 }) state["objectives"] = string.Join('\n', Objectives.Select(o => o.Metric));
        return state;
    }

    /// <inheritdoc/>
    protected override void OnInitialized() => Navigation.LocationChanged += OnLocationChanged;

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender) _toldState = Fingerprint();
        await base.OnAfterRenderAsync(firstRender);
        if (Drawn is null || _toldState == Fingerprint()) return;
        _toldState = Fingerprint();
        await Drawn.InvokeVoidAsync("set", State());
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs change) => _ = InvokeAsync(StateHasChanged);

    private string Fingerprint() => string.Join('\n', State().Select(s => $"{s.Key}={s.Value}"));
}
