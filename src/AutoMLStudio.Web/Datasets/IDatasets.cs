using AutoMLStudio.Core.Studies;
using AutoMLStudio.Datasets;
using AutoMLStudio.Datasets.Profiles;
using AutoMLStudio.Web.Studies;

namespace AutoMLStudio.Web.Datasets;

/// <summary>
/// The datasets of the studio: uploaded ones and those that it makes itself. The second implementation is the test twin of the page tests.
/// </summary>
public interface IDatasets
{
    /// <summary>All datasets: uploaded ones, newest first, then the built-in ones.</summary>
    Task<IReadOnlyList<DatasetSummary>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>The dataset of this name with its profile; null when there is none.</summary>
    Task<DatasetDetail?> FindAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Gives an uploaded dataset another name.</summary>
    /// <exception cref="StudyFileException">The name is not accepted or taken.</exception>
    /// <exception cref="StudyRequestException">There is no such uploaded dataset, or a study refers to it.</exception>
    Task RenameAsync(string name, string newName, CancellationToken cancellationToken = default);

    /// <summary>Removes an uploaded dataset and its file.</summary>
    /// <exception cref="StudyRequestException">There is no such uploaded dataset, or a study refers to it.</exception>
    Task DeleteAsync(string name, CancellationToken cancellationToken = default);
}

/// <summary>A dataset as lists show it.</summary>
/// <param name="Name">How a study file names it.</param>
/// <param name="IsBuiltIn">True when the studio makes it itself: it can be neither renamed nor deleted.</param>
/// <param name="Kind">What one example is.</param>
/// <param name="Format">What the file is: csv, parquet, idx, images or cifar; built-in otherwise.</param>
/// <param name="Rows">Examples.</param>
/// <param name="Columns">Columns of a table, the target among them; 0 for images.</param>
/// <param name="Classes">Classes; 0 when a number is to be predicted.</param>
/// <param name="Size">Bytes of the file; null for a built-in one.</param>
/// <param name="FileName">Name of the uploaded file; null for a built-in one.</param>
/// <param name="CreatedAt">When it was uploaded; null for a built-in one.</param>
/// <param name="Suggestion">What is probably to be predicted: a form fills in the options <c>target</c> and <c>task</c> from it.</param>
/// <param name="UsedBy">The studies that refer to it.</param>
public sealed record DatasetSummary(
    string Name, bool IsBuiltIn, DatasetKind Kind, string Format, long Rows, int Columns, int Classes, long? Size, string? FileName,
    DateTimeOffset? CreatedAt, TargetSuggestion? Suggestion, IReadOnlyList<DatasetUse> UsedBy);

/// <summary>A study that refers to a dataset.</summary>
public sealed record DatasetUse(long Id, string Name);

/// <summary>A dataset with all that was found in it.</summary>
public sealed record DatasetDetail(DatasetSummary Summary, DatasetProfile Profile);
