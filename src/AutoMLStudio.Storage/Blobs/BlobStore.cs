using System.Security.Cryptography;

namespace AutoMLStudio.Storage.Blobs;

/// <summary>
/// Files under the hash of their content: <c>ab/cdef…</c>, the SHA-256 in lower-case hexadecimal. Equal contents are kept once; a file is complete
/// and on the disk before it has its name, and never changes afterwards. Paths are made here from hashes alone, never from anything a person gave.
/// </summary>
public sealed class BlobStore
{
    private const int HashLength = 64;
    private readonly string _root;
    private readonly string _unfinished;

    /// <summary>The store in this folder, for example <c>.studio/blobs</c>; made when missing.</summary>
    public BlobStore(string folder)
    {
        _root = Path.GetFullPath(folder);
        _unfinished = Path.Combine(_root, "unfinished");
        Directory.CreateDirectory(_unfinished);
    }

    /// <summary>Keeps what <paramref name="content"/> holds and gives its hash and size in bytes.</summary>
    /// <param name="content">Read to its end.</param>
    /// <param name="cancellationToken">Ends it; nothing is kept then.</param>
    /// <param name="limit">Largest size that is accepted, in bytes.</param>
    /// <exception cref="InvalidDataException">The content is larger than <paramref name="limit"/>.</exception>
    public async Task<Blob> PutAsync(Stream content, CancellationToken cancellationToken, long limit = long.MaxValue)
    {
        await using var received = await ReceiveAsync(content, cancellationToken, limit);
        return received.Keep();
    }

    /// <summary>
    /// Takes in what <paramref name="content"/> holds without keeping it yet: it can be looked at under a name of its own, and is gone when it is
    /// disposed unkept.
    /// </summary>
    /// <param name="content">Read to its end.</param>
    /// <param name="cancellationToken">Ends it; nothing is left then.</param>
    /// <param name="limit">Largest size that is accepted, in bytes.</param>
    /// <exception cref="InvalidDataException">The content is larger than <paramref name="limit"/>.</exception>
    public async Task<ReceivedBlob> ReceiveAsync(Stream content, CancellationToken cancellationToken, long limit = long.MaxValue)
    {
        var temporary = Path.Combine(_unfinished, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
        try
        {
            var blob = await WriteAsync(temporary, content, limit, cancellationToken);
            return new ReceivedBlob(blob, temporary, PathOf(blob.Sha256));
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Keeps these bytes.</summary>
    public async Task<Blob> PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream(content.ToArray(), writable: false);
        return await PutAsync(stream, cancellationToken);
    }

    /// <summary>Opens a blob to read.</summary>
    /// <exception cref="FileNotFoundException">There is none of this hash.</exception>
    /// <exception cref="ArgumentException">It is no SHA-256 in lower-case hexadecimal.</exception>
    public Stream OpenRead(string sha256)
    {
        var path = PathOf(sha256);
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no file of the hash {sha256}.");
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1 << 16, useAsync: true);
    }

    /// <summary>True when a blob of this hash is there.</summary>
    public bool Contains(string sha256) => File.Exists(PathOf(sha256));

    /// <summary>Deletes the blob of this hash, if there is one.</summary>
    public void Delete(string sha256)
    {
        if (Contains(sha256)) File.Delete(PathOf(sha256));
    }

    private static async Task<Blob> WriteAsync(string path, Stream content, long limit, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        long size = 0;
        while (await content.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            size += read;
            if (size > limit) throw new InvalidDataException($"The file is larger than {limit} bytes.");
            hash.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
        file.Flush(flushToDisk: true);
        return new(Convert.ToHexStringLower(hash.GetHashAndReset()), size);
    }

    /// <summary>Where the blob of this hash lies, for readers that want a file of their own.</summary>
    /// <exception cref="ArgumentException">It is no SHA-256 in lower-case hexadecimal.</exception>
    public string PathOf(string sha256) => sha256.Length == HashLength && sha256.All(char.IsAsciiHexDigitLower)
        ? Path.Combine(_root, sha256[..2], sha256[2..])
        : throw new ArgumentException($"A hash is {HashLength} lower-case hexadecimal digits; received '{sha256}'.", nameof(sha256));
}

/// <summary>A kept file.</summary>
/// <param name="Sha256">SHA-256 of its content, 64 lower-case hexadecimal digits.</param>
/// <param name="Size">Bytes.</param>
public sealed record Blob(string Sha256, long Size);

/// <summary>A file that was taken in and not kept yet.</summary>
/// <param name="blob">Its hash and size.</param>
/// <param name="path">Where it lies until it is kept or disposed.</param>
/// <param name="target">Where it will lie.</param>
public sealed class ReceivedBlob(Blob blob, string path, string target) : IAsyncDisposable
{
    /// <summary>Its hash and size.</summary>
    public Blob Blob => blob;

    /// <summary>Where it lies until it is kept or disposed.</summary>
    public string Path => path;

    /// <summary>Keeps it in the store.</summary>
    public Blob Keep()
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
        File.Move(path, target, overwrite: true);
        return blob;
    }

    /// <summary>Removes what was not kept.</summary>
    public ValueTask DisposeAsync()
    {
        File.Delete(path);
        return ValueTask.CompletedTask;
    }
}
