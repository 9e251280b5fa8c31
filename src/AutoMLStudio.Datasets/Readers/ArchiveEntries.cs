using System.IO.Compression;

namespace AutoMLStudio.Datasets.Readers;

/// <summary>A picture in an archive.</summary>
/// <param name="Entry">Where its bytes are.</param>
/// <param name="Class">Name of the folder that it lies in.</param>
/// <param name="IsTest">True below a folder <c>test</c>.</param>
internal sealed record ArchiveImage(ZipArchiveEntry Entry, string Class, bool IsTest);

/// <summary>What an archive says it holds, checked before anything is unpacked.</summary>
internal static class ArchiveEntries
{
    private static readonly HashSet<string> ImageEndings = new(StringComparer.OrdinalIgnoreCase) { ".png", ".jpg", ".jpeg", ".bmp" };
    private static readonly HashSet<string> TrainingFolders = new(StringComparer.OrdinalIgnoreCase)
    {
        "train", "training", "val", "valid", "validation",
    };

    private static readonly HashSet<string> TestFolders = new(StringComparer.OrdinalIgnoreCase) { "test", "testing" };

    /// <summary>Refuses an archive that is larger than it should be, or whose paths lead out of it.</summary>
    /// <exception cref="DatasetException">An entry breaks a limit or has a path that is not plain.</exception>
    public static void Check(string file, ZipArchive archive, ImageLimits limits)
    {
        if (archive.Entries.Count > limits.Entries)
            throw new DatasetException($"{file}: the archive has {archive.Entries.Count:N0} entries; at most {limits.Entries:N0} are expected.");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var total = 0L;
        foreach (var entry in archive.Entries)
        {
            CheckPath(file, entry.FullName);
            if (!seen.Add(entry.FullName))
                throw new DatasetException($"{file}: two entries are named '{Shown(entry.FullName)}'; a name of its own for each is expected.");
            CheckSize(file, entry, limits);
            total += entry.Length;
            if (total > limits.TotalBytes)
                throw new DatasetException($"{file}: the entries unpack to more than {limits.TotalBytes:N0} bytes, which is the most expected.");
        }
    }

    /// <summary>
    /// The pictures in the order of their paths: <c>class/file.png</c>, or <c>train/class/file.png</c> and <c>test/class/file.png</c>, all below any
    /// common folder.
    /// </summary>
    /// <exception cref="DatasetException">There is none, or the layout is another.</exception>
    public static IReadOnlyList<ArchiveImage> Pictures(string file, ZipArchive archive)
    {
        var images = archive.Entries.Where(e => IsImage(e.FullName)).Select(e => Place(file, e)).ToList();
        if (images.Count == 0)
            throw new DatasetException(
                $"{file}: none of the {archive.Entries.Count:N0} entries is a picture in a folder; class/file.png (or .jpg, .bmp) is expected.");
        CheckLayout(file, images);
        return [.. images.OrderBy(i => i.IsTest).ThenBy(i => i.Class, StringComparer.Ordinal).ThenBy(i => i.Entry.FullName, StringComparer.Ordinal)];
    }

    /// <summary>An entry's name for a message: cut where it is long, without control characters.</summary>
    public static string Shown(string name) => string.Concat((name.Length <= 80 ? name : name[..80] + "…").Select(c => char.IsControl(c) ? '�' : c));

    private static void CheckPath(string file, string path)
    {
        var tricky = path.StartsWith('/') || path.AsSpan().IndexOfAny("\\:\0") >= 0 || path.Split('/').Any(part => part is ".." or ".");
        if (tricky)
            throw new DatasetException(
                $"{file}: the entry '{Shown(path)}' has a path that is not plain; folder/folder/file without '..', '\\', ':' or a leading '/' is " +
                "expected.");
    }

    private static void CheckSize(string file, ZipArchiveEntry entry, ImageLimits limits)
    {
        // Arrays of many pictures are files of hundreds of megabytes; their readers look at what they say of themselves.
        var most = IsImage(entry.FullName) ? limits.EntryBytes : Math.Max(limits.EntryBytes, limits.ArrayBytes);
        if (entry.Length > most)
            throw new DatasetException(
                $"{file}: the entry '{Shown(entry.FullName)}' unpacks to {entry.Length:N0} bytes; at most {most:N0} are expected.");
        if (entry.Length > limits.RatioFrom && entry.Length / Math.Max(1, entry.CompressedLength) > limits.Ratio)
            throw new DatasetException(
                $"{file}: the entry '{Shown(entry.FullName)}' unpacks {entry.CompressedLength:N0} bytes to {entry.Length:N0}; at most " +
                $"{limits.Ratio} times as many are expected.");
        if (entry.IsEncrypted)
            throw new DatasetException($"{file}: the entry '{Shown(entry.FullName)}' is encrypted; an archive without a password is expected.");
    }

    private static bool IsImage(string path)
    {
        var parts = path.Split('/');
        return ImageEndings.Contains(Path.GetExtension(parts[^1])) && !parts.Any(p => p.StartsWith('.') || p == "__MACOSX");
    }

    private static ArchiveImage Place(string file, ZipArchiveEntry entry)
    {
        var parts = entry.FullName.Split('/');
        if (parts.Length < 2)
            throw new DatasetException($"{file}: the picture '{Shown(entry.FullName)}' lies in no folder; class/file.png is expected.");
        return new ArchiveImage(entry, parts[^2], parts.Length > 2 && TestFolders.Contains(parts[^3]));
    }

    private static void CheckLayout(string file, List<ArchiveImage> images)
    {
        bool IsPart(string folder) => TrainingFolders.Contains(folder) || TestFolders.Contains(folder);
        if (images.Find(i => IsPart(i.Class)) is { } direct)
            throw new DatasetException(
                $"{file}: the picture '{Shown(direct.Entry.FullName)}' lies directly in '{direct.Class}'; {direct.Class}/class/file.png is " +
                "expected.");
        string Above(ArchiveImage image)
        {
            var folders = image.Entry.FullName.Split('/')[..^2];
            return string.Join('/', folders.Length > 0 && IsPart(folders[^1]) ? [.. folders[..^1], "*"] : folders);
        }
        var first = images[0];
        if (images.Find(i => Above(i) != Above(first)) is { } other)
            throw new DatasetException(
                $"{file}: '{Shown(other.Entry.FullName)}' and '{Shown(first.Entry.FullName)}' lie at different places; class folders side by side " +
                "are expected.");
        var classes = images.Where(i => !i.IsTest).Select(i => i.Class).ToHashSet(StringComparer.Ordinal);
        if (classes.Count == 0) throw new DatasetException($"{file}: every picture is in the test folder; train/class/file.png is expected as well.");
        if (classes.Count == 1)
            throw new DatasetException($"{file}: there is one class only, '{Shown(classes.First())}'; at least two class folders are expected.");
        if (classes.Count > Limits.Classes)
            throw new DatasetException($"{file}: there are {classes.Count:N0} class folders; at most {Limits.Classes:N0} are expected.");
        if (images.Find(i => !classes.Contains(i.Class)) is { } unknown)
            throw new DatasetException(
                $"{file}: '{Shown(unknown.Entry.FullName)}' is of the class '{Shown(unknown.Class)}', which has no picture to train on; one of " +
                "the training folders is expected.");
    }
}
