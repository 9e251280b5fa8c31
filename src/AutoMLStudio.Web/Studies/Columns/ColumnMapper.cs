using System.Text.Json.Nodes;
using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Web.Studies.Columns;

/// <summary>From columns to what goes to the browser.</summary>
internal static class ColumnMapper
{
    /// <summary>Most trials in one answer; of more, a sample is sent.</summary>
    private const int Limit = 20_000;

    private const int Best = 500;

    /// <summary>The trials that an event after <paramref name="after"/> has touched.</summary>
    public static StudyColumns Columns(TrialColumns columns, long after, StudySummary summary)
    {
        var touched = new List<int>();
        for (var row = 0; row < columns.Count; row++)
            if (after <= 0 || columns.SequenceOf.Cells[row] > after) touched.Add(row);
        var rows = TrialSample.Of(columns, touched, Limit, Best);
        return new()
        {
            Sequence = columns.Sequence,
            Summary = summary,
            Parameters = [.. columns.Parameters.Select(StudyViewMapper.Parameter)],
            Metrics = [.. columns.Metrics.Select(m => m.Name)],
            Total = touched.Count,
            Shown = rows.Count,
            Number = columns.Number.Numbers(rows),
            State = [.. rows.Select(columns.StateAt)],
            Value = columns.Value.Numbers(rows),
            Budget = columns.Budget.Numbers(rows),
            Step = columns.Step.Numbers(rows),
            Seconds = columns.Seconds.Numbers(rows),
            Started = columns.Started.Numbers(rows),
            Ended = columns.Ended.Numbers(rows),
            SequenceOf = columns.SequenceOf.Numbers(rows),
            Attempt = columns.Attempt.Numbers(rows),
            Reason = columns.Reason.Texts(rows),
            Imported = columns.Imported.Texts(rows),
            Search = columns.Search?.Numbers(rows) ?? [],
            Violation = columns.Outcomes.Count > 0 ? columns.Violation.Numbers(rows) : [],
            Config = columns.Config.ToDictionary(c => c.Name, object (c) => c.Take(rows), StringComparer.Ordinal),
            Values = columns.Metrics.ToDictionary(c => c.Name, IReadOnlyList<double?> (c) => c.Numbers(rows), StringComparer.Ordinal),
        };
    }

    /// <summary>One trial as tables show it.</summary>
    public static TrialView Trial(TrialColumns columns, int row)
    {
        var config = new JsonObject();
        for (var i = 0; i < columns.Config.Count; i++)
            if (Setting(columns.Parameters[i], columns.Config[i], row) is { } value) config[columns.Config[i].Name] = value;
        var metrics = columns.Metrics.Where(m => !m.IsEmpty(row)).ToDictionary(m => m.Name, m => m.Cells[row], StringComparer.Ordinal);
        return new(
            (int)columns.Number.Cells[row], columns.StateAt(row), config, Optional(columns.Value, row), columns.Budget.Cells[row],
            columns.Step.Cells[row], columns.Seconds.Cells[row], (int)columns.Attempt.Cells[row], columns.Reason.TextAt(row),
            DateTimeOffset.FromUnixTimeMilliseconds((long)columns.Started.Cells[row]),
            Optional(columns.Ended, row) is { } ended ? DateTimeOffset.FromUnixTimeMilliseconds((long)ended) : null,
            (long)columns.SequenceOf.Cells[row])
        {
            Metrics = metrics,
            Imported = columns.Imported.TextAt(row),
            Search = columns.Search is { } search ? (int?)Optional(search, row) : null,
            Violation = columns.Outcomes.Count > 0 ? Optional(columns.Violation, row) : null,
            OnFront = columns.Objectives.Count > 1 ? columns.Front.Cells[row] == 1 : null,
        };
    }

    private static JsonNode? Setting(Parameter parameter, TrialColumn column, int row) =>
        column.IsEmpty(row) ? null
        : parameter is ArchitectureParameter architecture
            ? ((ParameterValue)new Architecture(architecture.Space.Key, column[row].Text)).ToJson() : column[row].ToJson();

    private static double? Optional(NumberColumn column, int row) => column.IsEmpty(row) ? null : column.Cells[row];
}
