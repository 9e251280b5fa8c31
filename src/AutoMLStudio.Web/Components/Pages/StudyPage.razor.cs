using AutoMLStudio.Core;
using AutoMLStudio.Web.Components.Shared;
using AutoMLStudio.Web.Studies;
using Microsoft.AspNetCore.Components;
using ParameterView = AutoMLStudio.Web.Studies.ParameterView;

namespace AutoMLStudio.Web.Components.Pages;

/// <summary>One study, live. What is shown of it stands in the address: tab, parameter of the model view, order and page of the trials.</summary>
public sealed partial class StudyPage
{
    private const int PageSize = 25;
    private static readonly string[] Orders = ["number", "value", "state", "seconds"];

    private StudyDetail? _detail;
    private StudySummary? _summary;
    private TrialPage? _trials;
    private bool _missing;
    private IDisposable? _subscription;
    private Refresher? _refresher;
    private long _subscribed;

    /// <summary>The study.</summary>
    [Parameter] public long Id { get; set; }

    /// <summary>Which part is open: nothing for the trials, or <c>definition</c>.</summary>
    [SupplyParameterFromQuery] public string? Tab { get; set; }

    /// <summary>Order of the trials; the newest first when neither this nor <see cref="Desc"/> is given.</summary>
    [SupplyParameterFromQuery] public string? Sort { get; set; }

    /// <summary>Largest first.</summary>
    [SupplyParameterFromQuery] public bool? Desc { get; set; }

    /// <summary>Page of the trials, from 1.</summary>
    [SupplyParameterFromQuery(Name = "page")] public int? PageNumber { get; set; }

    [Inject] private Catalog Catalog { get; set; } = null!;

    [Inject] private IStudyQueries Queries { get; set; } = null!;

    [Inject] private StudyFeed Feed { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    private bool IsDefinition => Tab == "definition";

    private TrialQuery TrialQuery =>
        new((Math.Max(1, PageNumber ?? 1) - 1) * PageSize, PageSize, Orders.Contains(Sort) ? Sort! : "number", Desc ?? Sort is null);

    /// <summary>The parameters with an axis to draw along.</summary>
    private List<ParameterView> Drawable => [.. _detail!.Parameters.Where(p => p.Low is not null || p.Choices is not null)];

    private bool ShowsModel => _detail!.HasSurrogate && Drawable.Count > 0;

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_subscribed != Id) Follow();
        await _refresher!.RequestAsync();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _subscription?.Dispose();
        _refresher?.Dispose();
    }

    // Subscribed before the first read: what changes in between is not missed.
    private void Follow()
    {
        Dispose();
        (_detail, _summary, _trials, _missing, _subscribed) = (null, null, null, false, Id);
        _refresher = new(RefreshAsync);
        _subscription = Feed.Subscribe(Id, _ => InvokeAsync(_refresher.RequestAsync));
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (_detail is null)
        {
            _detail = await Queries.FindAsync(Id, cancellationToken);
            _summary = _detail?.Summary;
        }
        else
        {
            _summary = await Queries.SummaryAsync(Id, cancellationToken);
        }
        _missing = _summary is null;
        if (!_missing && !IsDefinition) _trials = await Queries.TrialsAsync(Id, TrialQuery, cancellationToken);
        StateHasChanged();
    }

    private string TabAddress(string? tab) => Navigation.GetUriWithQueryParameter("tab", tab);
}
