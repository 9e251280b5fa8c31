using CsvHelper;

namespace AutoMLStudio.Datasets.Readers;

/// <summary>A table from delimited text, a row at a time.</summary>
internal static class CsvTable
{
    private const int LongestRow = 4 << 20;

    /// <summary>The columns, filled.</summary>
    /// <exception cref="DatasetException">The text has a fault.</exception>
    public static List<T> Read<T>(
        string path, string file, DatasetOptions options, Func<ColumnHead, T> make, IProgress<double>? progress, CancellationToken cancellationToken)
        where T : ITableColumn
    {
        try
        {
            using var stream = SourceFile.Open(path);
            using var rows = CsvReader.Create(stream, Settings(options.Separator), leaveOpen: true);
            return ReadColumns(
                file, rows, options.Header, make, () => progress?.Report((double)stream.Position / stream.Length), cancellationToken);
        }
        catch (CsvFormatException e)
        {
            throw new DatasetException(
                $"{file} line {e.LineNumber}: the row is malformed ({e.Message.TrimEnd('.')}); a quoted field is expected to start and end with a " +
                "quotation mark and to double those inside.", e);
        }
        catch (IOException e)
        {
            throw new DatasetException($"{file}: the file cannot be read: {e.Message}", e);
        }
    }

    private static CsvReaderOptions Settings(char? separator) => new()
    {
        Separator = separator,
        HasHeader = false,
        TrimWhitespace = true,
        MaxRecordSize = LongestRow,
        TrackLineNumbers = true,
        MalformedData = CsvMalformedDataHandling.Throw,
        PoolStrings = true,
    };

    private static List<T> ReadColumns<T>(
        string file, CsvReader rows, bool? hasHeader, Func<ColumnHead, T> make, Action report, CancellationToken cancellationToken)
        where T : ITableColumn
    {
        if (!rows.Read()) throw new DatasetException($"{file}: the file has no row; a header and at least two rows are expected.");
        var first = Row(file, rows);
        var decimalComma = rows.Separator == ';';
        var header = hasHeader ?? !first.Any(cell => Cell.TryNumber(cell, decimalComma, out _));
        var columns = Names(file, rows.LineNumber, first, header).Select(name => make(new(file, name, decimalComma, "line"))).ToList();
        var count = 0;
        if (!header) Add(first);
        while (rows.Read())
        {
            if (rows.FieldCount != columns.Count)
                throw new DatasetException(
                    $"{file} line {rows.LineNumber}: there are {rows.FieldCount} fields; {columns.Count} are expected, as in the first row.");
            Add(Row(file, rows));
            if (count % 1024 != 0) continue;
            Limits.CheckNumbers(file, count, columns.Count);
            cancellationToken.ThrowIfCancellationRequested();
            report();
        }
        TableReader.CheckRows(file, count, header ? " below the header" : "");
        return columns;

        void Add(string[] row)
        {
            for (var i = 0; i < row.Length; i++) columns[i].Add(row[i], rows.LineNumber);
            count++;
        }
    }

    private static List<string> Names(string file, long line, string[] first, bool header)
    {
        TableReader.CheckColumns(file, first.Length);
        if (first.Length < 2)
            throw new DatasetException(
                $"{file} line {line}: there is one column only, '{TableReader.Shown(first[0])}'; at least one feature and the target are " +
                "expected, separated by comma, semicolon, tab or bar.");
        var names = first.Select((cell, i) => header && cell.Length > 0 ? cell : TableReader.Unnamed(i)).ToList();
        return TableReader.CheckNames($"{file} line {line}: the header", names);
    }

    private static string[] Row(string file, CsvReader rows)
    {
        var row = new string[rows.FieldCount];
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = rows.GetString(i);
            // What is not UTF-8 has been replaced by this character, which no text has of its own.
            if (row[i].Contains('\uFFFD'))
                throw new DatasetException(
                    $"{file} line {rows.LineNumber}: '{TableReader.Shown(row[i])}' is not UTF-8 text; save the file as UTF-8.");
        }
        return row;
    }
}
