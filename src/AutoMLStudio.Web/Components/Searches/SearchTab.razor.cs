using System.Globalization;
using AutoMLStudio.Core.Studies;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.JSInterop;

namespace AutoMLStudio.Web.Components.Searches;

/// <summary>
/// A search by shared weights, live and epoch by epoch: the network under search, its weights, and what it reports. The module <c>js/search</c>
/// draws it; what is chosen stands in the address: <c>search</c> the trial where it is not the first, <c>epoch</c> where it is not the newest.
/// </summary>
public sealed partial class SearchTab
{
    private readonly DotNetObjectReference<SearchTab> _self;
    private ElementReference _root;
    private string? _told;

    /// <summary>A tab that is not drawn yet.</summary>
    public SearchTab() => _self = DotNetObjectReference.Create(this);

    /// <summary>What is optimised.</summary>
    [Parameter, EditorRequired] public required string Metric { get; set; }

    /// <summary>Which way it is better.</summary>
    [Parameter, EditorRequired] public Direction Direction { get; set; }

    /// <summary>Key of the sampler.</summary>
    [Parameter, EditorRequired] public required string Sampler { get; set; }

    /// <inheritdoc/>
    protected override string ModulePath => "./js/search/search-view.js";

    /// <inheritdoc/>
    protected override object?[] Arguments =>
        [_root, _self, new { Id = StudyId, Metric, Maximizes = Direction == Direction.Maximize }, State(), Sequence];

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    /// <summary>What was chosen in the view: the trial that searches, null for the first; the epoch, null for the newest.</summary>
    [JSInvokable]
    public void Choose(int? search, double? epoch)
    {
        var query = new Dictionary<string, object?> { ["search"] = search, ["epoch"] = epoch?.ToString("R", CultureInfo.InvariantCulture) };
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(query), replace: true);
    }

    /// <summary>A trial was picked: its page is opened.</summary>
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

    /// <inheritdoc/>
    protected override void OnInitialized() => Navigation.LocationChanged += OnLocationChanged;

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender) _told = $"{State()}";
        await base.OnAfterRenderAsync(firstRender);
        if (Drawn is null || _told == $"{State()}") return;
        _told = $"{State()}";
        await Drawn.InvokeVoidAsync("set", State());
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs change) => _ = InvokeAsync(StateHasChanged);

    private object State()
    {
        var query = QueryHelpers.ParseQuery(new Uri(Navigation.Uri).Query);
        double? Number(string name) => query.TryGetValue(name, out var text)
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
        return new { Search = Number("search"), Epoch = Number("epoch") };
    }
}
