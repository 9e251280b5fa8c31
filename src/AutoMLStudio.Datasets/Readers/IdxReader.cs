using System.IO.Compression;

namespace AutoMLStudio.Datasets.Readers;

/// <summary>
/// Grey images and their labels from pairs of IDX files, beside each other or in one archive; MNIST's own test files become the fixed test part.
/// </summary>
internal static class IdxReader
{
    private const string Images = "images", Labels = "labels", Training = "train-", Testing = "t10k-";

    /// <summary>The pictures of a file, with those of the test file beside it.</summary>
    /// <exception cref="DatasetException">A file is missing or has a fault, or the two do not fit each other.</exception>
    public static RawImages Read(string path, DatasetOptions options, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var name = options.Called(path);
        var train = ReadPair(path, name, options.Labels ?? LabelsOf(path, name), cancellationToken);
        progress?.Report(0.5);
        var testPath = Sibling(path, Training, Testing);
        var test = options.Labels is null && testPath is not null && File.Exists(testPath)
            ? ReadPair(testPath, Path.GetFileName(testPath), LabelsOf(testPath, testPath), cancellationToken)
            : null;
        return Join(name, train, test);
    }

    /// <summary>
    /// The pictures of an archive that holds one pair of files, or a second one for testing; which is which shows in their content.
    /// </summary>
    /// <exception cref="DatasetException">A file is missing or has a fault, or two do not fit each other.</exception>
    public static RawImages ReadArchive(
        string name, ZipArchive archive, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var arrays = archive.Entries.Where(e => e.Length > 0).Select(e => (Entry: e, Kind: ArchiveKind.OfEntry(e)))
            .Where(e => e.Kind is EntryKind.IdxImages or EntryKind.IdxLabels).ToList();
        bool IsTest(ZipArchiveEntry entry) => entry.Name.Contains("t10k", StringComparison.OrdinalIgnoreCase)
            || entry.Name.Contains("test", StringComparison.OrdinalIgnoreCase);
        IdxArray? Find(EntryKind kind, bool isTest)
        {
            var found = arrays.FindAll(a => a.Kind == kind && IsTest(a.Entry) == isTest);
            return found.Count switch
            {
                0 => null,
                1 => Unpack(name, found[0].Entry, kind == EntryKind.IdxImages ? 3 : 1, cancellationToken),
                _ => throw new DatasetException(
                    $"{name}: '{ArchiveEntries.Shown(found[0].Entry.FullName)}' and '{ArchiveEntries.Shown(found[1].Entry.FullName)}' both hold "
                    + $"{(kind == EntryKind.IdxImages ? Images : Labels)}; one pair of files, or a second one named t10k or test, is expected."),
            };
        }
        var train = Pair(name, Find(EntryKind.IdxImages, false), Find(EntryKind.IdxLabels, false), "")
            ?? throw new DatasetException($"{name}: there are test files only; files to train on are expected.");
        progress?.Report(0.5);
        return Join(name, train, Pair(name, Find(EntryKind.IdxImages, true), Find(EntryKind.IdxLabels, true), "test "));
    }

    private sealed record ImagePair(string Name, IdxArray Images, IdxArray Labels);

    private static IdxArray Unpack(string name, ZipArchiveEntry entry, int rank, CancellationToken cancellationToken)
    {
        using var stream = entry.Open();
        return IdxArray.Read(
            stream, entry.Length, ArchiveKind.IsGzip(entry), $"{name}: '{ArchiveEntries.Shown(entry.FullName)}'", rank, cancellationToken);
    }

    private static ImagePair? Pair(string name, IdxArray? images, IdxArray? labels, string part)
    {
        if (images is null && labels is null) return null;
        if (images is null || labels is null)
            throw new DatasetException(
                $"{name}: there are {part}{(images is null ? Labels : Images)} without {(images is null ? Images : Labels)}; both files are "
                + "expected.");
        return Checked(new(name, images, labels), $"{name}: the {part}labels");
    }

    private static ImagePair ReadPair(string imagesPath, string name, string labelsPath, CancellationToken cancellationToken)
    {
        var images = IdxArray.Read(imagesPath, name, 3, cancellationToken);
        var labelsName = Path.GetFileName(labelsPath);
        if (!File.Exists(labelsPath))
            throw new DatasetException($"{name}: its labels are expected in '{labelsName}' beside it, which does not exist.");
        return Checked(new(name, images, IdxArray.Read(labelsPath, labelsName, 1, cancellationToken)), labelsName);
    }

    private static ImagePair Checked(ImagePair pair, string labels) => pair.Labels.Dimensions[0] == pair.Images.Dimensions[0] ? pair
        : throw new DatasetException(
            $"{labels}: there are {pair.Labels.Dimensions[0]:N0} labels for the {pair.Images.Dimensions[0]:N0} images of {pair.Name}; as many are "
            + "expected.");

    private static RawImages Join(string name, ImagePair train, ImagePair? test)
    {
        var (height, width) = (train.Images.Dimensions[1], train.Images.Dimensions[2]);
        if (test is not null && (test.Images.Dimensions[1] != height || test.Images.Dimensions[2] != width))
            throw new DatasetException(
                $"{test.Name}: its {(test.Name == name ? "test " : "")}images have {test.Images.Dimensions[1]} × {test.Images.Dimensions[2]} pixels; "
                + $"{height} × {width} are expected, as in {train.Name}.");
        byte[] labels = [.. train.Labels.Data, .. test?.Labels.Data ?? []];
        var classes = labels.Distinct().Order().ToList();
        if (classes.Count < 2) throw new DatasetException($"{name}: every label is {classes[0]}; at least two classes are expected.");
        Limits.CheckNumbers(name, labels.Length, (long)height * width);
        var pixels = test is null ? train.Images.Data : [.. train.Images.Data, .. test.Images.Data];
        return new RawImages(
            1, height, width, pixels, Array.ConvertAll(labels, l => classes.IndexOf(l)), [.. classes.Select(c => $"{c}")], train.Labels.Data.Length);
    }

    private static string LabelsOf(string imagesPath, string name) =>
        Sibling(imagesPath, $"{Images}-idx3", $"{Labels}-idx1") ?? Sibling(imagesPath, $"{Images}.idx3", $"{Labels}.idx1")
        ?? throw new DatasetException(
            $"{Path.GetFileName(name)}: the name does not tell where the labels are; '{Images}-idx3' in it, the option 'labels', or a zip of both "
            + "files is expected.");

    /// <summary>The path with one part of the file's name replaced; null when the name does not have it.</summary>
    private static string? Sibling(string path, string part, string by)
    {
        var name = Path.GetFileName(path);
        if (!name.Contains(part, StringComparison.Ordinal)) return null;
        return Path.Combine(Path.GetDirectoryName(path) ?? "", name.Replace(part, by, StringComparison.Ordinal));
    }
}
