namespace AutoMLStudio.Datasets;

/// <summary>What must hold between the parts of a dataset.</summary>
internal static class DatasetChecks
{
    /// <summary>The first thing wrong with <paramref name="data"/> in one sentence, or null.</summary>
    public static string? Fault(Dataset data)
    {
        var rank = data.Kind switch { DatasetKind.Images => 3, DatasetKind.Series => 2, _ => 1 };
        if (data.Shape.Count != rank || data.Shape.Any(d => d < 1))
            return $"The shape of one example is [{string.Join(", ", data.Shape)}]; {rank} positive numbers are expected.";
        if (data.Count == 0) return "The dataset has no example.";
        if (data.Features.Length != (long)data.Count * data.FeatureCount)
            return $"There are {data.Features.Length} numbers for {data.Count} examples of {data.FeatureCount}.";
        if (data.Kind == DatasetKind.Table && data.ColumnNames.Count != data.FeatureCount)
            return $"There are {data.ColumnNames.Count} names for {data.FeatureCount} columns.";
        if (data.ClassNames.Count == 1) return $"There is one class only, '{data.ClassNames[0]}'; at least two are expected.";
        if (data.Vocabulary.Count < 2 == (data.Kind == DatasetKind.Text))
            return $"There are {data.Vocabulary.Count} tokens; at least two are expected for a text and none for all else.";
        return TargetFault(data) ?? (data.FixedTest is { } test ? TestFault(test, data.Count) : null);
    }

    private static string? TargetFault(Dataset data)
    {
        var classes = data.ClassNames.Count;
        foreach (var target in data.Targets.Span)
        {
            if (!float.IsFinite(target)) return $"A target is {target}; a finite number is expected.";
            if (classes > 0 && (target < 0 || target >= classes || target != MathF.Floor(target)))
                return $"A target is {target}; the index of one of {classes} classes is expected.";
        }
        var tokens = data.Vocabulary.Count;
        foreach (var value in data.Features.Span)
        {
            if (!float.IsFinite(value)) return $"A feature is {value}; a finite number is expected.";
            if (tokens > 0 && IsNoToken(value, tokens)) return $"A token is {value}; the number of one of {tokens} tokens is expected.";
        }
        if (data.Task == DatasetTask.NextToken)
            foreach (var target in data.Targets.Span)
                if (IsNoToken(target, tokens)) return $"A target is {target}; the number of one of {tokens} tokens is expected.";
        return null;
    }

    private static bool IsNoToken(float value, int tokens) => value < 0 || value >= tokens || value != MathF.Floor(value);

    private static string? TestFault(IReadOnlyList<int> test, int count)
    {
        for (var i = 0; i < test.Count; i++)
            if (test[i] < 0 || test[i] >= count || (i > 0 && test[i] <= test[i - 1]))
                return $"The fixed test part holds index {test[i]}; ascending indices below {count} are expected.";
        return test.Count >= count ? "The fixed test part leaves no example to train on." : null;
    }
}
