using System.Globalization;
using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace AutoMLStudio.Datasets.Readers;

/// <summary>A table from an Apache Parquet file, a column of a row group at a time.</summary>
internal static class ParquetTable
{
    /// <summary>A column of a row group unpacks to at most this: more is a mistake or an attack.</summary>
    private const long ChunkBytes = 1L << 30;

    /// <summary>The columns, filled.</summary>
    /// <exception cref="DatasetException">The file has a fault.</exception>
    public static async Task<List<T>> ReadAsync<T>(
        string path, string file, Func<ColumnHead, T> make, IProgress<double>? progress, CancellationToken cancellationToken)
        where T : ITableColumn
    {
        await using var stream = SourceFile.Open(path);
        try
        {
            await using var reader = await ParquetReader.CreateAsync(stream, cancellationToken: cancellationToken);
            var fields = Fields(file, reader.Schema);
            Check(file, reader, fields.Count);
            var columns = fields.ConvertAll(field => make(new(file, field.Name, DecimalComma: false, "row")));
            var rows = 0L;
            for (var g = 0; g < reader.RowGroupCount; g++)
            {
                using var group = reader.OpenRowGroupReader(g);
                for (var c = 0; c < fields.Count; c++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    using var data = await group.ReadRawColumnDataBaseAsync(fields[c], cancellationToken);
                    if (Fill(columns[c], fields[c], data, rows) != group.RowCount)
                        throw new DatasetException($"{file}: the column '{TableReader.Shown(fields[c].Name)}' is shorter or longer than the others.");
                    progress?.Report((g + (c + 1.0) / fields.Count) / reader.RowGroupCount);
                }
                rows += group.RowCount;
            }
            TableReader.CheckRows(file, rows, "");
            return columns;
        }
        catch (Exception e) when (e is not (DatasetException or OperationCanceledException or OutOfMemoryException))
        {
            // The library tells a damaged file by whatever exception its decoding ran into.
            throw new DatasetException($"{file}: the Parquet file is damaged or of a kind that cannot be read: {e.Message}", e);
        }
    }

    private static List<DataField> Fields(string file, ParquetSchema schema)
    {
        TableReader.CheckColumns(file, schema.Fields.Count);
        var nested = schema.Fields.FirstOrDefault(f => f is not DataField { IsArray: false });
        if (nested is not null)
            throw new DatasetException(
                $"{file}: the column '{TableReader.Shown(nested.Name)}' holds {nested.SchemaType.ToString().ToLowerInvariant()} values; one number "
                + "or text in each row is expected.");
        if (schema.Fields.Count < 2)
            throw new DatasetException($"{file}: there is one column only; at least one feature and the target are expected.");
        TableReader.CheckNames($"{file}: the schema", [.. schema.Fields.Select(f => f.Name)]);
        return [.. schema.DataFields];
    }

    /// <summary>What the file says of itself, before anything is unpacked.</summary>
    private static void Check(string file, ParquetReader reader, int columns)
    {
        var rows = 0L;
        foreach (var group in reader.Metadata?.RowGroups ?? [])
        {
            if (group.NumRows is < 0 or > int.MaxValue || group.Columns.Count != columns)
                throw new DatasetException($"{file}: a row group of {group.NumRows:N0} rows and {group.Columns.Count:N0} columns cannot be read.");
            rows += group.NumRows;
            Limits.CheckNumbers(file, rows, columns);
            if (group.Columns.Find(c => c.MetaData is null or { NumValues: < 0 } || c.MetaData.NumValues > group.NumRows
                || c.MetaData.TotalUncompressedSize is < 0 or > ChunkBytes) is { } column)
            {
                throw new DatasetException(
                    $"{file}: a column of a row group has {column.MetaData?.NumValues:N0} values in {column.MetaData?.TotalUncompressedSize:N0} bytes;"
                    + $" at most {group.NumRows:N0} values in {ChunkBytes:N0} bytes are expected.");
            }
        }
    }

    private static long Fill(ITableColumn column, DataField field, RawColumnData data, long before) => data switch
    {
        RawColumnData<double> d => Numbers(column, Cells(field, d), v => v, before),
        RawColumnData<float> d => Numbers(column, Cells(field, d), v => v, before),
        RawColumnData<int> d => Numbers(column, Cells(field, d), v => v, before),
        RawColumnData<uint> d => Numbers(column, Cells(field, d), v => v, before),
        RawColumnData<long> d => Numbers(column, Cells(field, d), v => v, before),
        RawColumnData<ulong> d => Numbers(column, Cells(field, d), v => v, before),
        RawColumnData<short> d => Numbers(column, Cells(field, d), v => v, before),
        RawColumnData<ushort> d => Numbers(column, Cells(field, d), v => v, before),
        RawColumnData<byte> d => Numbers(column, Cells(field, d), v => v, before),
        RawColumnData<sbyte> d => Numbers(column, Cells(field, d), v => v, before),
        RawColumnData<decimal> d => Numbers(column, Cells(field, d), v => (double)v, before),
        RawColumnData<bool> d => Texts(column, Cells(field, d), v => v ? "true" : "false", before),
        RawColumnData<DateTime> d => Texts(column, Cells(field, d), v => v.ToString("s", CultureInfo.InvariantCulture), before),
        RawColumnData<DateOnly> d => Texts(column, Cells(field, d), v => v.ToString("O", CultureInfo.InvariantCulture), before),
        RawColumnData<TimeSpan> d => Numbers(column, Cells(field, d), v => v.TotalSeconds, before),
        RawColumnData<Guid> d => Texts(column, Cells(field, d), v => v.ToString(), before),
        RawColumnData<ReadOnlyMemory<char>> d => Texts(column, Cells(field, d), v => v.ToString().Trim(), before),
        _ => throw new InvalidDataException($"values of {data.GetType().GenericTypeArguments.FirstOrDefault()?.Name} are not supported."),
    };

    /// <summary>The cells, null where there is none; a column that always has a value keeps no note of that.</summary>
    private static IEnumerable<T?> Cells<T>(DataField field, RawColumnData<T> data)
        where T : struct => field.MaxDefinitionLevel > 0 ? data.NullableValues : data.Values.ToArray().Select(v => (T?)v);

    private static long Numbers<T>(ITableColumn column, IEnumerable<T?> values, Func<T, double> number, long before)
        where T : struct
    {
        var row = before;
        foreach (var value in values) column.Add(value is { } present ? number(present) : double.NaN, ++row);
        return row - before;
    }

    private static long Texts<T>(ITableColumn column, IEnumerable<T?> values, Func<T, string> text, long before)
        where T : struct
    {
        var row = before;
        foreach (var value in values) column.Add(value is { } present ? text(present) : "", ++row);
        return row - before;
    }
}
