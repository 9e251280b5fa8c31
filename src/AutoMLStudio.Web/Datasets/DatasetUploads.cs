using System.IO.Compression;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Datasets.Profiles;
using AutoMLStudio.Storage;
using AutoMLStudio.Storage.Blobs;
using AutoMLStudio.Web.Hosting;
using Microsoft.Extensions.Options;

namespace AutoMLStudio.Web.Datasets;

/// <summary>A file on its way in.</summary>
/// <param name="Name">What the person calls it; for messages, and for the dataset's name when none is given.</param>
/// <param name="Content">Read once.</param>
public sealed record UploadedFile(string Name, Stream Content);

/// <summary>
/// Takes in datasets: a file is written to the disk as it comes, looked at from front to back, and only then kept and given a name. Whatever goes
/// wrong on the way, nothing is left.
/// </summary>
public sealed class DatasetUploads(BlobStore blobs, DatasetLibrary library, IOptions<StudioOptions> options, TimeProvider time)
{
    /// <summary>Files that can make one dataset together: the images and labels of MNIST, to train and to test.</summary>
    public const int MostFiles = 4;

    private const int LongestFileName = 200;

    // Reading a large file takes memory and a core: what comes at the same time waits.
    private static readonly SemaphoreSlim Reading = new(2);

    /// <summary>Keeps the dataset that these files hold.</summary>
    /// <param name="files">One file, or the IDX files of one dataset; read one after the other.</param>
    /// <param name="name">Name of the dataset; null for one made from the name of the first file.</param>
    /// <param name="cancellationToken">Ends it; nothing is left then.</param>
    /// <returns>The dataset's name.</returns>
    /// <exception cref="AutoMLStudio.Datasets.DatasetException">The content is no dataset; the message says why.</exception>
    /// <exception cref="StudyFileException">The name is not accepted or taken, there is no file, or there are too many.</exception>
    /// <exception cref="InvalidDataException">The files are larger than the studio accepts.</exception>
    public async Task<string> AddAsync(IAsyncEnumerable<UploadedFile> files, string? name, CancellationToken cancellationToken)
    {
        if (name is not null)
        {
            DatasetName.Checked(name);
            // Before a long upload rather than after it.
            if (await library.IsTakenAsync(name, cancellationToken)) throw DatasetName.Fault($"There is a dataset '{name}' already.");
        }
        var received = new List<(string Name, ReceivedBlob Blob)>();
        try
        {
            await foreach (var file in files.WithCancellation(cancellationToken))
            {
                if (received.Count == MostFiles) throw Fault($"There are more than {MostFiles}, which is the most that make a dataset together.");
                var left = options.Value.MaxUploadBytes - received.Sum(r => r.Blob.Blob.Size);
                received.Add((Plain(file.Name), await blobs.ReceiveAsync(file.Content, cancellationToken, left)));
            }
            if (received.Count == 0) throw Fault("There is none in the request; one is expected.");
            var fileName = received[0].Name;
            if (received.Count == 1) return await KeepAsync(received[0].Blob, fileName, name, cancellationToken);
            await using var packed = await PackAsync(received, cancellationToken);
            return await KeepAsync(packed, Path.ChangeExtension(fileName, ".zip"), name, cancellationToken);
        }
        finally
        {
            foreach (var (_, blob) in received) await blob.DisposeAsync();
        }
    }

    private async Task<string> KeepAsync(ReceivedBlob file, string fileName, string? name, CancellationToken cancellationToken)
    {
        await Reading.WaitAsync(cancellationToken);
        ProfiledDataset profiled;
        try
        {
            profiled = await DatasetProfiler.OfFileAsync(file.Path, new() { Name = fileName }, cancellationToken: cancellationToken);
        }
        finally
        {
            Reading.Release();
        }
        var row = new DatasetRow
        {
            Name = name ?? await FreeNameAsync(fileName, cancellationToken), Format = profiled.Profile.Format, FileName = fileName,
            Sha256 = file.Blob.Sha256, Size = file.Blob.Size, CreatedAt = time.GetUtcNow(),
        };
        await library.AddAsync(row, file, profiled, cancellationToken);
        return row.Name;
    }

    private async Task<string> FreeNameAsync(string fileName, CancellationToken cancellationToken)
    {
        var wanted = DatasetName.FromFile(fileName);
        var free = wanted;
        for (var n = 2; await library.IsTakenAsync(free, cancellationToken); n++) free = $"{wanted}-{n}";
        return free;
    }

    /// <summary>Several files as one archive, uncompressed: a dataset is one file.</summary>
    private async Task<ReceivedBlob> PackAsync(List<(string Name, ReceivedBlob Blob)> files, CancellationToken cancellationToken)
    {
        await using var archive = new FileStream(
            Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16,
            FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        await using (var zip = new ZipArchive(archive, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (var i = 0; i < files.Count; i++)
            {
                await using var entry = await zip.CreateEntry($"{i}/{files[i].Name}", CompressionLevel.NoCompression).OpenAsync(cancellationToken);
                await using var content = File.OpenRead(files[i].Blob.Path);
                await content.CopyToAsync(entry, cancellationToken);
            }
        }
        archive.Position = 0;
        return await blobs.ReceiveAsync(archive, cancellationToken);
    }

    private static StudyFileException Fault(string message) => new([new("file", message)]);

    /// <summary>A file's name for messages: without folders and control characters, and not longer than a line.</summary>
    private static string Plain(string name)
    {
        var last = name.Split('/', '\\')[^1];
        var plain = string.Concat(last.Select(c => char.IsControl(c) || c == ':' ? '_' : c)).Trim();
        if (plain.Length > LongestFileName) plain = plain[..LongestFileName];
        return plain is "" or "." or ".." ? "upload" : plain;
    }
}
