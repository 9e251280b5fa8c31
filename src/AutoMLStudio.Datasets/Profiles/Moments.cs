namespace AutoMLStudio.Datasets.Profiles;

/// <summary>Minimum, mean, maximum and deviation of numbers in one pass, without the cancellation of sums of squares [Welford1962].</summary>
internal sealed class Moments
{
    private double _mean, _squares, _minimum = double.PositiveInfinity, _maximum = double.NegativeInfinity;
    private bool _areWhole = true;

    /// <summary>Numbers taken in.</summary>
    public long Count { get; private set; }

    /// <summary>Takes in a finite number.</summary>
    public void Add(double value)
    {
        Count++;
        var before = value - _mean;
        _mean += before / Count;
        _squares += before * (value - _mean);
        _minimum = Math.Min(_minimum, value);
        _maximum = Math.Max(_maximum, value);
        _areWhole &= value == Math.Floor(value);
    }

    /// <summary>The sums; null before the first number.</summary>
    public NumberSummary? Summary => Count == 0 ? null : new(_minimum, _mean, _maximum, Math.Sqrt(_squares / Count), _areWhole);
}
