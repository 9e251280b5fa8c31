namespace AutoMLStudio.Datasets.Profiles;

/// <summary>
/// A histogram of numbers whose range is not known beforehand, in one pass and bounded memory. Bins have a power of two as their width and begin at
/// multiples of it, so that two neighbours make one of twice the width exactly: whenever there are too many, all are joined in pairs. No count is
/// estimated.
/// </summary>
internal sealed class GrowingHistogram
{
    /// <summary>Bins of the result, side by side.</summary>
    public const int MostBins = 32;

    private const int MostKept = 4096;

    /// <summary>Indices of bins stay exact in a double.</summary>
    private const double LargestIndex = 1L << 52;

    private Dictionary<long, long> _counts = [];
    private int _exponent = int.MinValue;

    /// <summary>Takes in a finite number.</summary>
    public void Add(double value)
    {
        if (_exponent == int.MinValue) _exponent = Exponent(value) - 24;
        while (Math.Abs(Math.ScaleB(value, -_exponent)) >= LargestIndex) Join();
        var bin = (long)Math.Floor(Math.ScaleB(value, -_exponent));
        _counts[bin] = _counts.GetValueOrDefault(bin) + 1;
        while (_counts.Count > MostKept) Join();
    }

    /// <summary>The bins from the lowest to the highest value, empty ones included.</summary>
    public IReadOnlyList<Bin> Bins()
    {
        if (_counts.Count == 0) return [];
        while (_counts.Keys.Max() - _counts.Keys.Min() >= MostBins) Join();
        var (low, high) = (_counts.Keys.Min(), _counts.Keys.Max());
        var width = Math.ScaleB(1, _exponent);
        return [.. Enumerable.Range(0, (int)(high - low) + 1).Select(i => new Bin(
            (low + i) * width, (low + i + 1) * width, _counts.GetValueOrDefault(low + i)))];
    }

    private static int Exponent(double value) => value == 0 ? 0 : Math.ILogB(value);

    private void Join()
    {
        var joined = new Dictionary<long, long>();
        // The shift rounds down, for negative bins too.
        foreach (var (bin, count) in _counts) joined[bin >> 1] = joined.GetValueOrDefault(bin >> 1) + count;
        _counts = joined;
        _exponent++;
    }
}
