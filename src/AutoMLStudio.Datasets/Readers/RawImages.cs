namespace AutoMLStudio.Datasets.Readers;

/// <summary>Pictures of one size as bytes, as IDX and CIFAR files hold them.</summary>
/// <param name="Channels">1 or 3.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Pixels">Picture after picture, each channel after channel, row by row.</param>
/// <param name="Labels">Class of each picture, as an index into <paramref name="ClassNames"/>.</param>
/// <param name="ClassNames">Names of the classes.</param>
/// <param name="TestFrom">Index of the first picture that is set aside for testing; the number of pictures when none is.</param>
internal sealed record RawImages(
    int Channels, int Height, int Width, byte[] Pixels, int[] Labels, IReadOnlyList<string> ClassNames, int TestFrom)
{
    /// <summary>Pictures.</summary>
    public int Count => Labels.Length;

    /// <summary>Bytes of a picture.</summary>
    public int Size => Channels * Height * Width;

    /// <summary>The bytes of one picture.</summary>
    public ReadOnlySpan<byte> Picture(int index) => Pixels.AsSpan(index * Size, Size);

    /// <summary>The dataset of the first <paramref name="maxPerClass"/> pictures of each class in either part, or of all.</summary>
    public Dataset ToDataset(string name, int? maxPerClass)
    {
        var counts = new Dictionary<(bool, int), int>();
        var kept = Enumerable.Range(0, Count).Where(i =>
            (counts[(i < TestFrom, Labels[i])] = counts.GetValueOrDefault((i < TestFrom, Labels[i])) + 1) <= (maxPerClass ?? int.MaxValue)).ToArray();
        Limits.CheckNumbers(name, kept.Length, Size);
        var features = new float[kept.Length * Size];
        for (var k = 0; k < kept.Length; k++)
        {
            var picture = Picture(kept[k]);
            for (var p = 0; p < Size; p++) features[k * Size + p] = picture[p] / 255f;
        }
        var test = Enumerable.Range(0, kept.Length).Where(k => kept[k] >= TestFrom).ToArray();
        return new Dataset(name, DatasetKind.Images, [Channels, Height, Width], features, [.. kept.Select(i => (float)Labels[i])], ClassNames,
            fixedTest: test.Length > 0 ? test : null);
    }

    /// <summary>A dataset of pictures as bytes again.</summary>
    public static RawImages Of(Dataset dataset) => new(
        dataset.Shape[0], dataset.Shape[1], dataset.Shape[2], Array.ConvertAll(dataset.Features.ToArray(), v => (byte)MathF.Round(255 * v)),
        Array.ConvertAll(dataset.Targets.ToArray(), v => (int)v), dataset.ClassNames, dataset.Count);
}
