namespace AutoMLStudio.Datasets.Readers;

/// <summary>From the target column to class indices or values.</summary>
internal static class TargetEncoder
{
    /// <summary>Whole numbers of at most this many different values are taken for classes when nothing is said.</summary>
    private const int MostWholeNumberClasses = 20;

    /// <returns>The targets, and the class names: none for regression.</returns>
    /// <exception cref="DatasetException">A target is missing, of the wrong kind, or the classes are too few or too many.</exception>
    public static (float[] Targets, IReadOnlyList<string> Classes) Encode(TableColumn column, DatasetTask? task)
    {
        if (column.Missing > 0)
            throw column.Fault(column.FirstMissingLine, $"the target is missing{Others(column.Missing - 1)}; a value in every row is expected");
        if (task != DatasetTask.Classification && column.SlipFault() is { } slip) throw slip;
        return (task ?? Infer(column)) == DatasetTask.Regression ? Values(column) : column.IsNumeric ? NumberedClasses(column) : NamedClasses(column);
    }

    private static string Others(int rows) => rows == 0 ? "" : $" (and in {rows} more rows)";

    /// <summary>True when numbers are to be predicted as such rather than as classes.</summary>
    /// <param name="values">The different numbers; null for very many.</param>
    public static bool IsRegression(IEnumerable<double>? values)
    {
        if (values is null) return true;
        var different = 0;
        foreach (var value in values)
            if (value != Math.Floor(value) || ++different > MostWholeNumberClasses) return true;
        return false;
    }

    private static DatasetTask Infer(TableColumn column) =>
        column.IsNumeric && IsRegression(column.Numbers.Distinct().Select(n => (double)n)) ? DatasetTask.Regression : DatasetTask.Classification;

    private static (float[], IReadOnlyList<string>) Values(TableColumn column)
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
    private static (float[], IReadOnlyList<string>) NumberedClasses(TableColumn column)
    {
        var values = column.Numbers.Distinct().Order().ToList();
        Check(column, values.Count, $"{values[0]:R}");
        var indexOf = values.Select((value, i) => (value, i)).ToDictionary(v => v.value, v => (float)v.i);
        return ([.. column.Numbers.Select(n => indexOf[n])], [.. values.Select(v => $"{v:R}")]);
    }

    /// <summary>Classes written as texts, in the order of their characters.</summary>
    private static (float[], IReadOnlyList<string>) NamedClasses(TableColumn column)
    {
        Check(column, column.Codes.Contains(TableColumn.Rare) ? TableColumn.MostTexts + 1 : column.Texts.Count, column.Texts[0]);
        var order = Enumerable.Range(0, column.Texts.Count).OrderBy(i => column.Texts[i], StringComparer.Ordinal).ToArray();
        var rank = new float[order.Length];
        for (var i = 0; i < order.Length; i++) rank[order[i]] = i;
        return ([.. column.Codes.Select(code => rank[code])], [.. order.Select(i => column.Texts[i])]);
    }

    private static void Check(TableColumn column, int classes, string first)
    {
        if (classes < 2) throw column.Fault($"every row is of the class '{TableReader.Shown(first)}'; at least two classes are expected");
        if (classes > Limits.Classes)
            throw column.Fault($"there are more than {Limits.Classes:N0} classes; at most {Limits.Classes:N0} are expected. Is it the target?");
        if (classes > Math.Max(2, column.Count / 2))
            throw column.Fault($"there are {classes} different values in {column.Count} rows; two rows a class on average are expected");
    }
}
