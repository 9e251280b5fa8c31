using System.Globalization;
using AutoMLStudio.Datasets.Readers;

namespace AutoMLStudio.Datasets.Profiles;

/// <summary>The profile of a table, from its columns.</summary>
internal static class TableProfiler
{
    private const int MostColumns = 500;

    /// <summary>Different values that are counted one by one, over all columns: tens of megabytes.</summary>
    private const int MostDistinct = 2_000_000;

    /// <summary>Reads the table once.</summary>
    /// <exception cref="DatasetException">It has a fault.</exception>
    public static async Task<DatasetProfile> OfAsync(
        string path, SourceFormat format, DatasetOptions options, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var made = 0;
        // The share of a column is not known before the columns are: the first ones get a full one of a table of usual width.
        var columns = await TableReader.ReadColumnsAsync(
            path, format, options, head => new ColumnProfiler(head, Math.Clamp(MostDistinct / Math.Max(20, ++made), 2_000, 100_000)), progress,
            cancellationToken);
        return Of(columns, format == SourceFormat.Parquet ? "parquet" : "csv");
    }

    /// <summary>The profile of a built-in table.</summary>
    public static DatasetProfile Of(Dataset dataset)
    {
        var columns = dataset.ColumnNames.Append("class").Select(name => new ColumnProfiler(new(dataset.Name, name, false, "row"), 100_000)).ToList();
        for (var row = 0; row < dataset.Count; row++)
        {
            var example = dataset.Example(row);
            for (var c = 0; c < example.Length; c++)
                columns[c].Add(Math.Round(example[c], 4).ToString("R", CultureInfo.InvariantCulture), row + 1);
            columns[^1].Add(dataset.ClassNames[(int)dataset.Targets.Span[row]], row + 1);
        }
        return Of(columns, "built-in");
    }

    private static DatasetProfile Of(List<ColumnProfiler> columns, string format)
    {
        var target = TargetFinder.Find(columns);
        var shown = columns.Take(MostColumns).ToList();
        if (target is { } found && !shown.Contains(found.Column)) shown.Add(found.Column);
        var profiles = columns.ConvertAll(c => (Column: c, Profile: c.Profile()));
        return new()
        {
            Kind = DatasetKind.Table, Format = format, Rows = columns[0].Count, ColumnCount = columns.Count,
            Columns = [.. profiles.Where(p => shown.Contains(p.Column)).Select(p => p.Profile)],
            Suggestion = target?.Suggestion, Classes = target?.Classes ?? [],
        };
    }
}
