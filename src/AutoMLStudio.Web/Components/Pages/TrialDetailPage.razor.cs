using AutoMLStudio.Core;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Web.Components.Shared;
using AutoMLStudio.Web.Components.Trials;
using AutoMLStudio.Web.Studies;
using AutoMLStudio.Web.Studies.Trials;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AutoMLStudio.Web.Components.Pages;

/// <summary>One trial, live: its configuration beside that of the best and of the one it was made from, its curves, its log, what may be asked of it.</summary>
public sealed partial class TrialDetailPage
{
    private StudyDetail? _study;
    private TrialDetail? _detail;
    private bool _missing;
    private bool _copying;
    private IDisposable? _subscription;
    private Refresher? _refresher;
    private (long, int) _shown;

    /// <summary>The study.</summary>
    [Parameter] public long Id { get; set; }

    /// <summary>Number of the trial.</summary>
    [Parameter] public int Number { get; set; }

    [Inject] private Catalog Catalog { get; set; } = null!;

    [Inject] private IStudyQueries Studies { get; set; } = null!;

    [Inject] private ITrialQueries Trials { get; set; } = null!;

    [Inject] private ITrialCommands Commands { get; set; } = null!;

    [Inject] private StudyFeed Feed { get; set; } = null!;

    [Inject] private ISnackbar Snackbar { get; set; } = null!;

    private TrialView Trial => _detail!.Trial;

    private string SearchAddress => $"studies/{Id}?tab=search{(Trial.Search > 1 ? $"&search={Number}" : "")}";

    private IEnumerable<TrialWish> Wishes =>
        new[] { TrialWish.Stop, TrialWish.Retry }.Where(w => Trial.Imported is null && TrialCommands.Allowed(w).Contains(Trial.State));

    /// <summary>The outcome constraints that the trial breaks; none while it has no value.</summary>
    private List<OutcomeConstraint> Broken => Trial.Value is null ? []
        : [.. _study!.Summary.Outcomes.Where(o => Trial.Metrics.TryGetValue(o.Metric, out var value) && o.Excess(value) > 0)];

    private string Kept(OutcomeConstraint outcome)
    {
        if (Trial.Value is null || !Trial.Metrics.TryGetValue(outcome.Metric, out var value)) return "–";
        if (outcome.Excess(value) is > 0 and var excess) return T["broken by {0}", Wording.Number(excess, 3)];
        return T["holds"];
    }

    private bool HasModel => TrainsNetworks && Trial.Imported is null && Trial.Value is not null && Trial.State is (TrialState.Completed or TrialState.Stopped);

    private bool TrainsNetworks =>
        Catalog.Find(MethodKind.Evaluator, _study!.Summary.Evaluator)?.InstanceType.IsAssignableTo(typeof(IModelExporter)) ?? false;

    private IReadOnlyList<ConfigTable.ConfigColumn> Columns
    {
        get
        {
            var columns = new List<ConfigTable.ConfigColumn> { new(T["This trial"], null, Trial.Config) };
            if (_detail!.Parent is { } parent && _detail.ParentConfig is { } config) columns.Add(new(T["Made from trial {0}", parent], parent, config));
            if (_detail.BestNumber is { } best && best != Number && best != _detail.Parent && _detail.Best is { } other)
                columns.Add(new(T["Best: trial {0}", best], best, other));
            return columns;
        }
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_shown == (Id, Number)) return;
        if (_shown.Item1 != Id) Follow();
        (_shown, _copying, _missing) = ((Id, Number), false, false);
        await _refresher!.RequestAsync();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _subscription?.Dispose();
        _refresher?.Dispose();
    }

    private void Follow()
    {
        Dispose();
        (_study, _detail) = (null, null);
        _refresher = new(RefreshAsync);
        _subscription = Feed.Subscribe(Id, _ => InvokeAsync(_refresher.RequestAsync));
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (_study is null) _study = await Studies.FindAsync(Id, cancellationToken);
        else if (await Studies.SummaryAsync(Id, cancellationToken) is { } summary) _study = _study with { Summary = summary };
        else _study = null;
        _detail = _study is null ? null : await Trials.FindAsync(Id, Number, cancellationToken);
        _missing = _detail is null;
        StateHasChanged();
    }

    private async Task AskAsync(TrialWish wish)
    {
        try
        {
            await Commands.AskAsync(Id, Number, wish);
        }
        catch (StudyRequestException exception)
        {
            Snackbar.Add(exception.Message, Severity.Error);
        }
        await _refresher!.RequestAsync();
    }

    private string? Address(int number) => number >= 0 && number <= _detail!.Last ? $"studies/{Id}/trials/{number}" : null;
}
