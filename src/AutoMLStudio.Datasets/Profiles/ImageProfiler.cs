using AutoMLStudio.Datasets.Readers;
using SkiaSharp;

namespace AutoMLStudio.Datasets.Profiles;

/// <summary>The profile of pictures and the sheet of samples.</summary>
internal static class ImageProfiler
{
    private const int MostSizes = 8;

    /// <summary>Of pictures in class folders. Every picture's header is read; the samples are decoded.</summary>
    /// <exception cref="DatasetException">A picture is damaged, of another format or too large.</exception>
    public static ProfiledDataset Of(
        string file, IReadOnlyList<ArchiveImage> images, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var classes = images.Select(i => i.Class).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var indexOf = classes.Select((name, i) => (name, i)).ToDictionary(c => c.name, c => c.i, StringComparer.Ordinal);
        var chosen = Chosen([.. images.Select(i => indexOf[i.Class])], classes.Count).ToHashSet();
        var sizes = new Dictionary<(int Height, int Width), long>();
        var samples = new List<(int Class, SKBitmap Picture)>();
        var channels = 1;
        try
        {
            for (var i = 0; i < images.Count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var (where, bytes) = (ZipReader.Where(file, images[i]), ZipReader.Bytes(file, images[i].Entry));
                var size = ImageDecoder.Measure(where, bytes);
                sizes[size] = sizes.GetValueOrDefault(size) + 1;
                if (chosen.Contains(i))
                {
                    var (height, width) = Fit(size);
                    var decoded = ImageDecoder.Decode(where, bytes, height, width);
                    channels = Math.Max(channels, decoded.Channels);
                    samples.Add((indexOf[images[i].Class], SampleSheets.Bitmap(decoded.Bytes, decoded.Channels, height, width)));
                }
                if (i % 256 == 0) progress?.Report((double)i / images.Count);
            }
            samples.Sort((a, b) => a.Class.CompareTo(b.Class));
            var counts = classes.ConvertAll(c => 0L);
            foreach (var image in images) counts[indexOf[image.Class]]++;
            return Assemble("images", classes, counts, images.Count(i => i.IsTest), channels, sizes, samples);
        }
        finally
        {
            foreach (var (_, picture) in samples) picture.Dispose();
        }
    }

    /// <summary>Of pictures that an IDX or CIFAR file holds, or that the studio makes.</summary>
    public static ProfiledDataset Of(RawImages images, string format)
    {
        var samples = Chosen(images.Labels, images.ClassNames.Count).OrderBy(i => images.Labels[i]).ThenBy(i => i)
            .Select(i => (images.Labels[i], SampleSheets.Bitmap(images.Picture(i), images.Channels, images.Height, images.Width))).ToList();
        try
        {
            var counts = images.ClassNames.Select(_ => 0L).ToList();
            foreach (var label in images.Labels) counts[label]++;
            var sizes = new Dictionary<(int, int), long> { [(images.Height, images.Width)] = images.Count };
            return Assemble(format, images.ClassNames, counts, images.Count - images.TestFrom, images.Channels, sizes, samples);
        }
        finally
        {
            foreach (var (_, picture) in samples) picture.Dispose();
        }
    }

    private static ProfiledDataset Assemble(
        string format, IReadOnlyList<string> classes, List<long> counts, int test, int channels, Dictionary<(int Height, int Width), long> sizes,
        List<(int Class, SKBitmap Picture)> samples)
    {
        var tile = SampleSheets.Tile(samples.Max(s => s.Picture.Height), samples.Max(s => s.Picture.Width));
        var (png, sheet) = SampleSheets.Draw(samples, tile);
        var frequent = sizes.OrderByDescending(s => s.Value).ThenBy(s => s.Key).Take(MostSizes);
        var profile = new DatasetProfile
        {
            Kind = DatasetKind.Images, Format = format, Rows = counts.Sum(), TestRows = test,
            Classes = [.. classes.Zip(counts, (name, count) => new ValueCount(name, count))],
            Suggestion = new(null, DatasetTask.Classification, TargetRule.Pictures, $"Each picture belongs to one of {classes.Count} classes."),
            Images = new(
                channels, [.. frequent.Select(s => new ValueCount($"{s.Key.Height} × {s.Key.Width}", s.Value))], sizes.Count, sheet),
        };
        return new(profile, png);
    }

    /// <summary>The first pictures of each class, as many as its share of the sheet.</summary>
    private static IEnumerable<int> Chosen(int[] labels, int classes)
    {
        var left = Enumerable.Repeat(SampleSheets.PerClass(classes), SampleSheets.ShownClasses(classes)).ToArray();
        for (var i = 0; i < labels.Length; i++)
            if (labels[i] < left.Length && left[labels[i]]-- > 0) yield return i;
    }

    private static (int Height, int Width) Fit((int Height, int Width) size)
    {
        var scale = Math.Min(1, (double)SampleSheets.Tile(size.Height, size.Width) / Math.Max(size.Height, size.Width));
        return (Math.Max(1, (int)Math.Round(size.Height * scale)), Math.Max(1, (int)Math.Round(size.Width * scale)));
    }
}
