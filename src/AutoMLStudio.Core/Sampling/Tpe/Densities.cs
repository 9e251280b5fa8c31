using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Core.Sampling.Tpe;

/// <summary>
/// A density over a whole space: one estimator over all parameters, or one a parameter, whose product it then is. Points have a coordinate a
/// parameter; parameters whose coordinate is NaN are integrated out.
/// </summary>
internal sealed class Densities : IDensity
{
    private readonly ParzenEstimator? _joint;
    private readonly Lazy<ParzenEstimator>[] _single;

    /// <summary>The density of observations.</summary>
    /// <param name="space">The space.</param>
    /// <param name="points">Observations, the oldest first.</param>
    /// <param name="weights">What each counts as; null for what its age says.</param>
    /// <param name="options">Options.</param>
    public Densities(SearchSpace space, List<double[]> points, IReadOnlyList<double>? weights, TpeOptions options)
    {
        _joint = options.Multivariate ? new(space.Parameters, points, weights ?? TrialSplit.Weights(points.Count, options.Weights), options) : null;
        _single = [.. space.Parameters.Select((p, d) => new Lazy<ParzenEstimator>(() => Single(p, d, points, weights, options)))];
    }

    /// <summary>One estimator over all parameters.</summary>
    public ParzenEstimator Joint => _joint!;

    /// <summary>The estimator of one parameter alone.</summary>
    public ParzenEstimator Single(int dimension) => _single[dimension].Value;

    /// <summary>ln of the density at a point.</summary>
    public double LogDensity(double[] point) =>
        _joint?.LogDensity(point) ?? point.Select((u, d) => double.IsNaN(u) ? 0 : Single(d).LogDensity([u])).Sum();

    private static ParzenEstimator Single(
        Parameter parameter, int dimension, List<double[]> points, IReadOnlyList<double>? weights, TpeOptions options)
    {
        int[] active = [.. Enumerable.Range(0, points.Count).Where(i => !double.IsNaN(points[i][dimension]))];
        return new([parameter], [.. active.Select(i => new[] { points[i][dimension] })],
            weights is null ? TrialSplit.Weights(active.Length, options.Weights) : [.. active.Select(i => weights[i])], options);
    }
}
