using System.IO.Compression;

namespace AutoMLStudio.Datasets.Readers;

/// <summary>A zip archive: pictures in class folders, IDX files or CIFAR batches. Nothing is unpacked to disk.</summary>
internal static class ZipReader
{
    private const int Samples = 64;

    /// <exception cref="DatasetException">The archive or a picture in it has a fault.</exception>
    public static Dataset Read(
        string path, DatasetOptions options, IProgress<double>? progress, CancellationToken cancellationToken, ImageLimits? limits = null) =>
        Open(
            path, options.Called(path), limits ?? new(),
            (file, images) => ReadPictures(file, images, options, progress, cancellationToken),
            (file, raw, _) => raw.ToDataset(file, options.MaxPerClass), progress, cancellationToken);

    /// <summary>Opens an archive and hands on what it holds, after it has been found to keep the limits.</summary>
    /// <param name="path">The archive.</param>
    /// <param name="file">What messages call it.</param>
    /// <param name="limits">What it may hold.</param>
    /// <param name="pictures">Reads pictures in class folders.</param>
    /// <param name="arrays">Goes on with what IDX files or CIFAR batches hold.</param>
    /// <param name="progress">Told the share done, from 0 to 1.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="DatasetException">The archive or something in it has a fault.</exception>
    public static T Open<T>(
        string path, string file, ImageLimits limits, Func<string, IReadOnlyList<ArchiveImage>, T> pictures,
        Func<string, RawImages, EntryKind, T> arrays, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        try
        {
            using var stream = SourceFile.Open(path);
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
            ArchiveEntries.Check(file, archive, limits);
            var kind = ArchiveKind.Of(archive);
            return kind switch
            {
                EntryKind.IdxImages => arrays(file, IdxReader.ReadArchive(file, archive, progress, cancellationToken), kind),
                EntryKind.Cifar => arrays(file, CifarReader.ReadArchive(file, archive, cancellationToken), kind),
                _ => pictures(file, ArchiveEntries.Pictures(file, archive)),
            };
        }
        catch (InvalidDataException e)
        {
            throw new DatasetException($"{file}: the archive is damaged: {e.Message}", e);
        }
        catch (IOException e)
        {
            throw new DatasetException($"{file}: the archive cannot be read: {e.Message}", e);
        }
    }

    private static Dataset ReadPictures(
        string file, IReadOnlyList<ArchiveImage> all, DatasetOptions options, IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        var images = Kept(all, options.MaxPerClass);
        var (height, width) = CommonSize(file, images, options.ImageSize);
        Limits.CheckNumbers(file, images.Count, (long)height * width);
        var decoded = new DecodedImage[images.Count];
        for (var i = 0; i < decoded.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            decoded[i] = ImageDecoder.Decode(Where(file, images[i]), Bytes(file, images[i].Entry), height, width);
            if (i % 256 == 0) progress?.Report((double)i / decoded.Length);
        }
        return Assemble(file, images, decoded, height, width);
    }

    private static List<ArchiveImage> Kept(IReadOnlyList<ArchiveImage> images, int? maxPerClass) =>
        [.. images.GroupBy(i => (i.IsTest, i.Class)).SelectMany(g => g.Take(maxPerClass ?? int.MaxValue))];

    /// <summary>
    /// The size asked for; or else that of the pictures, when a sample of them agrees, scaled down to the default side; or else a square of the
    /// sample's median side.
    /// </summary>
    private static (int Height, int Width) CommonSize(string file, List<ArchiveImage> images, int? asked)
    {
        if (asked is { } side) return (side, side);
        var step = Math.Max(1, images.Count / Samples);
        var sizes = images.Where((_, i) => i % step == 0).Select(i => ImageDecoder.Measure(Where(file, i), Bytes(file, i.Entry))).ToList();
        var (height, width) = sizes[0];
        if (sizes.Exists(s => s != sizes[0])) height = width = sizes.Select(s => Math.Max(s.Height, s.Width)).Order().ElementAt(sizes.Count / 2);
        var scale = Math.Min(1, (double)ImageLimits.DefaultSide / Math.Max(height, width));
        return (Math.Max(1, (int)Math.Round(height * scale)), Math.Max(1, (int)Math.Round(width * scale)));
    }

    /// <summary>An entry's bytes; never more than it says it has, whatever it holds.</summary>
    internal static byte[] Bytes(string file, ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        var bytes = new byte[entry.Length];
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            throw new DatasetException(
                $"{file}: the entry '{ArchiveEntries.Shown(entry.FullName)}' does not unpack to the {entry.Length:N0} bytes that it says it has.");
        return bytes;
    }

    private static Dataset Assemble(string file, List<ArchiveImage> images, DecodedImage[] decoded, int height, int width)
    {
        var channels = decoded.Max(d => d.Channels);
        var plane = height * width;
        Limits.CheckNumbers(file, images.Count, (long)channels * plane);
        var classes = images.Select(i => i.Class).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var features = new float[images.Count * channels * plane];
        for (var i = 0; i < decoded.Length; i++)
            for (var j = 0; j < channels * plane; j++)
                features[i * channels * plane + j] = decoded[i].Bytes[decoded[i].Channels == 1 ? j % plane : j] / 255f;
        var indexOf = classes.Select((name, i) => (name, i)).ToDictionary(c => c.name, c => (float)c.i, StringComparer.Ordinal);
        var test = Enumerable.Range(0, images.Count).Where(i => images[i].IsTest).ToArray();
        return new Dataset(file, DatasetKind.Images, [channels, height, width], features, [.. images.Select(i => indexOf[i.Class])], classes,
            fixedTest: test.Length > 0 ? test : null);
    }

    internal static string Where(string file, ArchiveImage image) => $"{file}: '{ArchiveEntries.Shown(image.Entry.FullName)}'";
}
