using AutoMLStudio.Core.Studies;
using AutoMLStudio.Web.Studies;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.JSInterop;
using ParameterView = AutoMLStudio.Web.Studies.ParameterView;

namespace AutoMLStudio.Web.Components.Surrogate;

/// <summary>
/// The model a sampler decides by, over one parameter or two, now or at any earlier moment. The module <c>js/surrogate</c> draws it; what is chosen
/// stands in the address: <c>p</c> and <c>q</c> the axes, <c>at=name:value</c> where another parameter is held, <c>seq</c> the moment.
/// </summary>
public sealed partial class SurrogateView
{
    private static readonly string[] Keys = ["p", "q", "at", "seq"];

    private readonly DotNetObjectReference<SurrogateView> _self;
    private ElementReference _root;
    private string? _told;

    /// <summary>A view that is not drawn yet.</summary>
    public SurrogateView() => _self = DotNetObjectReference.Create(this);

    /// <summary>The parameters that have an axis to draw along; at least one.</summary>
    [Parameter, EditorRequired] public required IReadOnlyList<ParameterView> Parameters { get; set; }

    /// <summary>The budget, where the model has it for an axis beside the parameters.</summary>
    [Parameter] public ParameterView? Budget { get; set; }

    /// <summary>What is optimised.</summary>
    [Parameter, EditorRequired] public required string Metric { get; set; }

    /// <summary>Which way it is better.</summary>
    [Parameter, EditorRequired] public Direction Direction { get; set; }

    /// <inheritdoc/>
    protected override string ModulePath => "./js/surrogate/surrogate-view.js";

    /// <inheritdoc/>
    protected override object?[] Arguments =>
    [
        _root, _self, new { Id = StudyId, Metric, Direction = Direction == Direction.Maximize ? "maximize" : "minimize", Parameters = Axes }, State(),
        Sequence,
    ];

    // The budget is the last one.
    private IReadOnlyList<ParameterView> Axes => Budget is null ? Parameters : [.. Parameters, Budget];

    private bool HasSecond => Axes.Count > 1;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    /// <summary>What was chosen in the view: axes, <c>name:value</c> of parameters that are held, and a sequence number, null for now.</summary>
    [JSInvokable]
    public void Choose(string first, string? second, string[] held, long? sequence)
    {
        var query = new Dictionary<string, object?> { ["p"] = first, ["q"] = second, ["at"] = held, ["seq"] = sequence };
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(query), replace: true);
    }

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
        if (firstRender) _told = Told();
        await base.OnAfterRenderAsync(firstRender);
        if (Drawn is null || _told == Told()) return;
        _told = Told();
        await Drawn.InvokeVoidAsync("set", State());
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs change) => _ = InvokeAsync(StateHasChanged);

    private string Told() => string.Join('\n', Keys.Select(k => Query(k)));

    // Several values of one name, tab between them.
    private string? Query(string key) =>
        QueryHelpers.ParseQuery(new Uri(Navigation.Uri).Query).TryGetValue(key, out var value) ? string.Join('\t', value!) : null;

    private object State() => new
    {
        P = Query("p"),
        Q = Query("q"),
        At = Held(),
        Seq = long.TryParse(Query("seq"), out var sequence) ? sequence : (long?)null,
    };

    // A name may hold a colon: the parameter is the longest name that fits.
    private Dictionary<string, string> Held()
    {
        var held = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in Query("at")?.Split('\t') ?? [])
        {
            var parameter = Axes.Where(p => text.StartsWith($"{p.Name}:", StringComparison.Ordinal)).MaxBy(p => p.Name.Length);
            if (parameter is not null) held[parameter.Name] = text[(parameter.Name.Length + 1)..];
        }
        return held;
    }
}
