using System.Text.Json;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using Npgsql;
using NpgsqlTypes;

namespace AutoMLStudio.Storage.Studies;

/// <summary>A worker's right to evaluate a trial.</summary>
/// <param name="StudyId">The study.</param>
/// <param name="Number">The trial.</param>
/// <param name="Epoch">Fencing token: only the newest may report.</param>
public sealed record TrialLease(long StudyId, int Number, long Epoch);

/// <summary>How the evaluation of a trial by a worker stands.</summary>
/// <param name="Epoch">The newest fencing token; 0 when the trial was never claimed.</param>
/// <param name="Owner">The worker; null when none holds it.</param>
/// <param name="Alive">True while the worker's time has not run out.</param>
/// <param name="Outcome">Null while it is not over, empty when it reached its budget, otherwise why it failed.</param>
public sealed record TrialLeaseState(long Epoch, string? Owner, bool Alive, string? Outcome);

/// <summary>
/// Leases on trials that workers on other hosts evaluate. Jobs are delivered at least once, so two workers may hold the same trial; the one that
/// claimed it last is right, and the other one's next word updates no row, upon which it stops. All times are the database's: the hosts' clocks need
/// not agree.
/// </summary>
/// <param name="source">The database, migrated.</param>
/// <param name="time">Clock of the pauses between attempts when a connection breaks; the system's when null.</param>
public sealed class TrialLeases(NpgsqlDataSource source, TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>
    /// Takes a running trial that nobody holds or whose worker has gone silent. Null when another worker holds it or it is
    /// not to be evaluated any more.
    /// </summary>
    /// <param name="studyId">The study.</param>
    /// <param name="number">The trial.</param>
    /// <param name="owner">Name of the worker.</param>
    /// <param name="duration">How long the lease lives without a heartbeat.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<TrialLease?> ClaimAsync(long studyId, int number, string owner, TimeSpan duration, CancellationToken cancellationToken)
    {
        var epoch = await RunAsync("""
            UPDATE studio.trials SET lease_epoch = lease_epoch + 1, lease_owner = @owner, lease_until = now() + @duration, lease_outcome = NULL
            WHERE study_id = @study AND number = @number AND state = 'Running'
                AND lease_outcome IS NULL AND (lease_until IS NULL OR lease_until < now())
            RETURNING lease_epoch
            """, studyId, number, command => command.ExecuteScalarAsync(cancellationToken), cancellationToken,
            ("owner", NpgsqlDbType.Text, owner), ("duration", NpgsqlDbType.Interval, duration));
        return epoch is long value ? new(studyId, number, value) : null;
    }

    /// <summary>The trial as its rows have it, with the reports that its evaluation goes on from.</summary>
    public async Task<Trial> ReadAsync(TrialLease lease, CancellationToken cancellationToken) =>
        await RunAsync("""
            SELECT t.configuration, t.budget, t.attempt, t.started_at,
                (SELECT coalesce(json_agg(json_build_object('step', r.step, 'metrics', r.metrics, 'seconds', r.seconds) ORDER BY r.step), '[]')
                 FROM studio.reports r WHERE r.study_id = t.study_id AND r.trial_number = t.number AND r.step <= t.step)
            FROM studio.trials t WHERE t.study_id = @study AND t.number = @number
            """, lease.StudyId, lease.Number, async command =>
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            return await reader.ReadAsync(cancellationToken) ? TrialOf(lease.Number, reader) : throw new LeaseLostException(lease.StudyId);
        }, cancellationToken);

    /// <summary>Says that the worker lives. False when the lease is lost: stop.</summary>
    public Task<bool> HeartbeatAsync(TrialLease lease, TimeSpan duration, CancellationToken cancellationToken) =>
        UpdateAsync(lease, "lease_until = now() + @duration", ("duration", NpgsqlDbType.Interval, duration), cancellationToken);

    /// <summary>Hands a report to the coordinator. False when the lease is lost: stop.</summary>
    public async Task<bool> ReportAsync(TrialLease lease, Report report, CancellationToken cancellationToken) =>
        await RunAsync("""
            WITH trial AS (SELECT 1 FROM studio.trials WHERE study_id = @study AND number = @number AND lease_epoch = @epoch FOR SHARE)
            INSERT INTO studio.worker_reports (study_id, trial_number, lease_epoch, step, report)
            SELECT @study, @number, @epoch, @step, @report FROM trial
            ON CONFLICT (study_id, trial_number, lease_epoch, step) DO UPDATE SET report = excluded.report
            """, lease.StudyId, lease.Number, command => command.ExecuteNonQueryAsync(cancellationToken), cancellationToken,
            ("epoch", NpgsqlDbType.Bigint, lease.Epoch), ("step", NpgsqlDbType.Double, report.Step),
            ("report", NpgsqlDbType.Json, JsonSerializer.Serialize(report, StudyJson.Options))) == 1;

    /// <summary>Says how the evaluation ended: empty at its budget, otherwise the reason why it failed. False when the lease is lost.</summary>
    public Task<bool> EndAsync(TrialLease lease, string outcome, CancellationToken cancellationToken) =>
        UpdateAsync(
            lease, "lease_outcome = @outcome, lease_until = NULL", ("outcome", NpgsqlDbType.Text, outcome.Replace('\0', '\uFFFD')),
            cancellationToken);

    /// <summary>For the coordinator: makes every lease on a trial void and forgets its undelivered reports, so that it can be queued again.</summary>
    public Task RevokeAsync(long studyId, int number, CancellationToken cancellationToken) =>
        RunAsync("""
            WITH trial AS (
                UPDATE studio.trials SET lease_epoch = lease_epoch + 1, lease_owner = NULL, lease_until = NULL, lease_outcome = NULL
                WHERE study_id = @study AND number = @number)
            DELETE FROM studio.worker_reports WHERE study_id = @study AND trial_number = @number
            """, studyId, number, command => command.ExecuteNonQueryAsync(cancellationToken), cancellationToken);

    /// <summary>For the coordinator: reports under the newest lease after a step, in order.</summary>
    public Task<IReadOnlyList<Report>> ReportsAsync(long studyId, int number, double afterStep, CancellationToken cancellationToken) =>
        RunAsync<IReadOnlyList<Report>>("""
            SELECT r.report FROM studio.worker_reports r
            JOIN studio.trials t ON t.study_id = r.study_id AND t.number = r.trial_number AND t.lease_epoch = r.lease_epoch
            WHERE r.study_id = @study AND r.trial_number = @number AND r.step > @after ORDER BY r.step
            """, studyId, number, async command =>
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var reports = new List<Report>();
            while (await reader.ReadAsync(cancellationToken))
                reports.Add(JsonSerializer.Deserialize<Report>(reader.GetFieldValue<byte[]>(0), StudyJson.Options)!);
            return reports;
        }, cancellationToken, ("after", NpgsqlDbType.Double, afterStep));

    /// <summary>For the coordinator: how the evaluation stands; null when there is no such trial.</summary>
    public Task<TrialLeaseState?> StateAsync(long studyId, int number, CancellationToken cancellationToken) =>
        RunAsync("""
            SELECT lease_epoch, coalesce(lease_until >= now(), false), lease_owner, lease_outcome
            FROM studio.trials WHERE study_id = @study AND number = @number
            """, studyId, number, async command =>
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            return await reader.ReadAsync(cancellationToken)
                ? new TrialLeaseState(reader.GetInt64(0), reader[2] as string, reader.GetBoolean(1), reader[3] as string)
                : null;
        }, cancellationToken);

    private static Trial TrialOf(int number, NpgsqlDataReader reader) => new()
    {
        Number = number,
        Configuration = JsonSerializer.Deserialize<Configuration>(reader.GetFieldValue<byte[]>(0), StudyJson.Options)!,
        Budget = reader.GetDouble(1),
        Attempt = reader.GetInt32(2),
        StartedAt = reader.GetFieldValue<DateTimeOffset>(3),
        Reports = JsonSerializer.Deserialize<List<Report>>(reader.GetFieldValue<byte[]>(4), StudyJson.Options)!,
    };

    private async Task<bool> UpdateAsync(TrialLease lease, string set, (string, NpgsqlDbType, object) value, CancellationToken cancellationToken) =>
        await RunAsync(
            $"UPDATE studio.trials SET {set} WHERE study_id = @study AND number = @number AND lease_epoch = @epoch", lease.StudyId, lease.Number,
            command => command.ExecuteNonQueryAsync(cancellationToken), cancellationToken, ("epoch", NpgsqlDbType.Bigint, lease.Epoch), value) == 1;

    private Task<T> RunAsync<T>(
        string sql, long studyId, int number, Func<NpgsqlCommand, Task<T>> execute, CancellationToken cancellationToken,
        params (string Name, NpgsqlDbType Type, object Value)[] more) =>
        Reconnecting.RunAsync(async () =>
        {
            await using var command = source.CreateCommand(sql);
            command.Parameters.Add(new("study", NpgsqlDbType.Bigint) { Value = studyId });
            command.Parameters.Add(new("number", NpgsqlDbType.Integer) { Value = number });
            foreach (var (name, type, value) in more) command.Parameters.Add(new(name, type) { Value = value });
            return await execute(command);
        }, _time, cancellationToken);
}
