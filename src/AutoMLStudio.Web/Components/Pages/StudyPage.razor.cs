using AutoMLStudio.Core;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Web.Components.Detail;
using AutoMLStudio.Web.Components.Shared;
using AutoMLStudio.Web.Studies;
using AutoMLStudio.Web.Studies.Trials;
using Microsoft.AspNetCore.Components;
using ParameterView = AutoMLStudio.Web.Studies.ParameterView;

namespace AutoMLStudio.Web.Components.Pages;

/// <summary>
/// One study, live: its head, and one part of it. Which part stands in the address, and so does what is chosen in it. Each part reads for itself what
/// it shows, so that the page costs what is seen.
/// </summary>
public sealed partial class StudyPage
{
    private StudyDetail? _detail;
    private StudySummary? _summary;
    private bool _waiting;
    private bool _missing;
    private IDisposable? _subscription;
    private Refresher? _refresher;
    private long _subscribed;

    /// <summary>The study.</summary>
    [Parameter] public long Id { get; set; }

    /// <summary>Which part is open: nothing for the overview.</summary>
    [SupplyParameterFromQuery] public string? Tab { get; set; }

    [Inject] private Catalog Catalog { get; set; } = null!;

    [Inject] private IStudyQueries Queries { get; set; } = null!;

    [Inject] private ITrialQueries Trials { get; set; } = null!;

    [Inject] private StudyFeed Feed { get; set; } = null!;

    private string Open => StudyTabs.Named(Tab, ShowsModel, TrainsNetworks, SharesWeights);

    /// <summary>The parameters with an axis to draw along.</summary>
    private List<ParameterView> Drawable => [.. _detail!.Parameters.Where(p => p.Low is not null || p.Choices is not null)];

    private Method? Sampler => Catalog.Find(MethodKind.Sampler, _summary!.Sampler);

    // Every method of this family has a model, also one that cannot be drawn: then its tab says so.
    private bool ShowsModel => Drawable.Count > 0 && (_detail!.HasSurrogate || Sampler?.Family == "Bayesian optimisation");

    // Who searches so works with one evaluator only, which trains what is searched.
    private bool SharesWeights => Sampler?.OnlyEvaluator is not null;

    private bool TrainsNetworks =>
        Catalog.Find(MethodKind.Evaluator, _summary!.Evaluator)?.InstanceType.IsAssignableTo(typeof(IModelExporter)) ?? false;

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_subscribed == Id) return;
        Follow();
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
        (_detail, _summary, _missing, _subscribed) = (null, null, false, Id);
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
        _waiting = _summary is { State: StudyState.Completed } && await Trials.HasRequestsAsync(Id, cancellationToken);
        StateHasChanged();
    }
}
