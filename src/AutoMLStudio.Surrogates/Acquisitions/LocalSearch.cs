using AutoMLStudio.Surrogates.GaussianProcesses;
using AutoMLStudio.Surrogates.Numerics;

namespace AutoMLStudio.Surrogates.Acquisitions;

/// <summary>
/// Climbs an acquisition from a point: continuous dimensions by L-BFGS in units of their length-scales, then each discrete one over its values, in
/// turn until neither helps,
/// as Optuna's sampler does [Akiba2019].
/// </summary>
/// <remarks>
/// Discrete numbers of many values take part in the continuous step, unrounded, and are then rounded and moved by single cells: the model always
/// sees values that exist when
/// worths are compared. A step that breaks a constraint, or that switches a parameter on or off by moving a continuous one, counts as infinitely bad.
/// </remarks>
internal sealed class LocalSearch
{
    private const int MaximumRounds = 10;
    private const double Tolerance = 1e-4;

    /// <summary>A discrete parameter of no more values is searched exhaustively.</summary>
    private const int Few = 32;

    private readonly SpaceEncoding _encoding;
    private readonly IAcquisitionFunction _function;
    private readonly double[] _inverseLengths;
    private readonly bool[] _isRelaxed;
    private readonly int[] _discrete;

    /// <summary>A search of this function over this space.</summary>
    public LocalSearch(SpaceEncoding encoding, IAcquisitionFunction function, Hyperparameters parameters)
    {
        (_encoding, _function) = (encoding, function);
        _inverseLengths = [.. parameters.Weights.Select(Math.Sqrt)];
        _isRelaxed = [.. encoding.Space.Parameters.Select(p => p.Cardinality is null || !p.IsNominal && p.Cardinality > Few)];
        _discrete = [.. Enumerable.Range(0, _isRelaxed.Length).Where(d => encoding.Space.Parameters[d].Cardinality is > 1)];
    }

    /// <summary>The best point found, which is at least as good as <paramref name="start"/>, and its worth.</summary>
    public (SearchPoint Point, double Worth) From(SearchPoint start)
    {
        var (point, worth) = (start, _function.Value(start.Input));
        for (var round = 0; round < MaximumRounds; round++)
        {
            var before = worth;
            (point, worth) = Continuous(point, worth);
            (point, worth) = Discrete(point, worth);
            if (_discrete.Length == 0 || worth - before <= Tolerance * Math.Max(1, Math.Abs(worth))) break;
        }
        return (point, worth);
    }

    private (SearchPoint Point, double Worth) Continuous(SearchPoint start, double worth)
    {
        int[] free = [.. Enumerable.Range(0, _isRelaxed.Length).Where(d => _isRelaxed[d] && start.IsActive[d])];
        if (free.Length == 0) return (start, worth);
        double[] upper = [.. free.Select(d => _inverseLengths[d])];
        double[] at = [.. free.Select(d => start.Unit[d] * _inverseLengths[d])];
        var slope = new double[_isRelaxed.Length];
        double Negative(ReadOnlySpan<double> x, Span<double> gradient)
        {
            if (Move(start, free, x) is not { } input) return double.PositiveInfinity;
            var value = _function.Value(input, slope);
            for (var i = 0; i < free.Length; i++) gradient[i] = -slope[free[i]] / _inverseLengths[free[i]];
            return -value;
        }

        var found = Lbfgs.Minimize(
            Negative, at, new double[free.Length], upper, new LbfgsSettings(GradientTolerance: Tolerance, ValueTolerance: 1e-8));
        var end = _encoding.At(Place(start, free, found.Point));
        var reached = end is null || !end.IsActive.AsSpan().SequenceEqual(start.IsActive) ? double.NegativeInfinity : _function.Value(end.Input);
        return reached > worth ? (end!, reached) : (start, worth);
    }

    /// <summary>The model's input with the free coordinates moved, not rounded; null where the space does not allow it.</summary>
    private double[]? Move(SearchPoint start, int[] free, ReadOnlySpan<double> scaled)
    {
        var unit = Place(start, free, scaled);
        if (_encoding.At(unit) is not { } point || !point.IsActive.AsSpan().SequenceEqual(start.IsActive)) return null;
        foreach (var d in free) point.Input[d] = unit[d];
        return point.Input;
    }

    private double[] Place(SearchPoint start, int[] free, ReadOnlySpan<double> scaled)
    {
        var unit = (double[])start.Unit.Clone();
        for (var i = 0; i < free.Length; i++) unit[free[i]] = Math.Clamp(scaled[i] / _inverseLengths[free[i]], 0, 1);
        return unit;
    }

    private (SearchPoint Point, double Worth) Discrete(SearchPoint point, double worth)
    {
        foreach (var d in _discrete)
        {
            if (!point.IsActive[d]) continue;
            foreach (var level in _encoding.Levels(d, point.Input[d], Few))
            {
                var unit = (double[])point.Unit.Clone();
                unit[d] = level;
                if (level == point.Input[d] || _encoding.At(unit) is not { } other) continue;
                var value = _function.Value(other.Input);
                if (value > worth) (point, worth) = (other, value);
            }
        }
        return (point, worth);
    }
}
