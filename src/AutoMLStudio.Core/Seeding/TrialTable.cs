namespace AutoMLStudio.Core.Seeding;

/// <summary>Finished trials as a person has them: a table of texts, whatever file it came in.</summary>
/// <param name="Columns">Names of the columns.</param>
/// <param name="Rows">The cells, row by row, as many as there are columns; null or empty where nothing is said.</param>
public sealed record TrialTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string?>> Rows);

/// <summary>Something wrong with a cell.</summary>
/// <param name="Row">Number of the row of data, from 1.</param>
/// <param name="Column">The column; null for the row as a whole.</param>
/// <param name="Message">What is wrong, the value received and what would be accepted, in one sentence.</param>
public sealed record TrialTableFault(int Row, string? Column, string Message);

/// <summary>What a table holds for a study.</summary>
public sealed record TrialTableReading
{
    /// <summary>What every used column was taken for: a parameter, <c>objective NAME</c>, or one of state, budget, step, seconds, reason.</summary>
    public required IReadOnlyDictionary<string, string> Meanings { get; init; }

    /// <summary>Columns that mean nothing here and were passed over.</summary>
    public required IReadOnlyList<string> Ignored { get; init; }

    /// <summary>The trials of the rows without a fault, by number of row.</summary>
    public required IReadOnlyList<KeyValuePair<int, SeedTrial>> Trials { get; init; }

    /// <summary>Rows of trials that had not ended and were passed over.</summary>
    public required int Unfinished { get; init; }

    /// <summary>Every fault.</summary>
    public required IReadOnlyList<TrialTableFault> Faults { get; init; }
}
