using System.Text.Json;
using System.Text.Json.Nodes;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Storage;
using AutoMLStudio.Storage.Studies;
using Microsoft.EntityFrameworkCore;

namespace AutoMLStudio.Web.Studies.Trials;

/// <summary>Reads single trials, their lines and the study's events from the rows.</summary>
public sealed class TrialQueries(IDbContextFactory<StudyContext> contexts, TrialRequestQueue requests) : ITrialQueries
{
    /// <inheritdoc/>
    public async Task<TrialDetail?> FindAsync(long studyId, int number, CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var study = await context.Studies.AsNoTracking().Where(s => s.Id == studyId).Select(s => new
        {
            s.BestTrial,
            Last = context.Trials.Where(t => t.StudyId == studyId).Max(t => (int?)t.Number) ?? -1,
        })
            .SingleOrDefaultAsync(cancellationToken);
        var row = await context.Trials.AsNoTracking().SingleOrDefaultAsync(t => t.StudyId == studyId && t.Number == number, cancellationToken);
        if (study is null || row is null) return null;
        var wanted = new[] { study.BestTrial, row.Parent }.OfType<int>().ToList();
        var others = await context.Trials.AsNoTracking().Where(t => t.StudyId == studyId && wanted.Contains(t.Number))
            .ToDictionaryAsync(t => t.Number, t => t.Configuration, cancellationToken);
        var artifacts = await context.Artifacts.AsNoTracking().Where(a => a.StudyId == studyId && a.TrialNumber == number).OrderBy(a => a.Id)
            .Select(a => new ArtifactView(a.Kind, a.Size, a.CreatedAt)).ToListAsync(cancellationToken);
        JsonObject? Of(int? other) => other is { } n && others.TryGetValue(n, out var json) ? JsonNode.Parse(json)!.AsObject() : null;
        return new(
            View(row), row.Parent, row.Request, row.LeaseOwner, study.Last, Of(study.BestTrial), study.BestTrial, Of(row.Parent), artifacts);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LogLineView>> LogAsync(
        long studyId, int? number, long after, string? contains, int limit, CancellationToken cancellationToken = default)
    {
        // PostgreSQL's texts cannot hold U+0000, so no line contains it, nor can it be asked for.
        if (contains?.Contains('\0') ?? false) return [];
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var lines = context.TrialLogs.AsNoTracking().Where(l => l.StudyId == studyId && l.Id > after);
        if (number is { } trial) lines = lines.Where(l => l.TrialNumber == trial);
        if (!string.IsNullOrEmpty(contains))
        {
            var pattern = $"%{contains.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal)
                .Replace("_", "\\_", StringComparison.Ordinal)}%";
            lines = lines.Where(l => EF.Functions.ILike(l.Text, pattern));
        }
        var last = await lines.OrderByDescending(l => l.Id).Take(limit).Select(l => new LogLineView(l.Id, l.TrialNumber, l.At, l.Text))
            .ToListAsync(cancellationToken);
        last.Reverse();
        return last;
    }

    /// <inheritdoc/>
    public async Task<EventPage> EventsAsync(
        long studyId, IReadOnlyList<string> types, int skip, int take, CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var events = context.Events.AsNoTracking().Where(e => e.StudyId == studyId);
        // Sequence numbers have no gap: the number of all events is that of the last one, and a page is a range of the key.
        if (types.Count == 0)
        {
            var last = await events.MaxAsync(e => (long?)e.Sequence, cancellationToken) ?? 0;
            events = events.Where(e => e.Sequence <= last - skip && e.Sequence > last - skip - take);
            return new(await PageAsync(events, cancellationToken), (int)last);
        }
        events = events.Where(e => types.Contains(e.Type));
        var total = await events.CountAsync(cancellationToken);
        return new(await PageAsync(events.OrderByDescending(e => e.Sequence).Skip(skip).Take(take), cancellationToken), total);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WaitingTrial>> WaitingAsync(long studyId, CancellationToken cancellationToken = default) =>
        [.. (await requests.WaitingAsync(studyId, cancellationToken)).Select(e => new WaitingTrial(e.Id, e.Configuration.ToJson(), e.Parent))];

    /// <inheritdoc/>
    public async Task<bool> HasRequestsAsync(long studyId, CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.EnqueuedTrials.AnyAsync(e => e.StudyId == studyId && e.TrialNumber == null, cancellationToken)
            || await context.Trials.AnyAsync(t => t.StudyId == studyId && t.Request == TrialWish.Retry, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<StudyActivity> ActivityAsync(long studyId, CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var groups = await context.Trials.Where(t => t.StudyId == studyId && t.Imported == null).GroupBy(t => t.Budget).OrderBy(g => g.Key).Select(g => new
        {
            Budget = g.Key,
            Trials = g.Count(),
            Running = g.Count(t => t.State == TrialState.Running),
            Completed = g.Count(t => t.State == TrialState.Completed),
            Resource = g.Sum(t => t.Step),
        }).ToListAsync(cancellationToken);
        var waiting = await context.EnqueuedTrials.CountAsync(e => e.StudyId == studyId && e.TrialNumber == null, cancellationToken);
        return new([.. groups.Select(g => new BudgetCount(g.Budget, g.Trials, g.Running, g.Completed))], groups.Sum(g => g.Resource), waiting)
        {
            Imported = await context.Trials.CountAsync(t => t.StudyId == studyId && t.Imported != null, cancellationToken),
        };
    }

    private static Task<List<EventView>> PageAsync(IQueryable<EventRow> events, CancellationToken cancellationToken) =>
        events.OrderByDescending(e => e.Sequence).Select(e => new EventView(e.Sequence, e.At, e.Type, e.Payload)).ToListAsync(cancellationToken);

    private static TrialView View(TrialRow row) => new(
        row.Number, row.State, JsonNode.Parse(row.Configuration)!.AsObject(), row.Value, row.Budget, row.Step,
        row.Seconds > 0 || row.EndedAt is null ? row.Seconds : (row.EndedAt.Value - row.StartedAt).TotalSeconds,
        row.Attempt, row.Reason, row.StartedAt, row.EndedAt, row.Sequence)
    {
        Imported = row.Imported,
        Search = JsonNode.Parse(row.Configuration)![Configuration.SearchKey] is JsonValue number ? number.GetValue<int>() + 1 : null,
        Metrics = row.Metrics is null ? new Dictionary<string, double>()
            : JsonSerializer.Deserialize<Dictionary<string, double>>(row.Metrics, StudyJson.Options)!,
    };
}
