namespace AutoMLStudio.Surrogates.Forests;

/// <summary>
/// ln of the losses' distances from a little below the smallest, in shares of their range, so that good ones are told apart, as SMAC's log-scaled
/// encoder does [Lindauer2022]. Losses that are all the same stand at 0.
/// </summary>
internal sealed class LossScale
{
    private readonly double _below;
    private readonly double _range;
    private readonly double _least;

    /// <summary>The scale of these losses; at least one.</summary>
    public LossScale(IReadOnlyList<double> losses)
    {
        double[] sorted = [.. losses.Order()];
        var (least, fifth, most) = (sorted[0], sorted[(int)(0.05 * (sorted.Length - 1))], sorted[^1]);
        _least = least;
        if (most <= least) return;
        _below = least - (fifth - least) - 1e-10 * (most - least);
        _range = most - _below;
    }

    /// <summary>A loss on the scale; no smaller than the smallest that the scale was made of.</summary>
    public double Of(double loss) => _range > 0 ? Math.Log((loss - _below) / _range) : 0;

    /// <summary>The loss at a place of the scale.</summary>
    public double LossAt(double place) => _range > 0 ? _below + _range * Math.Exp(place) : _least;
}
