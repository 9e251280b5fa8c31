namespace AutoMLStudio.Datasets.Readers;

/// <summary>From the columns of a table to numbers: one column of the result at a time, then laid out by rows.</summary>
internal static class TableEncoder
{
    /// <summary>Categories of a column that get a column of their own; the rarer ones share one.</summary>
    public const int MostCategories = 32;

    /// <summary>Names by which people call the column to predict, the surest first.</summary>
    public static IReadOnlyList<string> UsualTargets { get; } = ["target", "label", "class", "y"];

    /// <exception cref="DatasetException">A column or the target has a fault.</exception>
    public static Dataset Encode(string file, List<TableColumn> columns, DatasetOptions options)
    {
        var target = FindTarget(file, columns, options.Target);
        var (targets, classes) = TargetEncoder.Encode(target, options.Task);
        var encoded = columns.Where(c => c != target).SelectMany(EncodeFeature).ToList();
        if (encoded.Count == 0) throw new DatasetException($"{file}: no column beside the target holds a value; at least one feature is expected.");
        if (encoded.Count > Limits.Columns)
            throw new DatasetException(
                $"{file}: with categories encoded there are {encoded.Count:N0} columns; at most {Limits.Columns:N0} are expected.");
        Limits.CheckNumbers(file, target.Count, encoded.Count);
        var features = new float[target.Count * encoded.Count];
        for (var c = 0; c < encoded.Count; c++)
            for (var row = 0; row < target.Count; row++) features[row * encoded.Count + c] = encoded[c].Values(row);
        string[] names = [.. encoded.Select(e => e.Name)];
        if (options.Series is not { } series) return new Dataset(file, DatasetKind.Table, [encoded.Count], features, targets, classes, names);
        return encoded.Count % series == 0 && encoded.Count > series
            ? new Dataset(file, DatasetKind.Series, [series, encoded.Count / series], features, targets, classes, names)
            : throw new DatasetException(
                $"{file}: {encoded.Count} columns beside the target are not {series} series of the same length, at least 2.");
    }

    private sealed record EncodedColumn(string Name, Func<int, float> Values);

    /// <summary>The column to predict.</summary>
    /// <exception cref="DatasetException">There is none of the wanted name or number.</exception>
    public static TableColumn FindTarget(string file, List<TableColumn> columns, string? wanted)
    {
        if (wanted is null)
        {
            var named = UsualTargets.Select(u => columns.Find(c => c.Name.Equals(u, StringComparison.OrdinalIgnoreCase)));
            return named.FirstOrDefault(c => c is not null) ?? columns[^1];
        }
        var column = columns.Find(c => c.Name == wanted) ?? columns.Find(c => c.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase));
        if (column is null && int.TryParse(wanted, out var number) && number >= 1 && number <= columns.Count) column = columns[number - 1];
        var known = string.Join(", ", columns.Take(20).Select(c => TableReader.Shown(c.Name))) + (columns.Count > 20 ? ", …" : "");
        return column ?? throw new DatasetException(
            $"{file}: there is no target column '{wanted}'; one of {known} or a number from 1 to {columns.Count} is expected.");
    }

    /// <summary>A column without any value gives none.</summary>
    private static IEnumerable<EncodedColumn> EncodeFeature(TableColumn column)
    {
        if (column.Missing == column.Count) return [];
        if (column.SlipFault() is { } fault) throw fault;
        return column.IsNumeric ? Numeric(column) : Categories(column);
    }

    /// <summary>The number, the column's median where it is missing, and then also an indicator of that.</summary>
    private static IEnumerable<EncodedColumn> Numeric(TableColumn column)
    {
        var numbers = column.Numbers;
        var median = Median([.. numbers.Where(n => !float.IsNaN(n))]);
        yield return new EncodedColumn(column.Name, row => float.IsNaN(numbers[row]) ? median : numbers[row]);
        if (column.Missing > 0) yield return new EncodedColumn($"{column.Name} missing", row => float.IsNaN(numbers[row]) ? 1 : 0);
    }

    /// <summary>One-hot: the most frequent categories in alphabetical order, the others together, and missing as a category of its own.</summary>
    private static IEnumerable<EncodedColumn> Categories(TableColumn column)
    {
        var codes = column.Codes;
        var frequent = Enumerable.Range(0, column.Texts.Count)
            .GroupJoin(codes, code => code, code => code, (code, cells) => (code, count: cells.Count()))
            .OrderByDescending(c => c.count).ThenBy(c => c.code)
            .Take(MostCategories).Select(c => c.code).OrderBy(c => column.Texts[c], StringComparer.Ordinal).ToList();
        foreach (var code in frequent) yield return new EncodedColumn($"{column.Name}={column.Texts[code]}", row => codes[row] == code ? 1 : 0);
        var own = frequent.ToHashSet();
        if (column.Texts.Count > frequent.Count)
            yield return new EncodedColumn($"{column.Name} other", row => codes[row] != -1 && !own.Contains(codes[row]) ? 1 : 0);
        if (column.Missing > 0) yield return new EncodedColumn($"{column.Name} missing", row => codes[row] == -1 ? 1 : 0);
    }

    private static float Median(float[] values)
    {
        Array.Sort(values);
        var middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (float)((values[middle - 1] + (double)values[middle]) / 2);
    }
}
