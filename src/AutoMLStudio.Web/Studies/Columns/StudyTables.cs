using System.Globalization;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Npgsql;
using NpgsqlTypes;

namespace AutoMLStudio.Web.Studies.Columns;

/// <summary>
/// The trials of the studies that somebody looks at, kept in memory as columns and brought up to date by the rows that have changed since: a page of
/// fifty thousand trials costs what is new in them. About 8 MB at that size; forgotten five minutes after the last look.
/// </summary>
public sealed class StudyTables(
    IDbContextFactory<StudyContext> contexts, NpgsqlDataSource source, IMemoryCache cache, StudyDefinitions definitions)
{
    /// <summary>Most learning curves in one answer.</summary>
    public const int MaximumCurves = 1_000;

    private const int FileBatch = 1_000;

    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    /// <summary>The trials that an event after a sequence number has touched; null when there is no such study.</summary>
    public async Task<StudyColumns?> ColumnsAsync(long id, long after, CancellationToken cancellationToken)
    {
        if (await RowAsync(id, cancellationToken) is not { } row) return null;
        var definition = definitions.Of(row);
        var summary = StudyViewMapper.Summary(row, definition);
        var read = await ReadAsync(
            id, definition, columns => ColumnMapper.Columns(columns, after, WithFront(summary, columns)), cancellationToken);
        // After the trials: who has come to a sequence number asks for it no more, so its head must not be older than its trials.
        return await RowAsync(id, cancellationToken) is { } head
            ? read with
            {
                Summary = StudyViewMapper.Summary(head, definition) with
                {
                    FrontSize = read.Summary.FrontSize,
                    BestIsFeasible = read.Summary.BestIsFeasible,
                },
            }
            : null;
    }

    /// <summary>The summaries with what only the trials tell: the sizes of fronts, and whether the best trial keeps the outcome constraints.</summary>
    public async Task<IReadOnlyList<StudySummary>> WithFrontsAsync(IReadOnlyList<StudySummary> studies, CancellationToken cancellationToken)
    {
        var counted = new List<StudySummary>(studies.Count);
        foreach (var study in studies)
        {
            counted.Add((study.Objectives.Count < 2 && study.Outcomes.Count == 0) || definitions.Find(study.Id) is not { } definition ? study
                : await ReadAsync(study.Id, definition, columns => WithFront(study, columns), cancellationToken));
        }
        return counted;
    }

    /// <summary>The completed trials of a study of several objectives with their losses; null when there is no such study.</summary>
    internal async Task<TrialLosses?> LossesAsync(long id, CancellationToken cancellationToken) =>
        await RowAsync(id, cancellationToken) is { } row ? await ReadAsync(id, definitions.Of(row), TrialLosses.Of, cancellationToken) : null;

    /// <summary>A page of trials; null when there is no such study.</summary>
    /// <exception cref="StudyFileException">The order or the filter names what is not there.</exception>
    public async Task<TrialPage?> TrialsAsync(long id, TrialQuery query, CancellationToken cancellationToken)
    {
        if (await RowAsync(id, cancellationToken) is not { } row) return null;
        return await ReadAsync(id, definitions.Of(row), columns =>
        {
            var rows = TrialSelection.Of(columns, query);
            var page = rows.Skip(Math.Max(0, query.Skip)).Take(Math.Clamp(query.Take, 1, 1000)).Select(r => ColumnMapper.Trial(columns, r));
            return new TrialPage([.. page], rows.Length);
        }, cancellationToken);
    }

    /// <summary>
    /// All trials that a query asks for, in its order, whatever its page; null when there is no such study. They are made a batch at a time, so that
    /// a download neither holds the table nor fills the memory.
    /// </summary>
    /// <exception cref="StudyFileException">The order or the filter names what is not there.</exception>
    public async Task<TrialFile?> FileAsync(long id, TrialQuery query, CancellationToken cancellationToken)
    {
        if (await RowAsync(id, cancellationToken) is not { } row) return null;
        var definition = definitions.Of(row);
        var (rows, parameters, metrics) = await ReadAsync(
            id, definition, columns => (TrialSelection.Of(columns, query), columns.Config.Select(c => c.Name).ToList(),
                columns.Metrics.Select(m => m.Name).ToList()), cancellationToken);
        return new(parameters, metrics, BatchesAsync(id, definition, rows));
    }

    /// <summary>Learning curves: of these trials, or of the best and an even sample of the rest; null when there is no such study.</summary>
    /// <exception cref="StudyFileException">There is no such metric.</exception>
    public async Task<StudyCurves?> CurvesAsync(
        long id, string? metric, int limit, IReadOnlyCollection<int>? trials, CancellationToken cancellationToken)
    {
        if (await RowAsync(id, cancellationToken) is not { } row) return null;
        var definition = definitions.Of(row);
        var head = await ReadAsync(id, definition, columns => Head(columns, metric, limit, trials), cancellationToken);
        var steps = head.Number.Select(_ => new List<double>()).ToList();
        var values = head.Number.Select(_ => new List<double?>()).ToList();
        var places = head.Number.Select((n, i) => (n, i)).ToDictionary(p => p.n, p => p.i);
        await using var command = source.CreateCommand("""
            SELECT trial_number, step, metrics->>@metric FROM studio.reports
            WHERE study_id = @study AND trial_number = ANY(@trials) ORDER BY trial_number, step
            """);
        command.Parameters.Add(new("metric", NpgsqlDbType.Text) { Value = head.Metric });
        command.Parameters.Add(new("study", NpgsqlDbType.Bigint) { Value = id });
        command.Parameters.Add(new("trials", NpgsqlDbType.Array | NpgsqlDbType.Integer) { Value = head.Number.ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var place = places[reader.GetInt32(0)];
            steps[place].Add(reader.GetDouble(1));
            var value = reader.IsDBNull(2) ? double.NaN : double.Parse(reader.GetString(2), CultureInfo.InvariantCulture);
            values[place].Add(double.IsFinite(value) ? value : null);
        }
        return head with { Steps = steps, Values = values };
    }

    /// <summary>Forgets a deleted study.</summary>
    public void Forget(long id) => cache.Remove(Key(id));

    private static StudySummary WithFront(StudySummary study, TrialColumns columns)
    {
        var best = study.BestTrial is { } number ? columns.RowOf(number) : -1;
        return study with { FrontSize = TrialFront.Size(columns), BestIsFeasible = best < 0 || columns.IsFeasible(best) };
    }

    private static StudyCurves Head(TrialColumns columns, string? metric, int limit, IReadOnlyCollection<int>? trials)
    {
        List<string> metrics = [.. columns.Metrics.Select(m => m.Name)];
        metric ??= columns.Objective.Metric;
        if (metrics.Count > 0 && metric != columns.Objective.Metric && !metrics.Contains(metric))
            throw new StudyFileException(
                [new("metric", $"'{metric}' is no metric of the study; one of {string.Join(", ", metrics)} is expected.")]);
        var rows = trials is null
            ? TrialSample.Of(columns, [.. Enumerable.Range(0, columns.Count).Where(r => columns.Step.Cells[r] > 0)], limit, limit / 2)
            : [.. trials.Select(columns.RowOf).Where(r => r >= 0).Distinct().Order().Take(limit)];
        return new(
            columns.Sequence, metric, metrics, columns.Count, [.. rows.Select(r => (int)columns.Number.Cells[r])],
            [.. rows.Select(columns.StateAt)], [], []);
    }

    private async IAsyncEnumerable<IReadOnlyList<TrialView>> BatchesAsync(long id, StudyDefinition definition, int[] rows)
    {
        foreach (var batch in rows.Chunk(FileBatch))
        {
            yield return await ReadAsync(
                id, definition, columns => batch.Select(r => ColumnMapper.Trial(columns, r)).ToList(), CancellationToken.None);
        }
    }

    // What is read is made while nobody changes the columns; the function must not keep them.
    private async Task<T> ReadAsync<T>(long id, StudyDefinition definition, Func<TrialColumns, T> read, CancellationToken cancellationToken)
    {
        var entry = cache.GetOrCreate(Key(id), e =>
        {
            e.SlidingExpiration = Kept;
            return new Entry(definition);
        })!;
        await entry.Gate.WaitAsync(cancellationToken);
        try
        {
            await UpdateAsync(id, entry.Columns, cancellationToken);
            return read(entry.Columns);
        }
        finally
        {
            entry.Gate.Release();
        }
    }

    private async Task UpdateAsync(long id, TrialColumns columns, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        // Before the trials: they are then at least as new as the number, and what is newer is only read twice.
        var last = await context.Studies.Where(s => s.Id == id).Select(s => s.LastSequence).SingleOrDefaultAsync(cancellationToken);
        if (last == columns.Sequence) return;
        var changed = context.Trials.AsNoTracking().Where(t => t.StudyId == id && t.Sequence > columns.Sequence).OrderBy(t => t.Number);
        await foreach (var trial in changed.AsAsyncEnumerable().WithCancellation(cancellationToken)) columns.Apply(trial);
        columns.Sequence = last;
        TrialFront.Mark(columns);
    }

    private async Task<StudyRow?> RowAsync(long id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Studies.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancellationToken);
    }

    private static (string Kind, long Id) Key(long id) => ("columns", id);

    private sealed class Entry(StudyDefinition definition)
    {
        public SemaphoreSlim Gate { get; } = new(1);

        public TrialColumns Columns { get; } = new(definition);
    }
}
