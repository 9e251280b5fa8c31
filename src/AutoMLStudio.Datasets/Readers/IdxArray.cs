using System.Buffers.Binary;
using System.IO.Compression;

namespace AutoMLStudio.Datasets.Readers;

/// <summary>
/// Unsigned bytes of one or more dimensions from a file as MNIST uses: two zeros, the type, the number of dimensions, each dimension as a big-endian
/// int, the data.
/// </summary>
/// <param name="Dimensions">Sizes, the slowest first.</param>
/// <param name="Data">As many bytes as the product of <paramref name="Dimensions"/>.</param>
internal sealed record IdxArray(IReadOnlyList<int> Dimensions, byte[] Data)
{
    private const byte UnsignedByte = 0x08;

    /// <summary>
    /// Deflate stores at most 1,032 bytes in one: what a compressed file of a given length can hold is known before it is unpacked.
    /// </summary>
    private const long MostExpansion = 1032;

    /// <summary>Reads a file of this many dimensions, unpacking it when it is compressed with gzip.</summary>
    /// <exception cref="DatasetException">The file has a fault.</exception>
    public static IdxArray Read(string path, string name, int rank, CancellationToken cancellationToken)
    {
        using var file = SourceFile.Open(path);
        var packed = file.ReadByte() == 0x1F;
        file.Position = 0;
        return Read(file, file.Length, packed, name, rank, cancellationToken);
    }

    /// <summary>Reads from a stream. Nothing is allocated before the sizes are found to fit its length.</summary>
    /// <param name="source">At the beginning of the file.</param>
    /// <param name="length">Bytes of the file.</param>
    /// <param name="packed">True when it is compressed with gzip.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="rank">Dimensions expected.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="DatasetException">The file has a fault.</exception>
    public static IdxArray Read(Stream source, long length, bool packed, string name, int rank, CancellationToken cancellationToken)
    {
        try
        {
            using var stream = packed ? new GZipStream(source, CompressionMode.Decompress) : source;
            var dimensions = ReadHeader(name, stream, rank);
            var size = dimensions.Aggregate(1L, (a, b) => a * b);
            var sizes = $"{string.Join(" × ", dimensions)} = {size:N0} bytes";
            var header = 4 + 4L * rank;
            if (!packed && length != header + size)
                throw new DatasetException($"{name}: the header promises {sizes} after itself, but {length - header:N0} follow.");
            if (packed && size > length * MostExpansion)
                throw new DatasetException($"{name}: the header promises {sizes}, more than {length:N0} compressed bytes can hold.");
            return new IdxArray(dimensions, ReadData(name, stream, size, sizes, cancellationToken));
        }
        catch (InvalidDataException e)
        {
            throw new DatasetException($"{name}: the compressed data is damaged: {e.Message}", e);
        }
        catch (IOException e)
        {
            throw new DatasetException($"{name}: the file cannot be read: {e.Message}", e);
        }
    }

    private static int[] ReadHeader(string name, Stream stream, int rank)
    {
        var header = new byte[4 + 4 * rank];
        var read = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        if (read < 4) throw new DatasetException($"{name}: the file ends within the header; {header.Length} bytes of it are expected.");
        if (header[0] != 0 || header[1] != 0 || header[2] != UnsignedByte || header[3] != rank)
            throw new DatasetException(
                $"{name}: the file starts with {Convert.ToHexString(header, 0, 4)}; 000008{rank:X2} is expected (unsigned bytes, {rank} " +
                $"dimension{(rank > 1 ? "s: images" : ": labels")}).");
        if (read < header.Length) throw new DatasetException($"{name}: the file ends within the header; {header.Length} bytes of it are expected.");
        var dimensions = new int[rank];
        for (var d = 0; d < rank; d++)
        {
            dimensions[d] = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4 + 4 * d));
            if (dimensions[d] is < 1 or > 100_000_000 || (d > 0 && dimensions[d] > ImageLimits.Side))
                throw new DatasetException(
                    $"{name}: dimension {d + 1} is {dimensions[d]}; a number from 1 to {(d > 0 ? ImageLimits.Side : 100_000_000):N0} is expected.");
        }
        Limits.CheckNumbers(name, dimensions[0], dimensions.Skip(1).Aggregate(1L, (a, b) => a * b));
        return dimensions;
    }

    private static byte[] ReadData(string name, Stream stream, long size, string sizes, CancellationToken cancellationToken)
    {
        const int Block = 1 << 20;
        var data = new byte[size];
        for (var at = 0; at < data.Length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var read = stream.Read(data, at, Math.Min(Block, data.Length - at));
            if (read == 0) throw new DatasetException($"{name}: the header promises {sizes} after itself, but {at:N0} follow.");
            at += read;
        }
        if (stream.ReadByte() >= 0) throw new DatasetException($"{name}: the header promises {sizes} after itself, but more follow.");
        return data;
    }
}
