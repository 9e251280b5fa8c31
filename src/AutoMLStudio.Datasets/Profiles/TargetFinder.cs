using AutoMLStudio.Datasets.Readers;

namespace AutoMLStudio.Datasets.Profiles;

/// <summary>
/// Tells which column of a table is probably to be predicted, by the rules of the reader first: a usual name, or else the last column.
/// </summary>
internal static class TargetFinder
{
    /// <summary>The column and why; null when no column can be a target.</summary>
    public static (ColumnProfiler Column, TargetSuggestion Suggestion, IReadOnlyList<ValueCount> Classes)? Find(IReadOnlyList<ColumnProfiler> columns)
    {
        var possible = columns.Select(Judge).OfType<Candidate>().ToList();
        if (possible.Count == 0) return null;
        foreach (var usual in TableEncoder.UsualTargets)
            if (possible.Find(c => c.Column.Name.Equals(usual, StringComparison.OrdinalIgnoreCase)) is { } named)
                return Found(named, TargetRule.Named, $"The column is named '{named.Column.Name}'.");
        var last = possible[^1];
        var isLast = last.Column == columns[^1];
        var first = possible[0];
        // Without a header, many sets put the class first: a few classes there and a number of many values at the end say so.
        var classFirst = last.Task == DatasetTask.Regression && first.Column == columns[0] && first.Task == DatasetTask.Classification
            && HasNoHeader(columns);
        return classFirst
            ? Found(
                first, TargetRule.ClassesFirst,
                $"The first column holds {first.Classes.Count} classes, the last a number of many values, and there are no names to go by.")
            : isLast ? Found(last, TargetRule.Last, "It is the last column, and none is named target, label, class or y.")
            : Found(
                last, TargetRule.LastPossible,
                "It is the last column that could be predicted: those behind it lack values, are constant or hardly repeat.");
    }

    private sealed record Candidate(ColumnProfiler Column, DatasetTask Task, IReadOnlyList<ValueCount> Classes);

    private static (ColumnProfiler, TargetSuggestion, IReadOnlyList<ValueCount>) Found(Candidate candidate, TargetRule rule, string why)
    {
        var what = candidate.Task == DatasetTask.Regression ? "Its values are numbers with fractions or of more than 20 kinds: a regression."
            : $"It holds {candidate.Classes.Count} classes.";
        return (candidate.Column, new(candidate.Column.Name, candidate.Task, rule, $"{why} {what}"), candidate.Classes);
    }

    private static bool HasNoHeader(IReadOnlyList<ColumnProfiler> columns) =>
        columns.Select((c, i) => c.Name == TableReader.Unnamed(i)).All(unnamed => unnamed);

    /// <summary>The column as a target; null when the reader would refuse it.</summary>
    private static Candidate? Judge(ColumnProfiler column)
    {
        if (column.Missing > 0 || column.Count < 2) return null;
        if (column.IsNumeric)
        {
            var counts = column.NumberCounts;
            if (counts is { Count: < 2 }) return null;
            if (TargetEncoder.IsRegression(counts?.Keys)) return new(column, DatasetTask.Regression, []);
            return Classes(column, [.. counts!.OrderBy(n => n.Key).Select(n => new ValueCount(ColumnProfiler.Text(n.Key), n.Value))]);
        }
        return column.TextCounts is { } texts
            ? Classes(column, [.. texts.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => new ValueCount(t.Key, t.Value))])
            : null;
    }

    private static Candidate? Classes(ColumnProfiler column, IReadOnlyList<ValueCount> classes) =>
        classes.Count is < 2 or > Limits.Classes || classes.Count > Math.Max(2, column.Count / 2) ? null
        : new(column, DatasetTask.Classification, classes);
}
