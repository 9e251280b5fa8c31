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
    public Densities(SearchSpace space, List<double[]> points, TpeOptions options)
    {
        _joint = options.Multivariate ? new(space.Parameters, points, options) : null;
        _single = [.. space.Parameters.Select((p, d) => new Lazy<ParzenEstimator>(() => new([p], Column(points, d), options)))];
    }

    /// <summary>One estimator over all parameters.</summary>
    public ParzenEstimator Joint => _joint!;

    /// <summary>The estimator of one parameter alone.</summary>
    public ParzenEstimator Single(int dimension) => _single[dimension].Value;

    /// <summary>ln of the density at a point.</summary>
    public double LogDensity(double[] point) =>
        _joint?.LogDensity(point) ?? point.Select((u, d) => double.IsNaN(u) ? 0 : Single(d).LogDensity([u])).Sum();

    private static List<double[]> Column(List<double[]> points, int dimension) =>
        [.. points.Where(p => !double.IsNaN(p[dimension])).Select(p => new[] { p[dimension] })];
}
