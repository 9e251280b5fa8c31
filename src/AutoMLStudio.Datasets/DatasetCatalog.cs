using System.ComponentModel.DataAnnotations;
using AutoMLStudio.Datasets.Readers;
using AutoMLStudio.Datasets.Synthetic;

namespace AutoMLStudio.Datasets;

/// <summary>A dataset that the studio makes itself.</summary>
/// <param name="Name">How a study file names it.</param>
/// <param name="Kind">What one example is.</param>
/// <param name="Summary">What it holds, in a sentence.</param>
public sealed record BuiltInDataset(string Name, DatasetKind Kind, string Summary);

/// <summary>Where datasets come from: names that the studio knows, and files.</summary>
public static class DatasetCatalog
{
    /// <summary>The datasets that need no file.</summary>
    public static IReadOnlyList<BuiltInDataset> BuiltIn { get; } =
    [
        new("glyphs", DatasetKind.Images, "Handwriting-like digits drawn by the studio, deformed and noisy: 16 × 16 grey pixels, ten classes."),
        new("moons", DatasetKind.Table, "Two interleaved half circles in the plane with noise: two classes that no straight line parts."),
    ];

    /// <summary>The dataset of this name or at this path.</summary>
    /// <param name="nameOrPath">A name of <see cref="BuiltIn"/>, or the path of a CSV or Parquet file, of IDX images (also .gz), of
    /// CIFAR batches or of a zip of class folders, of IDX files or of batches.</param>
    /// <param name="options">How to make or read it; null for the defaults.</param>
    /// <param name="progress">Told the share done, from 0 to 1.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="DatasetException">There is no such dataset or it has a fault; the message says which.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Task<Dataset> LoadAsync(
        string nameOrPath, DatasetOptions? options = null, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        options ??= new DatasetOptions();
        return Task.Run(() => LoadCoreAsync(nameOrPath, options, progress, cancellationToken), cancellationToken);
    }

    private static async Task<Dataset> LoadCoreAsync(
        string nameOrPath, DatasetOptions options, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Check(options);
        var dataset = nameOrPath switch
        {
            "glyphs" => Glyphs.Make(options, progress, cancellationToken),
            "moons" => Moons.Make(options),
            _ when File.Exists(nameOrPath) => await ReadAsync(nameOrPath, options, progress, cancellationToken),
            _ => throw new DatasetException(Directory.Exists(nameOrPath)
                ? $"'{nameOrPath}' is a folder; a file is expected. A folder of class folders can be zipped."
                : $"There is no dataset '{nameOrPath}'; {string.Join(", ", BuiltIn.Select(b => b.Name))} or the path of a file is expected."),
        };
        progress?.Report(1);
        return dataset;
    }

    private static async Task<Dataset> ReadAsync(
        string path, DatasetOptions options, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var name = options.Called(path);
        var format = SourceFile.Recognise(path, name);
        if (options.Text is not null) return await ReadTextAsync(path, name, format, options, progress, cancellationToken);
        return format switch
        {
            SourceFormat.Zip => ZipReader.Read(path, options, progress, cancellationToken),
            SourceFormat.Csv or SourceFormat.Parquet => await TableReader.ReadAsync(path, format, options, progress, cancellationToken),
            _ => ReadImages(path, format, options, progress, cancellationToken).ToDataset(name, options.MaxPerClass),
        };
    }

    /// <summary>A table says the class of each text; what has a cell a line is a plain text.</summary>
    private static async Task<Dataset> ReadTextAsync(
        string path, string name, SourceFormat format, DatasetOptions options, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        if (format is not (SourceFormat.Csv or SourceFormat.Parquet))
            throw new DatasetException($"{name}: it is no text; without the option text it is read as what it is.");
        var isPlain = format == SourceFormat.Csv && options.Task != DatasetTask.Classification && options.Target is null;
        return isPlain ? await TextsReader.ReadAsync(path, options, cancellationToken)
            : await TextsReader.ReadTableAsync(path, format, options, progress, cancellationToken);
    }

    /// <summary>The pictures of IDX files or CIFAR batches.</summary>
    internal static RawImages ReadImages(
        string path, SourceFormat format, DatasetOptions options, IProgress<double>? progress, CancellationToken cancellationToken) => format switch
        {
            SourceFormat.Cifar => CifarReader.Read(path, options.Called(path), cancellationToken),
            SourceFormat.CifarTar => CifarReader.ReadTar(path, options.Called(path), cancellationToken),
            _ => IdxReader.Read(path, options, progress, cancellationToken),
        };

    private static void Check(DatasetOptions options)
    {
        var faults = new List<ValidationResult>();
        if (!Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true))
            throw new DatasetException(string.Join(" ", faults.Select(f => f.ErrorMessage)));
        if (options.Task == DatasetTask.NextToken && options.Text is null)
            throw new DatasetException("The task is the next token, which only a text has; the option text (characters or words) is expected.");
        if (options.Separator is not (null or ',' or ';' or '\t' or '|'))
            throw new DatasetException($"The separator is '{options.Separator}'; comma, semicolon, tab or bar is expected.");
    }
}
