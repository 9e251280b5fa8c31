using System.Globalization;
using AutoMLStudio.Web.Components.Shared;
using AutoMLStudio.Web.Studies.Trials;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace AutoMLStudio.Web.Components.Detail;

/// <summary>
/// The lines that trials write, as they come: lines are no events of the study, so the view looks for new ones every second while there may be any.
/// </summary>
public sealed partial class LogView
{
    /// <summary>Lines that are shown at most.</summary>
    private const int Limit = 1000;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private List<LogLineView>? _lines;
    private ElementReference _pre;
    private ITimer? _timer;
    private Refresher? _refresher;
    private (long, int?, string?) _asked;
    private bool _wasActive;
    private bool _grown;

    /// <summary>The study.</summary>
    [Parameter, EditorRequired] public long StudyId { get; set; }

    /// <summary>The trial; null for all.</summary>
    [Parameter] public int? Number { get; set; }

    /// <summary>Only lines that contain this.</summary>
    [Parameter] public string? Contains { get; set; }

    /// <summary>True while further lines may come.</summary>
    [Parameter] public bool Active { get; set; }

    [Inject] private ViewerClock Zone { get; set; } = null!;

    [Inject] private IJSRuntime Script { get; set; } = null!;

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer?.Dispose();
        _refresher?.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        _refresher ??= new(RefreshAsync);
        var asked = (StudyId, Number, Contains);
        if (_asked != asked) (_asked, _lines) = (asked, null);
        // Once more after the end: the last lines come after the last event.
        if (_lines is null || _wasActive != Active) await _refresher.RequestAsync();
        _wasActive = Active;
        if (_timer is null) _timer = Clock.CreateTimer(_ => _ = InvokeAsync(LookAsync), null, Interval, Interval);
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!_grown) return;
        _grown = false;
        await using var module = await Script.InvokeAsync<IJSObjectReference>("import", "./js/study/log.js");
        await module.InvokeVoidAsync("follow", _pre);
    }

    private Task LookAsync() => Active ? _refresher!.RequestAsync() : Task.CompletedTask;

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var (asked, known) = (_asked, _lines);
        var fresh = await Trials.LogAsync(StudyId, Number, known is { Count: > 0 } ? known[^1].Id : 0, Contains, Limit, cancellationToken);
        // Another question was put meanwhile: these lines are no answer to it.
        if (asked != _asked || (known is not null && fresh.Count == 0)) return;
        _lines = [.. (known ?? []).Concat(fresh).TakeLast(Limit)];
        _grown = _lines.Count > 0;
        StateHasChanged();
    }

    private string Local(DateTimeOffset moment) => Zone.Local(moment).ToString("HH:mm:ss ", CultureInfo.InvariantCulture);
}
