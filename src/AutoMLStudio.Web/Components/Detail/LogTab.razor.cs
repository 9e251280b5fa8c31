using System.Text.Json;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Web.Components.Shared;
using AutoMLStudio.Web.Studies;
using AutoMLStudio.Web.Studies.Trials;
using Microsoft.AspNetCore.Components;

namespace AutoMLStudio.Web.Components.Detail;

/// <summary>What happened to the study and to trials that failed, the newest first, and below it what the trials wrote.</summary>
public sealed partial class LogTab : IDisposable
{
    private const int Shown = 100;
    private static readonly string[] Types = ["study_state", "trial_ended", "snapshot"];

    private List<Happening>? _events;
    private string? _contains;
    private long _read = -1;
    private Refresher? _refresher;

    /// <summary>The study.</summary>
    [Parameter, EditorRequired] public required StudySummary Study { get; set; }

    [Inject] private ITrialQueries Trials { get; set; } = null!;

    /// <inheritdoc/>
    public void Dispose() => _refresher?.Dispose();

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync()
    {
        _refresher ??= new(RefreshAsync);
        return _read == Study.Sequence ? Task.CompletedTask : _refresher.RequestAsync();
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        _read = Study.Sequence;
        var page = await Trials.EventsAsync(Study.Id, Types, 0, Shown, cancellationToken);
        _events = [.. page.Events.Select(Read).OfType<Happening>()];
        StateHasChanged();
    }

    private Happening? Read(EventView row) => JsonSerializer.Deserialize<StudyEvent>(row.Payload, StudyJson.Options) switch
    {
        StudyStateChanged e => new(row.Sequence, row.At, $"{T["Study"]}: {Wording.State(e.State.ToString())}{Because(e.Reason)}", e.State == StudyState.Failed),
        TrialEnded { State: not TrialState.Completed } e => new(
            row.Sequence, row.At, $"{Wording.State(e.State.ToString())}{Because(e.Reason)}", e.State == TrialState.Failed, e.Number),
        SnapshotTaken { Kind: "model_exported" } e => new(row.Sequence, row.At, T["The model was exported and checked."], false, e.Number),
        SnapshotTaken { Kind: "model_failed" } e => new(
            row.Sequence, row.At, T["The model could not be exported: {0}", e.Data.GetProperty("reason").GetString() ?? ""], true, e.Number),
        _ => null,
    };

    // A failed command's reason brings its last output, which the trial's page and the log below show in full: its end says most.
    private static string Because(string? reason) => Reasons.Of(reason)?.Split('\n', StringSplitOptions.RemoveEmptyEntries) switch
    {
        null or [] => "",
        [var only] => $" · {only}",
        [var first, .., var last] => $" · {first} … {last}",
    };

    private sealed record Happening(long Id, DateTimeOffset At, string Text, bool IsBad, int? Trial = null);
}
