using AutoMLStudio.Datasets.Readers;

namespace AutoMLStudio.Datasets.Profiles;

/// <summary>A profile and what it shows.</summary>
/// <param name="Profile">What was found.</param>
/// <param name="Samples">The sheet of sample pictures as a PNG file; null for a table.</param>
public sealed record ProfiledDataset(DatasetProfile Profile, byte[]? Samples = null);

/// <summary>Finds out about datasets: what they hold, how it is distributed, and what is probably to be predicted.</summary>
public static class DatasetProfiler
{
    /// <summary>Reads a file once from front to back. What passes here can be read for training, with the suggested target.</summary>
    /// <param name="path">A file as <see cref="DatasetCatalog.LoadAsync"/> takes it; what it is shows in its content.</param>
    /// <param name="options">How to read it, and what messages call it; null for the defaults.</param>
    /// <param name="progress">Told the share done, from 0 to 1.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="DatasetException">The file has a fault; the message names the file, the place and what is expected.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Task<ProfiledDataset> OfFileAsync(
        string path, DatasetOptions? options = null, IProgress<double>? progress = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => OfAsync(path, options ?? new(), progress, cancellationToken), cancellationToken);

    /// <summary>The profile of a dataset that the studio makes itself.</summary>
    /// <param name="name">A name of <see cref="DatasetCatalog.BuiltIn"/>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<ProfiledDataset> OfBuiltInAsync(string name, CancellationToken cancellationToken = default)
    {
        var dataset = await DatasetCatalog.LoadAsync(name, cancellationToken: cancellationToken);
        return dataset.Kind == DatasetKind.Images ? ImageProfiler.Of(RawImages.Of(dataset), "built-in") : new(TableProfiler.Of(dataset));
    }

    private static async Task<ProfiledDataset> OfAsync(
        string path, DatasetOptions options, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var format = SourceFile.Recognise(path, options.Called(path));
        return format switch
        {
            SourceFormat.Csv or SourceFormat.Parquet => new(await TableProfiler.OfAsync(path, format, options, progress, cancellationToken)),
            SourceFormat.Zip => ZipReader.Open(
                path, options.Called(path), new(), (file, images) => ImageProfiler.Of(file, images, progress, cancellationToken),
                (_, raw, kind) => ImageProfiler.Of(raw, kind == EntryKind.Cifar ? "cifar" : "idx"), progress, cancellationToken),
            _ => ImageProfiler.Of(
                DatasetCatalog.ReadImages(path, format, options, progress, cancellationToken),
                format is SourceFormat.Cifar or SourceFormat.CifarTar ? "cifar" : "idx"),
        };
    }
}
