namespace AutoMLStudio.Datasets.Readers;

/// <summary>A table from delimited text or a Parquet file: its columns are filled and then encoded.</summary>
internal static class TableReader
{
    /// <exception cref="DatasetException">The file has a fault.</exception>
    public static async Task<Dataset> ReadAsync(
        string path, SourceFormat format, DatasetOptions options, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var file = options.Called(path);
        var columns = await ReadColumnsAsync(path, format, options, head => new TableColumn(head), progress, cancellationToken);
        return TableEncoder.Encode(file, columns, options);
    }

    /// <summary>The columns of a table, each filled from its first row to its last.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">Csv or Parquet.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="make">Makes what takes in a column.</param>
    /// <param name="progress">Told the share done, from 0 to 1.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="DatasetException">The file has a fault.</exception>
    public static async Task<List<T>> ReadColumnsAsync<T>(
        string path, SourceFormat format, DatasetOptions options, Func<ColumnHead, T> make, IProgress<double>? progress,
        CancellationToken cancellationToken)
        where T : ITableColumn => format == SourceFormat.Parquet
            ? await ParquetTable.ReadAsync(path, options.Called(path), make, progress, cancellationToken)
            : CsvTable.Read(path, options.Called(path), options, make, progress, cancellationToken);

    /// <summary>A value for a message: cut where it is long, on one line.</summary>
    internal static string Shown(string text) => (text.Length <= 40 ? text : text[..40] + "…").ReplaceLineEndings(" ");

    /// <summary>Name of a column that has none, by its index from 0.</summary>
    internal static string Unnamed(int index) => $"column {index + 1}";

    /// <summary>Refuses a table of too many columns.</summary>
    internal static void CheckColumns(string file, int columns)
    {
        if (columns > Limits.Columns)
            throw new DatasetException($"{file}: there are {columns:N0} columns; at most {Limits.Columns:N0} are expected.");
    }

    /// <summary>Refuses a table of fewer than two rows.</summary>
    internal static void CheckRows(string file, long rows, string where)
    {
        if (rows < 2) throw new DatasetException($"{file}: there is {(rows == 0 ? "no row" : "one row only")}{where}; at least two are expected.");
    }

    /// <summary>The names, when each is there once.</summary>
    internal static List<string> CheckNames(string where, List<string> names)
    {
        var twice = names.GroupBy(n => n, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1);
        return twice is null ? names : throw new DatasetException(
            $"{where} names '{Shown(twice.Key)}' {twice.Count()} times; a name of its own for each column is expected.");
    }
}
