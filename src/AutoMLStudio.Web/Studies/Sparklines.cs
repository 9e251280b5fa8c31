using System.Collections.Concurrent;
using AutoMLStudio.Core.Studies;
using Npgsql;
using NpgsqlTypes;

namespace AutoMLStudio.Web.Studies;

/// <summary>
/// The best value so far of many studies in a few points each, for lists. What is known stays in memory: a change costs the trials since, and of
/// those only the ones that were better than all before leave the database.
/// </summary>
public sealed class Sparklines(NpgsqlDataSource source)
{
    /// <summary>Most points of a line.</summary>
    public const int Points = 24;

    private const string Sql = """
        SELECT study_id, number, value, loss, sequence FROM (
            SELECT t.study_id, t.number, t.value, t.loss, t.sequence,
                min(t.loss) OVER (PARTITION BY t.study_id ORDER BY t.sequence ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS least
            FROM unnest(@studies, @after) AS wanted (id, after)
            JOIN studio.trials AS t ON t.study_id = wanted.id AND t.sequence > wanted.after
            WHERE t.state = 'Completed' AND t.loss IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM unnest(@constrained, @metrics, @signs, @bounds) AS o (id, metric, sign, bound)
                WHERE o.id = t.study_id AND o.sign * ((t.metrics->>o.metric)::float8 - o.bound) > 0)) AS ended
        WHERE least IS NULL OR loss < least ORDER BY study_id, sequence
        """;

    private readonly ConcurrentDictionary<long, Line> _lines = new();

    /// <summary>The studies with their lines.</summary>
    public async Task<IReadOnlyList<StudySummary>> DrawAsync(IReadOnlyList<StudySummary> studies, CancellationToken cancellationToken)
    {
        var stale = studies.Where(s => s.BestTrial is not null && (!_lines.TryGetValue(s.Id, out var line) || line.Sequence < s.Sequence)).ToList();
        if (stale.Count > 0) await UpdateAsync(stale, cancellationToken);
        return [.. studies.Select(s => _lines.TryGetValue(s.Id, out var line) ? s with { Sparkline = line.Draw(s.Trials) } : s)];
    }

    /// <summary>Forgets a deleted study.</summary>
    public void Forget(long id) => _lines.TryRemove(id, out _);

    private async Task UpdateAsync(IReadOnlyList<StudySummary> studies, CancellationToken cancellationToken)
    {
        var known = studies.ToDictionary(s => s.Id, s => _lines.GetValueOrDefault(s.Id) ?? new Line(-1, []));
        await using var command = source.CreateCommand(Sql);
        command.Parameters.Add(new("studies", NpgsqlDbType.Array | NpgsqlDbType.Bigint) { Value = studies.Select(s => s.Id).ToArray() });
        command.Parameters.Add(
            new("after", NpgsqlDbType.Array | NpgsqlDbType.Bigint) { Value = studies.Select(s => known[s.Id].Sequence).ToArray() });
        AddOutcomes(command.Parameters, [.. studies.SelectMany(s => s.Outcomes.Select(o => (s.Id, o)))]);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var id = reader.GetInt64(0);
            known[id] = known[id].With(new(reader.GetInt32(1), reader.GetDouble(2), reader.GetDouble(3)));
        }
        // What has happened since the summaries were read is read again: it is no better than itself.
        foreach (var study in studies) _lines[study.Id] = known[study.Id] with { Sequence = study.Sequence };
    }

    // Trials that break an outcome constraint are no part of a line.
    private static void AddOutcomes(NpgsqlParameterCollection parameters, IReadOnlyList<(long Id, OutcomeConstraint Outcome)> outcomes)
    {
        void Add<T>(string name, NpgsqlDbType type, Func<(long Id, OutcomeConstraint Outcome), T> value) =>
            parameters.Add(new(name, NpgsqlDbType.Array | type) { Value = outcomes.Select(value).ToArray() });
        Add("constrained", NpgsqlDbType.Bigint, o => o.Id);
        Add("metrics", NpgsqlDbType.Text, o => o.Outcome.Metric);
        Add("signs", NpgsqlDbType.Double, o => o.Outcome.Side == OutcomeSide.AtMost ? 1.0 : -1.0);
        Add("bounds", NpgsqlDbType.Double, o => o.Outcome.Bound);
    }

    private readonly record struct Incumbent(int Number, double Value, double Loss);

    /// <param name="Sequence">Sequence number of the last event in it.</param>
    /// <param name="Incumbents">The trials that were better than all that had ended before.</param>
    private sealed record Line(long Sequence, IReadOnlyList<Incumbent> Incumbents)
    {
        public Line With(Incumbent next) =>
            Incumbents.Count > 0 && next.Loss >= Incumbents[^1].Loss ? this : this with { Incumbents = [.. Incumbents, next] };

        /// <summary>The best value after equal shares of the trials.</summary>
        public double?[] Draw(int trials)
        {
            var points = Math.Min(Points, trials);
            var drawn = new double?[points];
            for (var i = 0; i < points; i++)
            {
                var last = points == 1 ? trials - 1 : (long)i * (trials - 1) / (points - 1);
                var until = Incumbents.Where(b => b.Number <= last).ToList();
                if (until.Count > 0) drawn[i] = until.MinBy(b => b.Loss).Value;
            }
            return drawn;
        }
    }
}
