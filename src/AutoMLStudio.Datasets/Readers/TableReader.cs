using CsvHelper;

namespace AutoMLStudio.Datasets.Readers;

/// <summary>A table from delimited text: columns are filled a row at a time and encoded at the end.</summary>
internal static class TableReader
{
    private const int LongestRow = 4 << 20;

    /// <exception cref="DatasetException">The text has a fault.</exception>
    public static Dataset Read(string path, DatasetOptions options, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var file = Path.GetFileName(path);
        try
        {
            using var stream = SourceFile.Open(path);
            using var rows = CsvReader.Create(stream, Settings(options.Separator), leaveOpen: true);
            var columns = ReadColumns(file, rows, options.Header, () => progress?.Report((double)stream.Position / stream.Length), cancellationToken);
            return TableEncoder.Encode(file, columns, options);
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

    /// <summary>A value for a message: cut where it is long, on one line.</summary>
    internal static string Shown(string text) => (text.Length <= 40 ? text : text[..40] + "…").ReplaceLineEndings(" ");

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

    private static List<CsvColumn> ReadColumns(string file, CsvReader rows, bool? hasHeader, Action report, CancellationToken cancellationToken)
    {
        if (!rows.Read()) throw new DatasetException($"{file}: the file has no row; a header and at least two rows are expected.");
        var first = Row(file, rows);
        var decimalComma = rows.Separator == ';';
        var header = hasHeader ?? !first.Any(cell => CsvColumn.TryNumber(cell, decimalComma, out _));
        var columns = Names(file, rows.LineNumber, first, header).Select(name => new CsvColumn(file, name, decimalComma)).ToList();
        if (!header) Add(columns, first, rows.LineNumber);
        for (var count = columns[0].Count; rows.Read(); count++)
        {
            if (rows.FieldCount != columns.Count)
                throw new DatasetException(
                    $"{file} line {rows.LineNumber}: there are {rows.FieldCount} fields; {columns.Count} are expected, as in the first row.");
            Add(columns, Row(file, rows), rows.LineNumber);
            if (count % 1024 != 0) continue;
            Limits.CheckNumbers(file, count, columns.Count);
            cancellationToken.ThrowIfCancellationRequested();
            report();
        }
        if (columns[0].Count < 2)
            throw new DatasetException(
                $"{file}: there is {(columns[0].Count == 0 ? "no row" : "one row only")}{(header ? " below the header" : "")}; at least two are " +
                "expected.");
        return columns;
    }

    private static List<string> Names(string file, long line, string[] first, bool header)
    {
        if (first.Length > Limits.Columns)
            throw new DatasetException($"{file}: there are {first.Length:N0} columns; at most {Limits.Columns:N0} are expected.");
        if (first.Length < 2)
            throw new DatasetException(
                $"{file} line {line}: there is one column only, '{Shown(first[0])}'; at least one feature and the target are expected, separated " +
                "by comma, semicolon, tab or bar.");
        var names = first.Select((cell, i) => header && cell.Length > 0 ? cell : $"column {i + 1}").ToList();
        var twice = names.GroupBy(n => n, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1);
        return twice is null ? names : throw new DatasetException(
            $"{file} line {line}: the header names '{Shown(twice.Key)}' {twice.Count()} times; a name of its own for each column is expected.");
    }

    private static string[] Row(string file, CsvReader rows)
    {
        var row = new string[rows.FieldCount];
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = rows.GetString(i);
            // What is not UTF-8 has been replaced by this character, which no text has of its own.
            if (row[i].Contains('\uFFFD'))
                throw new DatasetException($"{file} line {rows.LineNumber}: '{Shown(row[i])}' is not UTF-8 text; save the file as UTF-8.");
        }
        return row;
    }

    private static void Add(List<CsvColumn> columns, string[] row, long line)
    {
        for (var i = 0; i < row.Length; i++) columns[i].Add(row[i], line);
    }
}
