using System.Text.Json;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Storage;
using Microsoft.EntityFrameworkCore;

namespace AutoMLStudio.Web.Studies;

/// <summary>When trials that were paused or tried again held a worker, from the logs of studies.</summary>
public sealed class TrialRuns(IDbContextFactory<StudyContext> contexts)
{
    private const string Resumed = "trial_resumed";
    private static readonly string[] Types = ["trial_started", Resumed, "trial_ended"];

    /// <summary>The runs of every trial of a study that was paused or started more than once; null when there is no such study.</summary>
    public async Task<StudyRuns?> FindAsync(long studyId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        // Before the events: they are then at least as new as the number.
        var last = await context.Studies.Where(s => s.Id == studyId).Select(s => (long?)s.LastSequence).SingleOrDefaultAsync(cancellationToken);
        if (last is not { } sequence) return null;
        var events = context.Events.Where(e => e.StudyId == studyId);
        // Where a scheduler pauses trials, one waits or the best has gone on: only such a log, which may be long, is read.
        var isBroken = await context.Trials.AnyAsync(t => t.StudyId == studyId && t.State == TrialState.Paused, cancellationToken)
            || await events.AnyAsync(e => e.Type == Resumed, cancellationToken);
        if (!isBroken) return new(sequence, [], [], []);
        var payloads = await events.Where(e => Types.Contains(e.Type)).OrderBy(e => e.Sequence).Select(e => e.Payload).ToListAsync(cancellationToken);
        return Of(sequence, payloads.Select(p => JsonSerializer.Deserialize<StudyEvent>(p, StudyJson.Options)!));
    }

    /// <summary>The runs that events tell of, in the order of their starts.</summary>
    internal static StudyRuns Of(long sequence, IEnumerable<StudyEvent> events)
    {
        var runs = new List<(int Trial, DateTimeOffset From, DateTimeOffset? To)>();
        var open = new Dictionary<int, int>();
        var broken = new HashSet<int>();
        foreach (var e in events)
        {
            var number = e switch { TrialStarted s => s.Number, TrialResumed r => r.Number, TrialEnded d => d.Number, _ => -1 };
            // A run that was lost with its process has no end of its own: it counts until the trial was taken up again.
            if (open.Remove(number, out var run)) runs[run] = runs[run] with { To = e.At };
            if (e is TrialResumed or TrialEnded { State: TrialState.Paused }) broken.Add(number);
            if (e is not (TrialStarted or TrialResumed)) continue;
            open[number] = runs.Count;
            runs.Add((number, e.At, null));
        }
        runs.RemoveAll(r => !broken.Contains(r.Trial));
        return new(
            sequence, [.. runs.Select(r => r.Trial)], [.. runs.Select(r => r.From.ToUnixTimeMilliseconds())],
            [.. runs.Select(r => r.To?.ToUnixTimeMilliseconds())]);
    }
}

/// <summary>When trials that were paused or started more than once held a worker: an entry a run, column by column.</summary>
/// <param name="Sequence">Sequence number of the last event in it.</param>
/// <param name="Number">The trial.</param>
/// <param name="From">Start, in milliseconds since 1970.</param>
/// <param name="To">End, in milliseconds since 1970; null while it goes on.</param>
public sealed record StudyRuns(long Sequence, IReadOnlyList<int> Number, IReadOnlyList<long> From, IReadOnlyList<long?> To);
