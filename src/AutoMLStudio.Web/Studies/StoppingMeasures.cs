using System.Text.Json;
using AutoMLStudio.Core;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Storage;
using Microsoft.EntityFrameworkCore;

namespace AutoMLStudio.Web.Studies;

/// <summary>What the stopping rules of studies have measured, from their logs.</summary>
public sealed class StoppingMeasures(IDbContextFactory<StudyContext> contexts, Catalog catalog)
{
    private const string Snapshot = "snapshot";

    /// <summary>The measures of every rule of a study, in order; null when there is no such study.</summary>
    public async Task<StudyBounds?> FindAsync(long studyId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        // Before the events: they are then at least as new as the number.
        var last = await context.Studies.Where(s => s.Id == studyId).Select(s => (long?)s.LastSequence).SingleOrDefaultAsync(cancellationToken);
        if (last is not { } sequence) return null;
        var payloads = await context.Events.Where(e => e.StudyId == studyId && e.Type == Snapshot).OrderBy(e => e.Sequence)
            .Select(e => e.Payload).ToListAsync(cancellationToken);
        var measured = payloads.Select(p => (SnapshotTaken)JsonSerializer.Deserialize<StudyEvent>(p, StudyJson.Options)!).ToLookup(s => s.Kind);
        return new(sequence, [.. catalog.Of(MethodKind.StoppingRule).Where(r => measured.Contains(r.Key)).Select(r => Bounds(r, measured[r.Key]))]);
    }

    // A run that is taken up again measures once more what it knew: the last word counts.
    private static RuleBounds Bounds(Method rule, IEnumerable<SnapshotTaken> snapshots)
    {
        var byTrials = new SortedDictionary<int, StoppingMeasure>();
        foreach (var snapshot in snapshots)
            if (snapshot.Data.Deserialize<StoppingMeasure>(StudyJson.Options) is { } measure) byTrials[measure.Trials] = measure;
        var measures = byTrials.Values.ToList();
        return new(
            rule.Key, [.. measures.Select(m => m.Trials)], [.. measures.Select(m => m.Bound)], [.. measures.Select(m => m.Threshold)], measures[^1].Basis);
    }
}

/// <summary>What the stopping rules of a study have measured.</summary>
/// <param name="Sequence">Sequence number of the last event in it.</param>
/// <param name="Rules">One entry a rule that has measured something.</param>
public sealed record StudyBounds(long Sequence, IReadOnlyList<RuleBounds> Rules);

/// <summary>What one rule has measured, in the unit of the first objective.</summary>
/// <param name="Key">The rule.</param>
/// <param name="Trials">Completed trials at each measure, growing.</param>
/// <param name="Bound">What was measured.</param>
/// <param name="Threshold">Where the study ends.</param>
/// <param name="Basis">What the last threshold is.</param>
public sealed record RuleBounds(
    string Key, IReadOnlyList<int> Trials, IReadOnlyList<double> Bound, IReadOnlyList<double> Threshold, string Basis);
