namespace AutoMLStudio.Datasets.Readers;

/// <summary>From the target column to class indices or values.</summary>
internal static class TargetEncoder
{
    /// <summary>Whole numbers of at most this many different values are taken for classes when nothing is said.</summary>
    private const int MostWholeNumberClasses = 20;

    /// <returns>The targets, and the class names: none for regression.</returns>
    /// <exception cref="DatasetException">A target is missing, of the wrong kind, or the classes are too few or too many.</exception>
    public static (float[] Targets, IReadOnlyList<string> Classes) Encode(CsvColumn column, DatasetTask? task)
    {
        if (column.Missing > 0)
            throw column.Fault(column.FirstMissingLine, $"the target is missing{Others(column.Missing - 1)}; a value in every row is expected");
        if (task != DatasetTask.Classification && column.SlipFault() is { } slip) throw slip;
        return (task ?? Infer(column)) == DatasetTask.Regression ? Values(column) : column.IsNumeric ? NumberedClasses(column) : NamedClasses(column);
    }

    private static string Others(int rows) => rows == 0 ? "" : $" (and in {rows} more rows)";

    private static DatasetTask Infer(CsvColumn column)
    {
        if (!column.IsNumeric) return DatasetTask.Classification;
        var fractions = column.Numbers.Any(n => n != MathF.Floor(n));
        var many = column.Numbers.Distinct().Skip(MostWholeNumberClasses).Any();
        return fractions || many ? DatasetTask.Regression : DatasetTask.Classification;
    }

    private static (float[], IReadOnlyList<string>) Values(CsvColumn column)
    {
        if (!column.IsNumeric)
        {
            var (line, value) = column.FirstText;
            throw column.Fault(line, $"'{TableReader.Shown(value)}' is not a number; a regression's target is expected to be one");
        }
        if (column.Numbers.Distinct().Take(2).Count() < 2)
            throw column.Fault($"every target is {column.Numbers[0]:R}; at least two different values are expected");
        return ([.. column.Numbers], []);
    }

    /// <summary>Classes written as numbers, in numerical order; 1 and 1.0 are the same class.</summary>
    private static (float[], IReadOnlyList<string>) NumberedClasses(CsvColumn column)
    {
        var values = column.Numbers.Distinct().Order().ToList();
        Check(column, values.Count, $"{values[0]:R}");
        var indexOf = values.Select((value, i) => (value, i)).ToDictionary(v => v.value, v => (float)v.i);
        return ([.. column.Numbers.Select(n => indexOf[n])], [.. values.Select(v => $"{v:R}")]);
    }

    /// <summary>Classes written as texts, in the order of their characters.</summary>
    private static (float[], IReadOnlyList<string>) NamedClasses(CsvColumn column)
    {
        Check(column, column.Codes.Contains(CsvColumn.Rare) ? CsvColumn.MostTexts + 1 : column.Texts.Count, column.Texts[0]);
        var order = Enumerable.Range(0, column.Texts.Count).OrderBy(i => column.Texts[i], StringComparer.Ordinal).ToArray();
        var rank = new float[order.Length];
        for (var i = 0; i < order.Length; i++) rank[order[i]] = i;
        return ([.. column.Codes.Select(code => rank[code])], [.. order.Select(i => column.Texts[i])]);
    }

    private static void Check(CsvColumn column, int classes, string first)
    {
        if (classes < 2) throw column.Fault($"every row is of the class '{TableReader.Shown(first)}'; at least two classes are expected");
        if (classes > Limits.Classes)
            throw column.Fault($"there are more than {Limits.Classes:N0} classes; at most {Limits.Classes:N0} are expected. Is it the target?");
        if (classes > Math.Max(2, column.Count / 2))
            throw column.Fault($"there are {classes} different values in {column.Count} rows; two rows a class on average are expected");
    }
}
