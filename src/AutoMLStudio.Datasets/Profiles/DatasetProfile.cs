namespace AutoMLStudio.Datasets.Profiles;

/// <summary>What was found in a dataset when it was read once from front to back. Kept as JSON beside an uploaded dataset.</summary>
public sealed record DatasetProfile
{
    /// <summary>What one example is.</summary>
    public required DatasetKind Kind { get; init; }

    /// <summary>What the file is: csv, parquet, idx, images or cifar; built-in for what the studio makes itself.</summary>
    public required string Format { get; init; }

    /// <summary>Examples.</summary>
    public required long Rows { get; init; }

    /// <summary>Examples that the source sets aside for testing; 0 when it does not.</summary>
    public long TestRows { get; init; }

    /// <summary>Columns of a table, the target among them; 0 for images.</summary>
    public int ColumnCount { get; init; }

    /// <summary>A table's columns in their order: at most 500 and the likely target.</summary>
    public IReadOnlyList<ColumnProfile> Columns { get; init; } = [];

    /// <summary>What is probably to be predicted; null for a table in which no column can be.</summary>
    public TargetSuggestion? Suggestion { get; init; }

    /// <summary>Examples of each class, in the order of the classes: of images, or of a table whose likely target is one of classes.</summary>
    public IReadOnlyList<ValueCount> Classes { get; init; } = [];

    /// <summary>Facts about pictures; null for a table.</summary>
    public ImageFacts? Images { get; init; }
}

/// <summary>What a column holds.</summary>
public enum ColumnType
{
    /// <summary>Numbers.</summary>
    Number,
    /// <summary>A text out of few.</summary>
    Category,
    /// <summary>Texts that hardly repeat: names, sentences, identifiers.</summary>
    Text,
    /// <summary>No value at all.</summary>
    Empty,
}

/// <summary>A column of a table.</summary>
/// <param name="Name">Its name in the header, or <c>column 3</c> where there is none.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Missing">Cells without a value.</param>
/// <param name="Distinct">Different values; a lower bound unless <paramref name="DistinctIsExact"/>.</param>
/// <param name="DistinctIsExact">False when there were more than could be counted.</param>
/// <param name="Numbers">Sums over the numbers; null for other types.</param>
/// <param name="Histogram">Distribution of a number of many values: at most 32 bins of equal width, side by side.</param>
/// <param name="Top">The most frequent values, at most 12: of a category, and of a number of few values in ascending order.</param>
/// <param name="Head">The first cells as they were written, at most 20; empty where there is no value.</param>
public sealed record ColumnProfile(
    string Name, ColumnType Type, long Missing, long Distinct, bool DistinctIsExact, NumberSummary? Numbers, IReadOnlyList<Bin> Histogram,
    IReadOnlyList<ValueCount> Top, IReadOnlyList<string> Head);

/// <summary>Sums over the numbers of a column.</summary>
/// <param name="Minimum">Smallest.</param>
/// <param name="Mean">Arithmetic mean.</param>
/// <param name="Maximum">Largest.</param>
/// <param name="Deviation">Standard deviation of the numbers as a population.</param>
/// <param name="AreWhole">True when none has a fraction.</param>
public sealed record NumberSummary(double Minimum, double Mean, double Maximum, double Deviation, bool AreWhole);

/// <summary>A bar of a histogram: values from <paramref name="From"/> (included) to <paramref name="To"/> (excluded).</summary>
public sealed record Bin(double From, double To, long Count);

/// <summary>A value and how often it occurs.</summary>
public sealed record ValueCount(string Value, long Count);

/// <summary>What is probably to be predicted.</summary>
/// <param name="Column">Name of the column as a study's option <c>target</c> takes it; null for images.</param>
/// <param name="Task">Classes or a number.</param>
/// <param name="Rule">Why, for a program.</param>
/// <param name="Reason">Why, for a person.</param>
public sealed record TargetSuggestion(string? Column, DatasetTask Task, TargetRule Rule, string Reason);

/// <summary>What tells a target.</summary>
public enum TargetRule
{
    /// <summary>It has one of the usual names: target, label, class or y.</summary>
    Named,
    /// <summary>It is the last column.</summary>
    Last,
    /// <summary>It is the last column that could be predicted: those behind it lack values, are constant or hardly repeat.</summary>
    LastPossible,
    /// <summary>There are no names, and the first column holds a few classes where the last holds a number of many values.</summary>
    ClassesFirst,
    /// <summary>Pictures have the class of their folder or label.</summary>
    Pictures,
}

/// <summary>Facts about pictures.</summary>
/// <param name="Channels">1 when every picture looked at is grey, or else 3.</param>
/// <param name="Sizes">Most frequent sizes, <c>height × width</c>, at most 8.</param>
/// <param name="SizeCount">Number of different sizes.</param>
/// <param name="Samples">The sheet of sample pictures.</param>
public sealed record ImageFacts(int Channels, IReadOnlyList<ValueCount> Sizes, int SizeCount, SampleSheet Samples);

/// <summary>One picture that holds samples of all classes, tile beside tile, row by row.</summary>
/// <param name="Tile">Height and width of a tile in pixels.</param>
/// <param name="Across">Tiles in a row of the sheet.</param>
/// <param name="Classes">Class of each tile, as an index into <see cref="DatasetProfile.Classes"/>, ascending.</param>
/// <param name="Sha256">SHA-256 of the sheet as a PNG file, 64 hexadecimal digits.</param>
public sealed record SampleSheet(int Tile, int Across, IReadOnlyList<int> Classes, string Sha256);
