using System.IO.Compression;
using System.Text;

namespace AutoMLStudio.Datasets.Readers;

/// <summary>What a file is by its first bytes; names and endings are not trusted, since uploads are stored under names of the studio's own.</summary>
internal enum SourceFormat
{
    Csv,
    Parquet,
    Zip,
    Idx,
    IdxGzip,
    Cifar,
    CifarTar,
}

/// <summary>A file that a dataset is read from: checks what holds for every format.</summary>
internal static class SourceFile
{
    private const int Probe = 4096, TarMagicAt = 257;

    /// <summary>Recognises the file.</summary>
    /// <exception cref="DatasetException">It is missing, empty, too large, unreadable or of no known format.</exception>
    public static SourceFormat Recognise(string path, string name)
    {
        using var stream = Open(path);
        if (stream.Length == 0) throw new DatasetException($"{name}: the file is empty; {Expected}.");
        if (stream.Length > Limits.FileBytes)
            throw new DatasetException($"{name}: the file has {stream.Length:N0} bytes; at most {Limits.FileBytes:N0} are expected.");
        var buffer = new byte[Probe];
        var head = buffer.AsSpan(0, stream.ReadAtLeast(buffer, Probe, throwOnEndOfStream: false));
        if (head.StartsWith("PK\x03\x04"u8) || head.StartsWith("PK\x05\x06"u8)) return SourceFormat.Zip;
        if (head.StartsWith("PAR1"u8)) return SourceFormat.Parquet;
        if (head.StartsWith("\x1F"u8) && head.Length > 1 && head[1] == 0x8B) return IsTar(stream) ? SourceFormat.CifarTar : SourceFormat.IdxGzip;
        if (CifarReader.Looks(head, stream.Length)) return SourceFormat.Cifar;
        if (head.StartsWith("\0\0"u8)) return SourceFormat.Idx;
        var isUtf16 = head is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..];
        if (!isUtf16 && head.IndexOf((byte)0) >= 0)
            throw new DatasetException(
                $"{name}: the file starts with '{Printable(head[..Math.Min(4, head.Length)])}', which is no known format; {Expected}.");
        return SourceFormat.Csv;
    }

    private static bool IsTar(FileStream stream)
    {
        stream.Position = 0;
        using var plain = new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true);
        var head = new byte[TarMagicAt + 5];
        try
        {
            return plain.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && head.AsSpan(TarMagicAt).SequenceEqual("ustar"u8);
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>Opens the file for reading from front to back.</summary>
    /// <exception cref="DatasetException">It cannot be opened.</exception>
    public static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new DatasetException($"{Path.GetFileName(path)}: the file cannot be opened: {e.Message}", e);
        }
    }

    private const string Expected =
        "a CSV file with a header, a Parquet file, an IDX file (also .gz), CIFAR batches or a zip of class folders is expected";

    private static string Printable(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        foreach (var b in bytes) text.Append(b is >= 0x20 and < 0x7F ? ((char)b).ToString() : $"\\x{b:X2}");
        return text.ToString();
    }
}
