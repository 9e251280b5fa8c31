using System.Text;
using System.Text.Json;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Storage;

namespace AutoMLStudio.Web.Studies.Columns;

/// <summary>
/// The trials of one study, column by column: what charts and tables of many thousand trials read. A row is a trial, in order of the numbers.
/// </summary>
internal sealed class TrialColumns
{
    private readonly List<TrialColumn> _fixed;
    private readonly List<(byte[] Name, TrialColumn Column)> _settings;
    private readonly Dictionary<string, NumberColumn> _metrics = new(StringComparer.Ordinal);

    /// <summary>No trial yet of a study of this definition.</summary>
    public TrialColumns(StudyDefinition definition)
    {
        (Objectives, Outcomes) = (definition.Objectives, definition.Outcomes);
        Parameters = definition.Space.Parameters;
        Config = [.. Parameters.Select(Column)];
        _fixed = [Number, State, Value, Budget, Step, Seconds, Attempt, Started, Ended, SequenceOf, Reason, Imported];
        if (Objectives.Count > 1) _fixed.Add(Front);
        if (Outcomes.Count > 0) _fixed.AddRange([Feasible, Violation]);
        if (definition.Sampler.Method.OnlyEvaluator is not null) _fixed.Add(Search = new("search"));
        // Configurations are stored in ordinal order of their names: read in that order, each name is the next column's.
        _settings = [.. Config.OrderBy(c => c.Name, StringComparer.Ordinal).Select(c => (Encoding.UTF8.GetBytes(c.Name), c))];
    }

    /// <summary>What is optimised.</summary>
    public IReadOnlyList<Objective> Objectives { get; }

    /// <summary>What a trial must also be like to be feasible.</summary>
    public IReadOnlyList<OutcomeConstraint> Outcomes { get; }

    /// <summary>What <see cref="Value"/> is of.</summary>
    public Objective Objective => Objectives[0];

    /// <summary>The parameters that <see cref="Config"/> has a column for each.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Sequence number of the last event that is in it; negative before the first reading.</summary>
    public long Sequence { get; set; } = -1;

    /// <summary>How many trials there are.</summary>
    public int Count { get; private set; }

    public NumberColumn Number { get; } = new("number");

    public ChoiceColumn State { get; } = new("state", [.. Enum.GetNames<TrialState>().Select(n => (ParameterValue)n.ToLowerInvariant())]);

    public NumberColumn Value { get; } = new("value");

    public NumberColumn Budget { get; } = new("budget");

    public NumberColumn Step { get; } = new("step");

    /// <summary>What the evaluator says it took; the time between start and end where it says nothing.</summary>
    public NumberColumn Seconds { get; } = new("seconds");

    public NumberColumn Attempt { get; } = new("attempt");

    /// <summary>Milliseconds since 1970.</summary>
    public NumberColumn Started { get; } = new("started");

    /// <summary>Milliseconds since 1970.</summary>
    public NumberColumn Ended { get; } = new("ended");

    public NumberColumn SequenceOf { get; } = new("sequence");

    public TextColumn Reason { get; } = new("reason");

    /// <summary>Where it was imported from; empty for the study's own.</summary>
    public TextColumn Imported { get; } = new("imported");

    /// <summary>With several objectives 1 for the trials that no other dominates and 0 for the others that have completed.</summary>
    public NumberColumn Front { get; } = new("front");

    /// <summary>With outcome constraints 1 for the trials with a value that keep all of them and 0 for those that break one.</summary>
    public NumberColumn Feasible { get; } = new("feasible");

    /// <summary>How much they break them in all.</summary>
    public NumberColumn Violation { get; } = new("violation");

    /// <summary>Which of the study's searches a trial is, from 1; empty for a candidate. Null where the sampler makes no searches.</summary>
    public NumberColumn? Search { get; }

    /// <summary>A column a parameter, in the order of the space.</summary>
    public IReadOnlyList<TrialColumn> Config { get; }

    /// <summary>The last reported metrics, in order of their first report.</summary>
    public IReadOnlyCollection<NumberColumn> Metrics => _metrics.Values;

    /// <summary>Every name by which a column can be meant, qualified ones among them.</summary>
    public IEnumerable<string> Names =>
        [.. _fixed.Select(c => c.Name), .. Config.Select(c => $"config.{c.Name}"), .. Metrics.Select(c => $"metrics.{c.Name}")];

    /// <summary>
    /// The column that a name means: one that every trial has, then <c>config.</c> and <c>metrics.</c> with a name, then a parameter or a metric by
    /// its bare name. Null when it means none.
    /// </summary>
    public TrialColumn? Find(string name) =>
        _fixed.Find(c => c.Name == name)
        ?? Qualified(name, "config.", Config) ?? Qualified(name, "metrics.", Metrics)
        ?? Config.FirstOrDefault(c => c.Name == name) ?? (TrialColumn?)_metrics.GetValueOrDefault(name);

    /// <summary>State of a trial.</summary>
    public TrialState StateAt(int row) => (TrialState)State.PlaceAt(row);

    /// <summary>False for a trial that breaks an outcome constraint.</summary>
    public bool IsFeasible(int row) => !(Violation.Cells[row] > 0);

    /// <summary>How good a trial with a value is among others.</summary>
    public Standing StandingAt(int row) =>
        new(Outcomes.Count == 0 ? 0 : Violation.Cells[row], Objective.ToLoss(Value.Cells[row]));

    /// <summary>Row of a trial; negative when there is no such trial.</summary>
    public int RowOf(int number) =>
        number < Count && Number.Cells[Math.Max(0, number)] == number ? number : Number.Cells.BinarySearch((double)number);

    /// <summary>The column of an objective's metric; null while no trial has reported it.</summary>
    public NumberColumn? ValuesOf(Objective objective) => objective == Objective ? Value : _metrics.GetValueOrDefault(objective.Metric);

    /// <summary>Takes the present state of a trial in; a trial that is not there yet is newer than all that are.</summary>
    public void Apply(TrialRow trial)
    {
        var row = RowOf(trial.Number);
        if (row < 0) Grow((row = Count) + 1);
        Number.Set(row, trial.Number);
        State.Set(row, trial.State.ToString().ToLowerInvariant());
        Value.Set(row, trial.Value);
        Budget.Set(row, trial.Budget);
        Step.Set(row, trial.Step);
        Seconds.Set(row, trial.Seconds > 0 ? trial.Seconds : ((trial.EndedAt ?? trial.StartedAt) - trial.StartedAt).TotalSeconds);
        Attempt.Set(row, trial.Attempt);
        Started.Set(row, trial.StartedAt.ToUnixTimeMilliseconds());
        Ended.Set(row, trial.EndedAt?.ToUnixTimeMilliseconds());
        SequenceOf.Set(row, trial.Sequence);
        Reason.Set(row, trial.Reason);
        Imported.Set(row, trial.Imported);
        Search?.Set(row, SearchOf(trial.Configuration));
        ReadConfiguration(row, trial.Configuration);
        ReadMetrics(row, trial.Metrics);
        Weigh(row);
    }

    private void Weigh(int row)
    {
        if (Outcomes.Count == 0) return;
        var violation = Outcomes.Sum(o => _metrics.TryGetValue(o.Metric, out var metric) ? Math.Max(0, o.Excess(metric.Cells[row])) : double.NaN);
        var isKnown = !Value.IsEmpty(row) && double.IsFinite(violation);
        Violation.Set(row, isKnown ? violation : null);
        Feasible.Set(row, isKnown ? violation > 0 ? 0 : 1 : null);
    }

    private void Grow(int count)
    {
        Count = count;
        foreach (var column in (IEnumerable<TrialColumn>)[.. _fixed, .. Config, .. Metrics, Feasible, Violation]) column.Grow(count);
    }

    private void ReadConfiguration(int row, string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();
        var next = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            while (next < _settings.Count && !reader.ValueTextEquals(_settings[next].Name)) next++;
            reader.Read();
            if (next == _settings.Count) return;
            Set(_settings[next++].Column, row, ref reader);
        }
    }

    private static int? SearchOf(string json)
    {
        if (!json.Contains(Configuration.SearchKey, StringComparison.Ordinal)) return null;
        using var document = JsonDocument.Parse(json);
        return Configuration.FromJson(document.RootElement)?.SearchNumber + 1;
    }

    private static void Set(TrialColumn column, int row, ref Utf8JsonReader reader)
    {
        if (column is NumberColumn numbers)
        {
            numbers.Set(row, reader.TokenType == JsonTokenType.Number ? reader.GetDouble() : null);
            return;
        }
        var value = ParameterValue.FromJson(JsonElement.ParseValue(ref reader));
        if (column is ChoiceColumn choices) choices.Set(row, value);
        else ((TextColumn)column).Set(row, value is { Kind: ValueKind.Architecture } ? value.Value.Architecture.Genotype : null);
    }

    // A trial that starts anew has no metrics.
    private void ReadMetrics(int row, string? json)
    {
        foreach (var column in Metrics) column.Set(row, null);
        if (json is null) return;
        foreach (var (name, value) in JsonSerializer.Deserialize<Dictionary<string, double>>(json, StudyJson.Options)!)
        {
            if (!_metrics.TryGetValue(name, out var column))
            {
                _metrics.Add(name, column = new(name));
                column.Grow(Count);
            }
            column.Set(row, value);
        }
    }

    private static TrialColumn Column(Parameter parameter) => parameter switch
    {
        ChoiceParameter p => new ChoiceColumn(p.Name, p.Choices),
        ArchitectureParameter p => new TextColumn(p.Name),
        _ => new NumberColumn(parameter.Name),
    };

    private static TrialColumn? Qualified(string name, string prefix, IEnumerable<TrialColumn> columns) =>
        name.StartsWith(prefix, StringComparison.Ordinal) ? columns.FirstOrDefault(c => name.AsSpan(prefix.Length).SequenceEqual(c.Name)) : null;
}
