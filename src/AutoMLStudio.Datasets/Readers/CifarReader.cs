using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace AutoMLStudio.Datasets.Readers;

/// <summary>
/// Colour pictures of 32 × 32 pixels from the binary version of CIFAR-10 (a label and 3,072 bytes a picture) or CIFAR-100 (two labels, of which the
/// second, fine one is taken): one batch, a zip of batches, or the tar.gz as it is distributed. A batch named test is the fixed test part.
/// </summary>
internal static class CifarReader
{
    private const int Side = 32, PictureBytes = 3 * Side * Side, Head = 512 * 4;

    /// <summary>True when a file of this many bytes holds whole records of either version.</summary>
    public static bool Fits(long length) => length > 0 && (length % (PictureBytes + 1) == 0 || length % (PictureBytes + 2) == 0);

    /// <summary>True when this many bytes that begin like this are a batch: the labels are where they belong, and in their range.</summary>
    public static bool Looks(ReadOnlySpan<byte> head, long length)
    {
        var ten = length % (PictureBytes + 1) == 0;
        var step = PictureBytes + (ten ? 1 : 2);
        if (!Fits(length)) return false;
        for (var at = 0; at + 1 < head.Length; at += step)
            if (head[at] >= (ten ? 10 : 20) || (!ten && head[at + 1] >= 100)) return false;
        return true;
    }

    /// <summary>The pictures of one batch.</summary>
    /// <exception cref="DatasetException">The batch has a fault.</exception>
    public static RawImages Read(string path, string name, CancellationToken cancellationToken)
    {
        using var stream = SourceFile.Open(path);
        return Join(name, [new(name, Bytes(stream, stream.Length, name, cancellationToken))], []);
    }

    /// <summary>The pictures of an archive's batches.</summary>
    /// <exception cref="DatasetException">A batch has a fault, or there is none.</exception>
    public static RawImages ReadArchive(string name, ZipArchive archive, CancellationToken cancellationToken)
    {
        var batches = new List<Batch>();
        var texts = new List<string>();
        foreach (var entry in archive.Entries.Where(e => e.Length > 0).OrderBy(e => e.FullName, StringComparer.Ordinal))
        {
            using var stream = entry.Open();
            Take(name, entry.Name, stream, entry.Length, batches, texts, cancellationToken);
        }
        return Join(name, batches, texts);
    }

    /// <summary>The pictures of a tar.gz of batches.</summary>
    /// <exception cref="DatasetException">A batch or the archive has a fault, or there is no batch.</exception>
    public static RawImages ReadTar(string path, string name, CancellationToken cancellationToken, ImageLimits? limits = null)
    {
        var most = (limits ?? new()).TotalBytes;
        var batches = new List<Batch>();
        var texts = new List<string>();
        try
        {
            using var file = SourceFile.Open(path);
            using var plain = new GZipStream(file, CompressionMode.Decompress);
            using var tar = new TarReader(plain);
            var total = 0L;
            while (tar.GetNextEntry() is { } entry)
            {
                cancellationToken.ThrowIfCancellationRequested();
                // What is skipped is unpacked, too.
                if ((total += entry.Length) > most)
                    throw new DatasetException($"{name}: the entries unpack to more than {most:N0} bytes, which is the most expected.");
                if (entry.DataStream is { } stream) Take(name, Path.GetFileName(entry.Name), stream, entry.Length, batches, texts, cancellationToken);
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException or FormatException or ArgumentException)
        {
            throw new DatasetException($"{name}: the archive is damaged: {e.Message}", e);
        }
        batches.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return Join(name, batches, texts);
    }

    private sealed record Batch(string Name, byte[] Bytes)
    {
        public bool IsTest => Name.Contains("test", StringComparison.OrdinalIgnoreCase);

        /// <summary>Labels before each picture: 1 in CIFAR-10, 2 in CIFAR-100.</summary>
        public int Labels => Bytes.Length % (PictureBytes + 1) == 0 ? 1 : 2;

        public int Count => Bytes.Length / (PictureBytes + Labels);
    }

    private static void Take(
        string name, string entry, Stream stream, long length, List<Batch> batches, List<string> texts, CancellationToken cancellationToken)
    {
        if (entry.EndsWith(".bin", StringComparison.OrdinalIgnoreCase))
        {
            Limits.CheckNumbers(name, batches.Sum(b => (long)b.Bytes.Length) + length, 1);
            var bytes = Bytes(stream, length, $"{name}: '{ArchiveEntries.Shown(entry)}'", cancellationToken);
            batches.Add(new(entry, bytes));
        }
        else if (entry.EndsWith("names.txt", StringComparison.Ordinal) || entry.EndsWith("meta.txt", StringComparison.Ordinal))
        {
            // CIFAR-100 has a list of its coarse classes beside that of the fine ones.
            if (length > Head || entry.StartsWith("coarse", StringComparison.Ordinal)) return;
            texts.AddRange(Encoding.UTF8.GetString(Bytes(stream, length, null, cancellationToken)).Split(
                '\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        }
    }

    private static byte[] Bytes(Stream stream, long length, string? batch, CancellationToken cancellationToken)
    {
        if (batch is not null)
        {
            if (!Fits(length))
                throw new DatasetException(
                    $"{batch}: the batch has {length:N0} bytes; a multiple of {PictureBytes + 1:N0} (CIFAR-10) or {PictureBytes + 2:N0} (CIFAR-100) "
                    + "is expected.");
            Limits.CheckNumbers(batch, length, 1);
        }
        cancellationToken.ThrowIfCancellationRequested();
        var bytes = new byte[length];
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            throw new DatasetException($"{batch}: the file ends before its {length:N0} bytes.");
        return bytes;
    }

    private static RawImages Join(string name, List<Batch> batches, List<string> names)
    {
        if (!batches.Exists(b => !b.IsTest)) throw new DatasetException($"{name}: there is no batch to train on; data_batch_1.bin is expected.");
        var ordered = batches.OrderBy(b => b.IsTest).ToList();
        if (ordered.Exists(b => b.Labels != ordered[0].Labels))
            throw new DatasetException($"{name}: the batches are of CIFAR-10 and of CIFAR-100; those of one are expected.");
        var count = ordered.Sum(b => b.Count);
        Limits.CheckNumbers(name, count, PictureBytes);
        var (pixels, labels) = (new byte[count * PictureBytes], new int[count]);
        var next = 0;
        foreach (var batch in ordered)
            for (var i = 0; i < batch.Count; i++, next++)
            {
                var record = batch.Bytes.AsSpan(i * (PictureBytes + batch.Labels), PictureBytes + batch.Labels);
                labels[next] = record[batch.Labels - 1];
                record[batch.Labels..].CopyTo(pixels.AsSpan(next * PictureBytes));
            }
        var most = ordered[0].Labels == 1 ? 10 : 100;
        if (labels.Any(l => l >= most))
            throw new DatasetException($"{name}: a label is {labels.First(l => l >= most)}; a number below {most} is expected.");
        var classes = labels.Distinct().Order().ToList();
        if (classes.Count < 2) throw new DatasetException($"{name}: every label is {classes[0]}; at least two classes are expected.");
        string[] called = [.. classes.Select(c => names.Count == most ? names[c] : $"{c}")];
        return new RawImages(
            3, Side, Side, pixels, Array.ConvertAll(labels, l => classes.IndexOf(l)), called, ordered.Where(b => !b.IsTest).Sum(b => b.Count));
    }
}
