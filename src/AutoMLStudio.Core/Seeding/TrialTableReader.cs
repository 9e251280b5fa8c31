using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Seeding;

/// <summary>Reads finished trials from a table. A fault costs its row, not the table; all of them are told.</summary>
public sealed class TrialTableReader
{
    private readonly StudyDefinition _study;
    private readonly TableColumns _columns;
    private readonly List<TrialTableFault> _faults = [];

    private TrialTableReader(StudyDefinition study, TableColumns columns) => (_study, _columns) = (study, columns);

    /// <summary>What the table holds for the study.</summary>
    /// <exception cref="StudyFileException">Columns are missing or doubled, or there is no row.</exception>
    public static TrialTableReading Read(TrialTable table, StudyDefinition study)
    {
        if (table.Rows.Count == 0) throw new StudyFileException([new("", "The file holds no trial: a row or an object a trial is expected.")]);
        var columns = new TableColumns(table.Columns, study);
        var reader = new TrialTableReader(study, columns);
        var trials = new List<KeyValuePair<int, SeedTrial>>();
        var unfinished = 0;
        for (var i = 0; i < table.Rows.Count; i++)
        {
            var before = reader._faults.Count;
            var row = new Row(i + 1, table.Rows[i]);
            var state = reader.State(row);
            if (state is TrialState.Running) unfinished++;
            else if (reader.Trial(row, state) is { } trial && reader._faults.Count == before) trials.Add(new(i + 1, trial));
        }
        return new()
        {
            Meanings = columns.Meanings,
            Ignored = [.. table.Columns.Where(c => !columns.Meanings.ContainsKey(c))],
            Trials = trials,
            Unfinished = unfinished,
            Faults = reader._faults,
        };
    }

    /// <summary>The state in our words or Optuna's; running for any that is not an end, null where nothing is said.</summary>
    private TrialState? State(Row row)
    {
        var text = row.Cell(_columns.State);
        switch (text?.ToLowerInvariant())
        {
            case null:
                return null;
            case "complete" or "completed":
                return TrialState.Completed;
            case "pruned" or "stopped":
                return TrialState.Stopped;
            case "fail" or "failed":
                return TrialState.Failed;
            case "cancelled":
                return TrialState.Cancelled;
            case "running" or "waiting" or "paused":
                return TrialState.Running;
            default:
                Fault(
                    row, _columns.State,
                    $"'{text}' is not accepted: completed, stopped, failed, cancelled, or Optuna's COMPLETE, PRUNED, FAIL is expected.");
                return null;
        }
    }

    private SeedTrial? Trial(Row row, TrialState? said)
    {
        var configuration = Configuration(row);
        var metrics = Metrics(row, mustHave: said is TrialState.Completed);
        var full = _study.MaximumBudget;
        var budget = Number(row, _columns.Budget, 0, "a number above 0") ?? full;
        if (configuration is null) return null;
        if (_study.Space.WhyNotIn(configuration) is { } fault)
        {
            Fault(row, null, fault);
            return null;
        }
        var reason = row.Cell(_columns.Reason);
        // No value and no word about it: whatever it was, it led to nothing.
        if (metrics is null) return new(configuration, said is TrialState.Cancelled ? said.Value : TrialState.Failed, budget, [], reason);
        var state = said ?? TrialState.Completed;
        // A stopped trial that does not say how far it came is not taken for a full evaluation.
        var step = Number(row, _columns.Step, 0, "a number above 0") ?? (state == TrialState.Completed ? budget : Math.Min(1, full));
        return Seeds.Under(_study, new(configuration, state, Math.Max(budget, step), [new(step, metrics, Seconds(row))], reason));
    }

    private Configuration? Configuration(Row row)
    {
        var values = new Dictionary<string, ParameterValue>(StringComparer.Ordinal);
        var isWhole = true;
        for (var i = 0; i < _study.Space.Dimension; i++)
        {
            var parameter = _study.Space.Parameters[i];
            if (parameter.When is { } condition && !condition.Holds(values)) continue;
            var text = row.Cell(_columns.Parameters[i]);
            // A choice may be named like what stands for nothing in other columns.
            if (row.Text(_columns.Parameters[i]) is { } raw && CellText.Value(parameter, raw) is { } value) values[parameter.Name] = value;
            else
            {
                isWhole = false;
                Fault(row, _columns.Parameters[i], $"{(text is null ? "It is empty" : $"'{text}' is not accepted")}: {parameter.Domain} is expected.");
            }
        }
        return isWhole ? new(values) : null;
    }

    /// <summary>The metrics; null when an objective has no finite value.</summary>
    private Dictionary<string, double>? Metrics(Row row, bool mustHave)
    {
        var metrics = new Dictionary<string, double>(StringComparer.Ordinal);
        var isWhole = true;
        for (var i = 0; i < _study.Objectives.Count; i++)
        {
            var text = row.Cell(_columns.Objectives[i]);
            if (CellText.Number(text) is { } number) metrics[_study.Objectives[i].Metric] = number;
            else
            {
                isWhole = false;
                if (mustHave || !CellText.IsNoNumber(text))
                    Fault(row, _columns.Objectives[i], $"{(text is null ? "It is empty" : $"'{text}' is not accepted")}: a finite number is expected.");
            }
        }
        foreach (var (name, column) in _columns.Metrics)
            if (CellText.Number(row.Cell(column)) is { } number) metrics[name] = number;
        return isWhole ? metrics : null;
    }

    private double Seconds(Row row) => row.Cell(_columns.Seconds) is { } text && CellText.Seconds(text) is { } seconds and >= 0 ? seconds : 0;

    private double? Number(Row row, int? column, double above, string expected)
    {
        if (row.Cell(column) is not { } text) return null;
        if (CellText.Number(text) is { } number && number > above) return number;
        Fault(row, column, $"'{text}' is not accepted: {expected} is expected.");
        return null;
    }

    private void Fault(Row row, int? column, string message) =>
        _faults.Add(new(row.Number, column is { } place ? _columns.Name(place) : null, message));

    private readonly record struct Row(int Number, IReadOnlyList<string?> Cells)
    {
        /// <summary>What stands in a cell; null where there is none or nothing in it.</summary>
        public string? Text(int? column) =>
            column is { } place && place < Cells.Count && Cells[place]?.Trim() is { Length: > 0 } text ? text : null;

        /// <summary>The same without what stands for nothing in the tables of Python.</summary>
        public string? Cell(int? column) =>
            Text(column) is { } text && !text.Equals("nan", StringComparison.OrdinalIgnoreCase) && text is not ("None" or "null" or "<NA>") ? text : null;
    }
}
