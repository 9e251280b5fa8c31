using AutoMLStudio.Datasets;
using AutoMLStudio.Web.Datasets;

namespace AutoMLStudio.Web.Components.Wizard;

/// <summary>A dataset that a study can be made for.</summary>
/// <param name="Name">How a study file names it.</param>
/// <param name="Kind">What one example is.</param>
/// <param name="Task">What is to be predicted.</param>
/// <param name="Summary">What it holds, in a sentence.</param>
/// <param name="Target">The column to predict; null where the file says it itself.</param>
/// <param name="Stored">What the studio knows of an uploaded one; null for the others.</param>
internal sealed record DatasetChoice(
    string Name, DatasetKind Kind, DatasetTask Task, string Summary, string? Target = null, DatasetSummary? Stored = null)
{
    private static readonly string[] Tables = [".csv", ".tsv", ".txt", ".parquet"];

    /// <summary>The datasets that the studio makes itself.</summary>
    public static IReadOnlyList<DatasetChoice> BuiltIn { get; } =
        [.. DatasetCatalog.BuiltIn.Select(d => new DatasetChoice(d.Name, d.Kind, DatasetTask.Classification, d.Summary))];

    /// <summary>A file of this machine. What it holds is told by its ending until it is read.</summary>
    public static DatasetChoice OfFile(string path) =>
        new(path, Tables.Contains(Path.GetExtension(path).ToLowerInvariant()) ? DatasetKind.Table : DatasetKind.Images, DatasetTask.Classification, "");

    /// <summary>A dataset of the studio, built in or uploaded.</summary>
    public static DatasetChoice Of(DatasetSummary summary) => BuiltIn.FirstOrDefault(b => summary.IsBuiltIn && b.Name == summary.Name)
        ?? new(summary.Name, summary.Kind, summary.Suggestion?.Task ?? (summary.Classes == 0 ? DatasetTask.Regression : DatasetTask.Classification), "",
            summary.Suggestion?.Column, summary);
}
