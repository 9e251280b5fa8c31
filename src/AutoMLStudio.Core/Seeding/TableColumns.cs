using System.Globalization;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Seeding;

/// <summary>
/// Which column of a table means what: parameters and objectives by the names of our own downloads (<c>config.x</c>, <c>metrics.m</c>), of Optuna's
/// <c>trials_dataframe()</c> (<c>params_x</c>, <c>value</c>, <c>values_0</c>), or by their bare names.
/// </summary>
internal sealed class TableColumns
{
    private readonly IReadOnlyList<string> _columns;
    private readonly Dictionary<string, string> _meanings = new(StringComparer.Ordinal);

    /// <summary>The columns of a table for a study.</summary>
    /// <exception cref="StudyFileException">A parameter or an objective has no column, or a column occurs twice.</exception>
    public TableColumns(IReadOnlyList<string> columns, StudyDefinition study)
    {
        _columns = columns;
        var faults = new List<Fault>();
        foreach (var twice in columns.GroupBy(c => c, StringComparer.Ordinal).Where(g => g.Count() > 1))
            faults.Add(new(twice.Key, $"The column '{twice.Key}' occurs {twice.Count()} times: once is expected."));
        State = Named("state", "state");
        Budget = Named("budget", "budget");
        Step = Named("step", "step");
        Seconds = Named("seconds", "seconds", "duration");
        Reason = Named("reason", "reason");
        Parameters = [.. study.Space.Parameters.Select(p => Parameter(p, faults))];
        Objectives = [.. study.Objectives.Select((o, i) => Objective(o, i, study.Objectives.Count, faults))];
        var taken = Objectives.ToHashSet();
        Metrics =
        [
            .. Enumerable.Range(0, columns.Count)
                .Where(i => columns[i].StartsWith("metrics.", StringComparison.Ordinal) && !taken.Contains(i))
                .Select(i => (columns[i]["metrics.".Length..], Mean(i, $"metric {columns[i]["metrics.".Length..]}"))),
        ];
        if (faults.Count > 0) throw new StudyFileException(faults);
    }

    public int? State { get; }

    public int? Budget { get; }

    public int? Step { get; }

    public int? Seconds { get; }

    public int? Reason { get; }

    /// <summary>Column of every parameter, in the order of the space; null for a conditional one that has none.</summary>
    public IReadOnlyList<int?> Parameters { get; }

    /// <summary>Column of every objective.</summary>
    public IReadOnlyList<int> Objectives { get; }

    /// <summary>Columns of further metrics.</summary>
    public IReadOnlyList<(string Name, int Column)> Metrics { get; }

    /// <summary>What the used columns mean.</summary>
    public IReadOnlyDictionary<string, string> Meanings => _meanings;

    /// <summary>Name of a column.</summary>
    public string Name(int column) => _columns[column];

    private int? Parameter(Parameter parameter, List<Fault> faults)
    {
        string[] names = [$"config.{parameter.Name}", $"params_{parameter.Name}", $"params.{parameter.Name}", parameter.Name];
        var column = names.Select(n => IndexOf(n)).FirstOrDefault(i => i >= 0, -1);
        if (column >= 0) return Mean(column, parameter.Name);
        if (parameter.When is null)
            faults.Add(new(parameter.Name, $"No column for the parameter '{parameter.Name}': one of {string.Join(", ", names)} is expected."));
        return null;
    }

    private int Objective(Objective objective, int index, int count, List<Fault> faults)
    {
        var place = index.ToString(CultureInfo.InvariantCulture);
        List<string> names = [$"metrics.{objective.Metric}", $"values_{objective.Metric}", $"values_{place}", $"values.{place}"];
        if (index == 0 && objective.Metric != "value") names.Add("value");
        names.Add(objective.Metric);
        var column = names.Select(n => IndexOf(n)).FirstOrDefault(i => i >= 0, -1);
        if (column >= 0) return Mean(column, count == 1 ? "objective" : $"objective {objective.Metric}");
        faults.Add(new(objective.Metric, $"No column for the objective '{objective.Metric}': one of {string.Join(", ", names)} is expected."));
        return 0;
    }

    private int? Named(string meaning, params string[] names)
    {
        var column = names.Select(n => IndexOf(n)).FirstOrDefault(i => i >= 0, -1);
        return column < 0 ? null : Mean(column, meaning);
    }

    private int Mean(int column, string meaning)
    {
        _meanings[_columns[column]] = meaning;
        return column;
    }

    private int IndexOf(string name)
    {
        for (var i = 0; i < _columns.Count; i++)
            if (_columns[i] == name) return i;
        return -1;
    }
}
