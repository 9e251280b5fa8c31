using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using AutoMLStudio.Tests.Support;
using SkiaSharp;

namespace AutoMLStudio.Datasets.Tests;

/// <summary>A folder of files made for one test, deleted after it.</summary>
public sealed class TestFiles : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("datasets-");

    public string Text(string name, string text) => Bytes(name, Encoding.UTF8.GetBytes(text));

    public string Bytes(string name, byte[] bytes)
    {
        var path = PathOf(name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public string Zip(string name, params (string Path, byte[] Content)[] entries)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, content) in entries)
            {
                using var entry = archive.CreateEntry(path).Open();
                entry.Write(content);
            }
        }
        return Bytes(name, stream.ToArray());
    }

    /// <summary>A picture of one brightness, or of one colour.</summary>
    public static byte[] Picture(SKColor colour, int height = 8, int width = 8, SKEncodedImageFormat format = SKEncodedImageFormat.Png)
    {
        using var bitmap = new SKBitmap(width, height);
        bitmap.Erase(colour);
        using var data = bitmap.Encode(format, 100);
        return data.ToArray();
    }

    public static SKColor Grey(byte level) => new(level, level, level);

    /// <summary>An IDX file: two zeros, unsigned bytes, the rank, the dimensions, the data.</summary>
    public static byte[] Idx(int[] dimensions, byte[] data)
    {
        var bytes = new byte[4 + 4 * dimensions.Length + data.Length];
        (bytes[2], bytes[3]) = (0x08, (byte)dimensions.Length);
        for (var d = 0; d < dimensions.Length; d++) BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 + 4 * d), dimensions[d]);
        data.CopyTo(bytes, 4 + 4 * dimensions.Length);
        return bytes;
    }

    public static byte[] Gzip(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var zip = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true)) zip.Write(bytes);
        return stream.ToArray();
    }

    public static Task<Dataset> Load(string path, DatasetOptions? options = null) =>
        DatasetCatalog.LoadAsync(path, options, null, TestContext.Current.CancellationToken);

    /// <summary>A file of the real data that some machines have; null elsewhere.</summary>
    public static string? Shared(string path)
    {
        string?[] folders = [Environment.GetEnvironmentVariable("STUDIO_SHARED_DATA"), InRepository("../shared/data")];
        return folders.OfType<string>().Select(f => Path.Combine(f, path)).FirstOrDefault(File.Exists);
    }

    /// <summary>A path below the repository's root.</summary>
    public static string InRepository(string path) => Path.Combine(Repository.Root, path);

    public void Dispose() => _folder.Delete(recursive: true);
}
