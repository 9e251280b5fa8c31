using System.Buffers.Binary;
using AutoMLStudio.Datasets;

namespace AutoMLStudio.Benchmarks.Networks.Sharing;

/// <summary>Fashion-MNIST made small enough for many searches on two cores: the first pictures of each class, 14 × 14 by the mean of 2 × 2 pixels.</summary>
internal static class SmallFashion
{
    /// <summary>Height and width of the pictures.</summary>
    public const int Side = 14;

    private const int Classes = 10;

    /// <summary>Writes the pictures and their labels as MNIST's files are and returns the path of the pictures.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="perClass">Pictures of each class.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<string> WriteAsync(string folder, int perClass, CancellationToken cancellationToken)
    {
        var data = await DatasetCatalog.LoadAsync(SharedFiles.Find("images/fashion_mnist_png.zip"), cancellationToken: cancellationToken);
        var chosen = Enumerable.Range(0, Classes)
            .SelectMany(c => Enumerable.Range(0, data.Count).Where(i => (int)data.Targets.Span[i] == c).Take(perClass)).ToList();
        var (images, labels) = (new byte[16 + chosen.Count * Side * Side], new byte[8 + chosen.Count]);
        Header(images, 0x803, chosen.Count, Side, Side);
        Header(labels, 0x801, chosen.Count);
        for (var i = 0; i < chosen.Count; i++)
        {
            Shrink(data.Example(chosen[i]), images.AsSpan(16 + i * Side * Side, Side * Side));
            labels[8 + i] = (byte)data.Targets.Span[chosen[i]];
        }
        var path = Path.Combine(folder, "fashion14-images-idx3-ubyte");
        await File.WriteAllBytesAsync(path, images, cancellationToken);
        await File.WriteAllBytesAsync(Path.Combine(folder, "fashion14-labels-idx1-ubyte"), labels, cancellationToken);
        return path;
    }

    private static void Header(byte[] file, params int[] numbers)
    {
        for (var i = 0; i < numbers.Length; i++) BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4 * i), numbers[i]);
    }

    /// <summary>Pixels are read as 0 to 1 or as 0 to 255; the largest says which.</summary>
    private static void Shrink(ReadOnlySpan<float> picture, Span<byte> small)
    {
        var scale = 0f;
        foreach (var pixel in picture) scale = Math.Max(scale, pixel);
        scale = scale > 1.5f ? 1 : 255;
        for (var y = 0; y < Side; y++)
            for (var x = 0; x < Side; x++)
            {
                var at = 2 * y * 2 * Side + 2 * x;
                small[y * Side + x] = (byte)Math.Round(scale * (picture[at] + picture[at + 1] + picture[at + 2 * Side] + picture[at + 2 * Side + 1]) / 4);
            }
    }
}
