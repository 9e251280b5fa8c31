using System.IO.Compression;

namespace AutoMLStudio.Datasets.Readers;

/// <summary>What an entry of an archive holds by its first bytes.</summary>
internal enum EntryKind
{
    Other,
    IdxImages,
    IdxLabels,
    Cifar,
}

/// <summary>Tells archives of arrays from archives of pictures.</summary>
internal static class ArchiveKind
{
    /// <summary>An archive of more entries than this holds pictures.</summary>
    private const int MostFiles = 32;

    /// <summary>What most matters in the archive: IDX files, CIFAR batches or, for all others, pictures.</summary>
    public static EntryKind Of(ZipArchive archive)
    {
        if (archive.Entries.Count > MostFiles) return EntryKind.Other;
        var kinds = archive.Entries.Where(e => e.Length > 0).Select(OfEntry).ToHashSet();
        return kinds.Contains(EntryKind.IdxImages) || kinds.Contains(EntryKind.IdxLabels) ? EntryKind.IdxImages
            : kinds.Contains(EntryKind.Cifar) ? EntryKind.Cifar : EntryKind.Other;
    }

    /// <summary>What one entry holds.</summary>
    public static EntryKind OfEntry(ZipArchiveEntry entry)
    {
        if (entry.Name.EndsWith(".bin", StringComparison.OrdinalIgnoreCase) && CifarReader.Fits(entry.Length)) return EntryKind.Cifar;
        using var stream = entry.Open();
        using var plain = IsGzip(entry) ? new GZipStream(stream, CompressionMode.Decompress) : stream;
        Span<byte> head = stackalloc byte[4];
        if (plain.ReadAtLeast(head, 4, throwOnEndOfStream: false) < 4 || head[0] != 0 || head[1] != 0 || head[2] != 8) return EntryKind.Other;
        return head[3] switch { 3 => EntryKind.IdxImages, 1 => EntryKind.IdxLabels, _ => EntryKind.Other };
    }

    /// <summary>True when the entry is compressed with gzip within the archive.</summary>
    public static bool IsGzip(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        return stream.ReadByte() == 0x1F && stream.ReadByte() == 0x8B;
    }
}
