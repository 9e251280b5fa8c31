namespace AutoMLStudio.Datasets.Readers;

/// <summary>
/// Grey images and their labels from a pair of IDX files; MNIST's own test files, where they lie beside its training files, become the fixed test
/// part.
/// </summary>
internal static class IdxReader
{
    private const string Images = "images", Labels = "labels", Training = "train-", Testing = "t10k-";

    /// <exception cref="DatasetException">A file is missing or has a fault, or the two do not fit each other.</exception>
    public static Dataset Read(string path, DatasetOptions options, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var train = ReadPair(path, options.Labels ?? LabelsOf(path), options.MaxPerClass, cancellationToken);
        progress?.Report(0.5);
        var testPath = Sibling(path, Training, Testing);
        var test = options.Labels is null && testPath is not null && File.Exists(testPath)
            ? ReadPair(testPath, LabelsOf(testPath), options.MaxPerClass, cancellationToken)
            : null;
        if (test is not null && (test.Height != train.Height || test.Width != train.Width))
            throw new DatasetException(
                $"{Path.GetFileName(testPath)}: its images have {test.Height} × {test.Width} pixels; {train.Height} × {train.Width} are expected, " +
                $"as in {Path.GetFileName(path)}.");
        return Join(Path.GetFileName(path), train, test);
    }

    private sealed record Pair(int Height, int Width, IReadOnlyList<int> Kept, byte[] Pixels, byte[] Labels);

    private static Pair ReadPair(string imagesPath, string labelsPath, int? maxPerClass, CancellationToken cancellationToken)
    {
        var images = IdxArray.Read(imagesPath, 3, cancellationToken);
        if (!File.Exists(labelsPath))
            throw new DatasetException(
                $"{Path.GetFileName(imagesPath)}: its labels are expected in '{Path.GetFileName(labelsPath)}' beside it, which does not exist.");
        var labels = IdxArray.Read(labelsPath, 1, cancellationToken);
        if (labels.Dimensions[0] != images.Dimensions[0])
            throw new DatasetException(
                $"{Path.GetFileName(labelsPath)}: there are {labels.Dimensions[0]:N0} labels for the {images.Dimensions[0]:N0} images of " +
                $"{Path.GetFileName(imagesPath)}; as many are expected.");
        var counts = new int[256];
        var kept = Enumerable.Range(0, labels.Data.Length).Where(i => counts[labels.Data[i]]++ < (maxPerClass ?? int.MaxValue)).ToArray();
        return new Pair(images.Dimensions[1], images.Dimensions[2], kept, images.Data, labels.Data);
    }

    private static Dataset Join(string name, Pair train, Pair? test)
    {
        var parts = test is null ? new[] { train } : [train, test];
        var classes = parts.SelectMany(p => p.Kept.Select(i => p.Labels[i])).Distinct().Order().ToList();
        if (classes.Count < 2) throw new DatasetException($"{name}: every label is {classes[0]}; at least two classes are expected.");
        var size = train.Height * train.Width;
        var count = parts.Sum(p => p.Kept.Count);
        Limits.CheckNumbers(name, count, size);
        var features = new float[count * size];
        var targets = new float[count];
        var next = 0;
        foreach (var part in parts)
            foreach (var i in part.Kept)
            {
                for (var p = 0; p < size; p++) features[next * size + p] = part.Pixels[i * size + p] / 255f;
                targets[next++] = classes.IndexOf(part.Labels[i]);
            }
        var fixedTest = test is null ? null : Enumerable.Range(train.Kept.Count, test.Kept.Count).ToArray();
        string[] names = [.. classes.Select(c => $"{c}")];
        return new Dataset(name, DatasetKind.Images, [1, train.Height, train.Width], features, targets, names, fixedTest: fixedTest);
    }

    private static string LabelsOf(string imagesPath) =>
        Sibling(imagesPath, $"{Images}-idx3", $"{Labels}-idx1") ?? Sibling(imagesPath, $"{Images}.idx3", $"{Labels}.idx1")
        ?? throw new DatasetException(
            $"{Path.GetFileName(imagesPath)}: the name does not tell where the labels are; '{Images}-idx3' in it or the "
            + "option 'labels' is expected.");

    /// <summary>The path with one part of the file's name replaced; null when the name does not have it.</summary>
    private static string? Sibling(string path, string part, string by)
    {
        var name = Path.GetFileName(path);
        if (!name.Contains(part, StringComparison.Ordinal)) return null;
        return Path.Combine(Path.GetDirectoryName(path) ?? "", name.Replace(part, by, StringComparison.Ordinal));
    }
}
