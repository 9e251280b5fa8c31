using System.Text.Json.Nodes;
using AutoMLStudio.Core.Seeding;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Web.Studies.Imports;

/// <summary>What a file of trials holds for a study.</summary>
public sealed record TrialImport
{
    private const int MostFaults = 50;
    private const int MostRows = 8;

    /// <summary>Name of the file.</summary>
    public required string File { get; init; }

    /// <summary>Trials that are ready to be added, or were.</summary>
    public required int Ready { get; init; }

    /// <summary>How many were added; 0 in a preview.</summary>
    public int Added { get; init; }

    /// <summary>Trials that the study has already.</summary>
    public required int Known { get; init; }

    /// <summary>Rows of trials that had not ended.</summary>
    public required int Unfinished { get; init; }

    /// <summary>Rows that have a fault.</summary>
    public required int Faulty { get; init; }

    /// <summary>How many of the ready ones ended how.</summary>
    public required IReadOnlyDictionary<TrialState, int> States { get; init; }

    /// <summary>What every used column was taken for.</summary>
    public required IReadOnlyDictionary<string, string> Meanings { get; init; }

    /// <summary>Columns that were passed over.</summary>
    public required IReadOnlyList<string> Ignored { get; init; }

    /// <summary>The faults, at most 50.</summary>
    public required IReadOnlyList<TrialTableFault> Faults { get; init; }

    /// <summary>The best value among the ready ones; null when none has one.</summary>
    public required double? Best { get; init; }

    /// <summary>The first of the ready ones, at most 8.</summary>
    public required IReadOnlyList<ImportedTrial> First { get; init; }

    /// <summary>From a reading to what a person sees of it.</summary>
    internal static TrialImport Of(string file, TrialTableReading reading, IReadOnlyList<KeyValuePair<int, SeedTrial>> ready, StudyDefinition study)
    {
        var objective = study.Objectives[0];
        double? Value(SeedTrial trial) => trial.Reports is [.., var last] && last.Metrics.TryGetValue(objective.Metric, out var value) ? value : null;
        var valued = ready.Where(t => t.Value.State == TrialState.Completed).Select(t => Value(t.Value)).OfType<double>().ToList();
        return new()
        {
            File = file,
            Ready = ready.Count,
            Known = reading.Trials.Count - ready.Count,
            Unfinished = reading.Unfinished,
            Faulty = reading.Faults.Select(f => f.Row).Distinct().Count(),
            States = ready.GroupBy(t => t.Value.State).OrderBy(g => g.Key).ToDictionary(g => g.Key, g => g.Count()),
            Meanings = reading.Meanings,
            Ignored = reading.Ignored,
            Faults = [.. reading.Faults.Take(MostFaults)],
            Best = valued.Count == 0 ? null : objective.FromLoss(valued.Min(objective.ToLoss)),
            First = [.. ready.Take(MostRows).Select(t => new ImportedTrial(t.Key, t.Value.State, Value(t.Value), t.Value.Configuration.ToJson()))],
        };
    }
}

/// <summary>A trial of a file.</summary>
/// <param name="Row">Its row, from 1.</param>
/// <param name="State">How it ended.</param>
/// <param name="Value">The first objective; null when it has none.</param>
/// <param name="Config">Its configuration.</param>
public sealed record ImportedTrial(int Row, TrialState State, double? Value, JsonObject Config);
