using AutoMLStudio.Datasets;
using AutoMLStudio.Datasets.Profiles;
using AutoMLStudio.Web.Components.Shared;
using AutoMLStudio.Web.Datasets;
using Microsoft.Extensions.Localization;

namespace AutoMLStudio.Web.Components.Datasets;

/// <summary>What pages say about datasets.</summary>
internal static class DatasetWords
{
    /// <summary>What the file is, for a person.</summary>
    public static string Format(string format) => format switch
    {
        "csv" => "CSV",
        "parquet" => "Parquet",
        "idx" => "IDX",
        "cifar" => "CIFAR",
        "images" => Texts.Of("Zip of pictures"),
        _ => Texts.Of("Built-in"),
    };

    /// <summary>What is to be predicted, in a few words.</summary>
    public static string Task(IStringLocalizer T, DatasetSummary dataset) => dataset.Suggestion switch
    {
        null => "–",
        { Task: DatasetTask.Regression } => T["Regression"],
        _ => T["{0} classes", dataset.Classes.ToString("N0")],
    };

    /// <summary>What a column holds.</summary>
    public static string Type(ColumnProfile column) => column.Type switch
    {
        ColumnType.Number => column.Numbers is { AreWhole: true } ? Texts.Of("whole number") : Texts.Of("number"),
        ColumnType.Category => Texts.Of("category"),
        ColumnType.Text => Texts.Of("text"),
        _ => Texts.Of("empty"),
    };

    /// <summary>Why the target is probably the target.</summary>
    public static string Reason(IStringLocalizer T, TargetSuggestion suggestion) => suggestion.Rule switch
    {
        TargetRule.Named => T["The column is called by one of the usual names: target, label, class or y."],
        TargetRule.Last => T["It is the last column, and none is called target, label, class or y."],
        TargetRule.LastPossible =>
            T["It is the last column that could be predicted: those behind it lack values, are constant or hardly repeat."],
        TargetRule.ClassesFirst =>
            T["The first column holds a few classes, the last a number of many values, and there are no names to go by."],
        _ => T["Every picture belongs to the class of its folder or label."],
    };

    /// <summary>A share in percent, as short as it can be told.</summary>
    public static string Share(long part, long whole)
    {
        var percent = whole == 0 ? 0 : 100.0 * part / whole;
        return percent is > 0 and < 0.1 ? "< 0.1 %" : $"{percent.ToString(percent is >= 10 or 0 ? "0" : "0.#")} %";
    }

    /// <summary>How many different values, with a plus where counting ended.</summary>
    public static string Distinct(ColumnProfile column) => $"{column.Distinct:N0}{(column.DistinctIsExact ? "" : "+")}";

    /// <summary>What the distribution shows, for who does not see it.</summary>
    public static string Distribution(IStringLocalizer T, ColumnProfile column) => column.Numbers is { } numbers
        ? T["{0}: from {1} to {2}, mean {3}", column.Name, Wording.Number(numbers.Minimum), Wording.Number(numbers.Maximum),
            Wording.Number(numbers.Mean)]
        : T["{0}: most often {1}", column.Name, string.Join(", ", column.Top.Take(3).Select(t => t.Value))];
}
