using System.Threading.Channels;
using AutoMLStudio.Core.Studies;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace AutoMLStudio.Storage.Studies;

/// <summary>
/// The lines that trials write, on their way into the database: gathered for a quarter of a second, written together, and of each trial the last
/// <see cref="MaximumLines"/> kept. A trial that writes faster loses its oldest lines, never its time.
/// </summary>
public sealed class TrialLogs : IAsyncDisposable
{
    /// <summary>Lines that are kept of a trial.</summary>
    public const int MaximumLines = 1000;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly NpgsqlDataSource _source;
    private readonly TimeProvider _time;
    private readonly ILogger<TrialLogs> _logger;
    private readonly Lock _gate = new();
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Task _writing;
    private Dictionary<(long Study, int Trial), Queue<Line>> _waiting = [];
    private long _order;

    /// <summary>Logs in a database.</summary>
    public TrialLogs(NpgsqlDataSource source, TimeProvider time, ILogger<TrialLogs> logger)
    {
        (_source, _time, _logger) = (source, time, logger);
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>The log of a study's trials.</summary>
    public ITrialLog Of(long studyId) => new StudyLog(this, studyId);

    /// <summary>Writes what waits and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _wake.Writer.TryComplete();
        await _writing;
    }

    private void Take(long study, int trial, string text)
    {
        var line = new Line(_time.GetUtcNow(), LogLine.Clean(text), Interlocked.Increment(ref _order));
        lock (_gate)
        {
            if (!_waiting.TryGetValue((study, trial), out var lines)) _waiting[(study, trial)] = lines = new();
            lines.Enqueue(line);
            if (lines.Count > MaximumLines) lines.Dequeue();
        }
        _wake.Writer.TryWrite(true);
    }

    private async Task WriteAsync()
    {
        await foreach (var _ in _wake.Reader.ReadAllAsync())
        {
            await WriteWaitingAsync();
            // The end of the process does not wait for the next quarter of a second.
            await Task.WhenAny(Task.Delay(Interval, _time), _wake.Reader.Completion);
        }
        await WriteWaitingAsync();
    }

    private async Task WriteWaitingAsync()
    {
        Dictionary<(long Study, int Trial), Queue<Line>> lines;
        lock (_gate) (lines, _waiting) = (_waiting, []);
        if (lines.Count == 0) return;
        try
        {
            await Reconnecting.RunAsync(() => InsertAsync(lines), _time, CancellationToken.None);
        }
        catch (NpgsqlException exception)
        {
            _logger.LogWarning("Lines of {Count} trials could not be kept: {Reason}", lines.Count, exception.Message);
        }
    }

    // Whose study was deleted meanwhile is left out.
    private async Task<int> InsertAsync(Dictionary<(long Study, int Trial), Queue<Line>> lines)
    {
        var flat = lines.SelectMany(l => l.Value.Select(v => (l.Key, Line: v))).OrderBy(l => l.Line.Order).ToList();
        await using var batch = _source.CreateBatch();
        var insert = new NpgsqlBatchCommand("""
            INSERT INTO studio.trial_logs (study_id, trial_number, at, text)
            SELECT l.study, l.trial, l.at, l.text FROM unnest(@studies, @trials, @times, @texts) WITH ORDINALITY AS l(study, trial, at, text, place)
            WHERE EXISTS (SELECT 1 FROM studio.studies s WHERE s.id = l.study) ORDER BY l.place
            """);
        Add(insert, "studies", NpgsqlDbType.Bigint, flat.Select(l => l.Key.Study).ToArray());
        Add(insert, "trials", NpgsqlDbType.Integer, flat.Select(l => l.Key.Trial).ToArray());
        Add(insert, "times", NpgsqlDbType.TimestampTz, flat.Select(l => l.Line.At.ToUniversalTime()).ToArray());
        Add(insert, "texts", NpgsqlDbType.Text, flat.Select(l => l.Line.Text).ToArray());
        var trim = new NpgsqlBatchCommand($"""
            DELETE FROM studio.trial_logs l USING (
                SELECT t.study, t.trial, (
                    SELECT x.id FROM studio.trial_logs x WHERE x.study_id = t.study AND x.trial_number = t.trial
                    ORDER BY x.id DESC OFFSET {MaximumLines - 1} LIMIT 1) AS first
                FROM unnest(@studies, @trials) AS t(study, trial)) k
            WHERE l.study_id = k.study AND l.trial_number = k.trial AND l.id < k.first
            """);
        Add(trim, "studies", NpgsqlDbType.Bigint, lines.Keys.Select(k => k.Study).ToArray());
        Add(trim, "trials", NpgsqlDbType.Integer, lines.Keys.Select(k => k.Trial).ToArray());
        batch.BatchCommands.Add(insert);
        batch.BatchCommands.Add(trim);
        return await batch.ExecuteNonQueryAsync();
    }

    private static void Add<T>(NpgsqlBatchCommand command, string name, NpgsqlDbType type, T[] values) =>
        command.Parameters.Add(new(name, NpgsqlDbType.Array | type) { Value = values });

    private sealed record Line(DateTimeOffset At, string Text, long Order);

    private sealed class StudyLog(TrialLogs logs, long study) : ITrialLog
    {
        public void Write(int number, string line) => logs.Take(study, number, line);
    }
}
