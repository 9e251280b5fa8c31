namespace AutoMLStudio.Datasets.Readers;

/// <summary>What a picture and an archive of pictures may be at most. Settable so that tests need no huge files.</summary>
/// <param name="Entries">Entries of an archive.</param>
/// <param name="EntryBytes">Unpacked bytes of one entry.</param>
/// <param name="TotalBytes">Unpacked bytes of all entries.</param>
/// <param name="Ratio">Unpacked to packed bytes of an entry above <paramref name="RatioFrom"/>: pictures are packed already, bombs are not.</param>
/// <param name="RatioFrom">Unpacked bytes from which the ratio is looked at.</param>
/// <param name="ArrayBytes">Unpacked bytes of one entry that is no picture.</param>
internal sealed record ImageLimits(
    int Entries = 500_000, long EntryBytes = 32L << 20, long TotalBytes = 8L << 30, int Ratio = 200, long RatioFrom = 1 << 16,
    long ArrayBytes = Limits.Numbers + 1024)
{
    /// <summary>Pixels of a picture along one side.</summary>
    public const int Side = 8192;

    /// <summary>Pixels of a picture.</summary>
    public const long Pixels = 32_000_000;

    /// <summary>Side up to which pictures keep their size when none is asked for.</summary>
    public const int DefaultSide = 64;
}
