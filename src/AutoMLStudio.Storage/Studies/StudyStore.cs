using System.Collections.Concurrent;
using System.Text.Json;
using AutoMLStudio.Core.Studies;
using Npgsql;
using NpgsqlTypes;

namespace AutoMLStudio.Storage.Studies;

/// <summary>
/// Events of studies in PostgreSQL. The holder of a lease writes them together with the rows that follow from them (trials, reports, the study's
/// sums), so that lists and tables never need the log. A connection that breaks is replaced and the batch sent again; it is written once, because it
/// must continue the log.
/// </summary>
/// <param name="source">The database, migrated.</param>
/// <param name="notifications">Told of every batch; null where nobody listens.</param>
/// <param name="time">Clock of the pauses between attempts; the system's when null.</param>
public sealed class StudyStore(NpgsqlDataSource source, StudyNotifications? notifications = null, TimeProvider? time = null) : IStudyStore
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly ConcurrentDictionary<StudyLease, Writer> _writers = new();

    /// <inheritdoc/>
    public Task<IReadOnlyList<StudyEvent>> LoadAsync(long studyId, long afterSequence, CancellationToken cancellationToken) =>
        Reconnecting.RunAsync<IReadOnlyList<StudyEvent>>(async () =>
        {
            await using var command = source.CreateCommand(
                "SELECT payload FROM studio.events WHERE study_id = @study AND sequence > @after ORDER BY sequence");
            command.Parameters.Add(new("study", NpgsqlDbType.Bigint) { Value = studyId });
            command.Parameters.Add(new("after", NpgsqlDbType.Bigint) { Value = afterSequence });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var events = new List<StudyEvent>();
            while (await reader.ReadAsync(cancellationToken))
                events.Add(JsonSerializer.Deserialize<StudyEvent>(reader.GetFieldValue<byte[]>(0), StudyJson.Options)!);
            return events;
        }, _time, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="KeyNotFoundException">There is no such study.</exception>
    public async Task<StudyLease> ClaimAsync(long studyId, CancellationToken cancellationToken)
    {
        var epoch = await Reconnecting.RunAsync(async () =>
        {
            await using var command = source.CreateCommand(
                "UPDATE studio.studies SET lease_epoch = lease_epoch + 1 WHERE id = @study RETURNING lease_epoch");
            command.Parameters.Add(new("study", NpgsqlDbType.Bigint) { Value = studyId });
            return await command.ExecuteScalarAsync(cancellationToken) as long?;
        }, _time, cancellationToken) ?? throw new KeyNotFoundException($"There is no study {studyId}.");
        foreach (var older in _writers.Keys.Where(l => l.StudyId == studyId)) _writers.TryRemove(older, out _);
        return new(studyId, epoch);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The events do not continue the study's log.</exception>
    public async Task AppendAsync(StudyLease lease, IReadOnlyList<StudyEvent> events, CancellationToken cancellationToken)
    {
        if (events.Count == 0) return;
        var writer = _writers.GetOrAdd(lease, _ => new());
        await writer.Gate.WaitAsync(cancellationToken);
        var written = false;
        try
        {
            var projection = writer.Projection ??= await ProjectAsync(lease, cancellationToken);
            projection.Begin();
            foreach (var studyEvent in events) projection.Apply(studyEvent);
            // From here on it is not cancelled: nobody would know whether the batch was written.
            await using (var command = AppendCommand.Make(lease, events, projection)) await WriteAsync(lease, events[^1].Sequence, command);
            written = true;
            if (projection.HasEnded || projection.History.State == StudyState.Paused) _writers.TryRemove(lease, out _);
        }
        catch (LeaseLostException)
        {
            _writers.TryRemove(lease, out _);
            throw;
        }
        finally
        {
            // What the projection holds and what the database holds may differ now: the next batch starts from the database.
            if (!written) writer.Projection = null;
            writer.Gate.Release();
        }
        notifications?.Announce(lease.StudyId, events[^1].Sequence);
    }

    private async Task<StudyProjection> ProjectAsync(StudyLease lease, CancellationToken cancellationToken)
    {
        var events = await LoadAsync(lease.StudyId, 0, cancellationToken);
        // In this order: while the lease holds, nobody else can have written what was just read.
        var (epoch, _, definition) = await StandAsync(lease.StudyId, cancellationToken);
        if (epoch != lease.Epoch) throw new LeaseLostException(lease.StudyId);
        var projection = new StudyProjection(StoredDefinition.Objectives(definition), StoredDefinition.Outcomes(definition));
        foreach (var studyEvent in events) projection.Apply(studyEvent);
        return projection;
    }

    private async Task WriteAsync(StudyLease lease, long last, NpgsqlCommand command)
    {
        var attempts = 0;
        var written = await Reconnecting.RunAsync(async () =>
        {
            attempts++;
            await using var connection = await source.OpenConnectionAsync();
            command.Connection = connection;
            await command.PrepareAsync();
            return await command.ExecuteScalarAsync() is not null;
        }, _time, CancellationToken.None);
        if (written) return;
        var (epoch, sequence, _) = await StandAsync(lease.StudyId, CancellationToken.None);
        if (epoch != lease.Epoch) throw new LeaseLostException(lease.StudyId);
        // After a broken connection the only writer finds its own last event: the batch was written and only the answer was lost.
        if (attempts == 1 || sequence != last)
            throw new InvalidOperationException(
                $"Study {lease.StudyId} stands at event {sequence}: the batch that ends with event {last} does not continue it.");
    }

    private Task<(long Epoch, long Sequence, string Definition)> StandAsync(long studyId, CancellationToken cancellationToken) =>
        Reconnecting.RunAsync(async () =>
        {
            await using var command = source.CreateCommand("SELECT lease_epoch, last_sequence, definition FROM studio.studies WHERE id = @study");
            command.Parameters.Add(new("study", NpgsqlDbType.Bigint) { Value = studyId });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            return await reader.ReadAsync(cancellationToken)
                ? (reader.GetInt64(0), reader.GetInt64(1), reader.GetString(2))
                : throw new LeaseLostException(studyId);
        }, _time, cancellationToken);

    private sealed class Writer
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public StudyProjection? Projection { get; set; }
    }
}
