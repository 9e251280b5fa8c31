using System.Text.Json;
using AutoMLStudio.Core.Studies;
using Npgsql;
using NpgsqlTypes;

namespace AutoMLStudio.Storage.Studies;

/// <summary>
/// Writes a batch of events with all that follows from them in one statement, so that it takes one round trip, is atomic by itself, and writes
/// nothing at all unless the lease still holds and the events continue the log.
/// </summary>
internal static class AppendCommand
{
    private const string Sql = """
        WITH study AS (
            UPDATE studio.studies SET last_sequence = @last, state = CASE WHEN @moved THEN @state ELSE state END,
                reason = CASE WHEN @moved THEN @reason ELSE reason END, started_at = @started, ended_at = @ended,
                trial_count = @trials, finished_count = @finished, failed_count = @failed,
                best_trial = @best, best_loss = @best_loss, best_value = @best_value, running_seconds = @running,
                request = CASE WHEN @ended IS NOT NULL OR (@state = 'Paused' AND request = 'Pause') THEN 'None' ELSE request END
            WHERE id = @study AND lease_epoch = @epoch AND last_sequence = @previous
            RETURNING id),
        new_events AS (
            INSERT INTO studio.events (study_id, sequence, at, type, payload)
            SELECT study.id, e.* FROM study, unnest(@sequences, @times, @types, @payloads) AS e),
        new_trials AS (
            INSERT INTO studio.trials
                (study_id, number, configuration, state, budget, step, attempt, loss, value, reason, started_at, ended_at,
                 metrics, seconds, sequence, parent, imported, lease_epoch)
            SELECT study.id, t.*, 0
            FROM study, unnest(@numbers, @configurations, @states, @budgets, @steps, @attempts, @losses, @values, @reasons, @starts, @ends,
                @metrics, @seconds, @trial_sequences, @parents, @imported) AS t
            ON CONFLICT (study_id, number) DO UPDATE SET
                state = excluded.state, budget = excluded.budget, step = excluded.step, attempt = excluded.attempt,
                loss = excluded.loss, value = excluded.value, reason = excluded.reason, ended_at = excluded.ended_at,
                metrics = excluded.metrics, seconds = excluded.seconds, sequence = excluded.sequence,
                request = CASE WHEN trials.request = 'Stop' AND excluded.state IN ('Running', 'Paused')
                    OR trials.request = 'Retry' AND excluded.state IN ('Failed', 'Cancelled') THEN trials.request ELSE 'None' END),
        taken AS (
            UPDATE studio.enqueued_trials SET trial_number = e.number FROM study, unnest(@enqueued, @enqueued_numbers) AS e(id, number)
            WHERE enqueued_trials.id = e.id AND study_id = study.id),
        void_reports AS (
            DELETE FROM studio.reports USING study WHERE study_id = study.id AND trial_number = ANY (@restarted)
                AND (trial_number, step) NOT IN (SELECT * FROM unnest(@report_numbers, @report_steps))),
        new_reports AS (
            INSERT INTO studio.reports (study_id, trial_number, step, metrics, seconds)
            SELECT study.id, r.* FROM study, unnest(@report_numbers, @report_steps, @report_metrics, @report_seconds) AS r
            ON CONFLICT (study_id, trial_number, step) DO UPDATE SET metrics = excluded.metrics, seconds = excluded.seconds)
        SELECT id FROM study
        """;

    /// <summary>
    /// The command for <paramref name="events"/>, which <paramref name="projection"/> has already taken in since its
    /// <see cref="StudyProjection.Begin"/>.
    /// </summary>
    public static NpgsqlCommand Make(StudyLease lease, IReadOnlyList<StudyEvent> events, StudyProjection projection)
    {
        var command = new NpgsqlCommand(Sql);
        AddStudy(command.Parameters, lease, events, projection);
        AddEvents(command.Parameters, events);
        AddTrials(command.Parameters, projection);
        AddReports(command.Parameters, projection);
        return command;
    }

    private static void AddStudy(NpgsqlParameterCollection parameters, StudyLease lease, IReadOnlyList<StudyEvent> events, StudyProjection projection)
    {
        var history = projection.History;
        Add(parameters, "study", NpgsqlDbType.Bigint, lease.StudyId);
        Add(parameters, "epoch", NpgsqlDbType.Bigint, lease.Epoch);
        Add(parameters, "previous", NpgsqlDbType.Bigint, events[0].Sequence - 1);
        Add(parameters, "last", NpgsqlDbType.Bigint, history.Sequence);
        // Only an event of the study's state moves it: a study that was queued anew must not be put back by a word about its last run,
        // such as the model's export.
        Add(parameters, "moved", NpgsqlDbType.Boolean, events.Any(e => e is StudyStateChanged));
        Add(parameters, "state", NpgsqlDbType.Text, history.State.ToString());
        Add(parameters, "reason", NpgsqlDbType.Text, Printable(projection.Reason));
        Add(parameters, "started", NpgsqlDbType.TimestampTz, projection.StartedAt?.ToUniversalTime());
        Add(parameters, "ended", NpgsqlDbType.TimestampTz, projection.EndedAt?.ToUniversalTime());
        Add(parameters, "trials", NpgsqlDbType.Integer, history.Trials.Count - history.Imported);
        Add(parameters, "finished", NpgsqlDbType.Integer, history.Ended);
        Add(parameters, "failed", NpgsqlDbType.Integer, projection.Failed);
        Add(parameters, "best", NpgsqlDbType.Integer, history.Best?.Number);
        Add(parameters, "best_loss", NpgsqlDbType.Double, history.Best?.Loss);
        Add(parameters, "best_value", NpgsqlDbType.Double, projection.ValueOf(history.Best));
        Add(parameters, "running", NpgsqlDbType.Double, history.RunningTime.TotalSeconds);
    }

    private static void AddEvents(NpgsqlParameterCollection parameters, IReadOnlyList<StudyEvent> events)
    {
        AddArray(parameters, "sequences", NpgsqlDbType.Bigint, events, e => e.Sequence);
        AddArray(parameters, "times", NpgsqlDbType.TimestampTz, events, e => e.At.ToUniversalTime());
        AddArray(parameters, "types", NpgsqlDbType.Text, events, EventTypes.Of);
        AddArray(parameters, "payloads", NpgsqlDbType.Json, events, e => JsonSerializer.Serialize(e, StudyJson.Options));
    }

    private static void AddTrials(NpgsqlParameterCollection parameters, StudyProjection projection)
    {
        var trials = projection.ChangedTrials.ToList();
        AddArray(parameters, "numbers", NpgsqlDbType.Integer, trials, t => t.Number);
        AddArray(parameters, "configurations", NpgsqlDbType.Json, trials, t => JsonSerializer.Serialize(t.Configuration, StudyJson.Options));
        AddArray(parameters, "states", NpgsqlDbType.Text, trials, t => t.State.ToString());
        AddArray(parameters, "budgets", NpgsqlDbType.Double, trials, t => t.Budget);
        AddArray(parameters, "steps", NpgsqlDbType.Double, trials, t => t.Step);
        AddArray(parameters, "attempts", NpgsqlDbType.Integer, trials, t => t.Attempt);
        AddArray(parameters, "losses", NpgsqlDbType.Double, trials, t => t.Loss);
        AddArray(parameters, "values", NpgsqlDbType.Double, trials, projection.ValueOf);
        AddArray(parameters, "reasons", NpgsqlDbType.Text, trials, t => Printable(t.Reason));
        AddArray(parameters, "starts", NpgsqlDbType.TimestampTz, trials, t => t.StartedAt.ToUniversalTime());
        AddArray(parameters, "ends", NpgsqlDbType.TimestampTz, trials, t => t.EndedAt?.ToUniversalTime());
        AddArray(
            parameters, "metrics", NpgsqlDbType.Json, trials,
            t => t.Reports.Count == 0 ? null : JsonSerializer.Serialize(t.Reports[^1].Metrics, StudyJson.Options));
        AddArray(parameters, "seconds", NpgsqlDbType.Double, trials, t => t.Reports.Sum(r => r.Seconds));
        AddArray(parameters, "trial_sequences", NpgsqlDbType.Bigint, trials, projection.SequenceOf);
        AddArray(parameters, "parents", NpgsqlDbType.Integer, trials, t => t.Parent);
        AddArray(parameters, "imported", NpgsqlDbType.Text, trials, t => Printable(t.Imported));
        var enqueued = trials.Where(t => t.Enqueued is not null).ToList();
        AddArray(parameters, "enqueued", NpgsqlDbType.Bigint, enqueued, t => t.Enqueued!.Value);
        AddArray(parameters, "enqueued_numbers", NpgsqlDbType.Integer, enqueued, t => t.Number);
    }

    private static void AddReports(NpgsqlParameterCollection parameters, StudyProjection projection)
    {
        var reports = projection.NewReports;
        AddArray(parameters, "restarted", NpgsqlDbType.Integer, projection.Restarted, n => n);
        AddArray(parameters, "report_numbers", NpgsqlDbType.Integer, reports, r => r.Key.Number);
        AddArray(parameters, "report_steps", NpgsqlDbType.Double, reports, r => r.Key.Step);
        AddArray(parameters, "report_metrics", NpgsqlDbType.Json, reports, r => JsonSerializer.Serialize(r.Value.Metrics, StudyJson.Options));
        AddArray(parameters, "report_seconds", NpgsqlDbType.Double, reports, r => r.Value.Seconds);
    }

    private static void Add(NpgsqlParameterCollection parameters, string name, NpgsqlDbType type, object? value) =>
        parameters.Add(new(name, type) { Value = value ?? DBNull.Value });

    private static void AddArray<TItem, TValue>(
        NpgsqlParameterCollection parameters, string name, NpgsqlDbType type, IEnumerable<TItem> items, Func<TItem, TValue> value) =>
        Add(parameters, name, NpgsqlDbType.Array | type, items.Select(value).ToArray());

    /// <summary>PostgreSQL's texts cannot hold U+0000, which a command's log may.</summary>
    private static string? Printable(string? text) => text?.Replace('\0', '\uFFFD');
}
