using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.Environments;

/// <summary>The chains of hyper-parameters of processes whose covariance is weighed by φᵀΣφ′ over features φ of the environment.</summary>
/// <remarks>Coordinates: ln length-scales, ln scale, ln noise, then the entries of L with Σ = LLᵀ, row by row.</remarks>
internal static class EnvironmentChain
{
    /// <summary>Length-scales are uniform in their logarithm between these (the authors' programs of [Klein2017] and of [Swersky2013]).</summary>
    private const double ShortestLog = -10, LongestLog = 2;

    /// <summary>
    /// Bounds of ln scale and ln noise (the same programs). The horseshoe's density grows without end as the noise falls, so that without them exact
    /// values would lead the chain to where nothing can be told apart.
    /// </summary>
    private const double LowestLog = -20, HighestLog = 20;

    private const double StartLength = 0.5, StartNoise = 1e-3;

    /// <summary>
    /// The priors of [Klein2017], Section 3.2 and the authors' program: ln scale ~ N(−2, 1), horseshoe of 0.001 on the noise, entries of L ~ N(0, 1), the
    /// weights of a Bayesian linear regression on the features.
    /// </summary>
    public static ChainModel Regression(PointSet points) => Model(points, -2, 1e-3, x => -0.5 * x * x, x => x, l => l[0] == l[1] ? 1 : 0);

    /// <summary>
    /// The priors of the free-form task covariance ([Swersky2013], Section 3.1, in the authors' program): ln scale ~ N(0, 1), horseshoe of 0.1 on the
    /// noise, entries of L uniform in their logarithm on [e⁻¹, 1].
    /// </summary>
    public static ChainModel Tasks(PointSet points) =>
        Model(points, 0, 0.1, x => x is < -1 or > 0 ? double.NegativeInfinity : 0, Math.Exp, _ => -0.5);

    private static ChainModel Model(
        PointSet points, double logScale, double horseshoe, Func<double, double> logPrior, Func<double, double> entry, Func<int[], double> start)
    {
        var (d, q) = (points.Dimension, points.Features);
        double LogPrior(double[] x)
        {
            for (var i = 0; i < d; i++)
                if (x[i] is < ShortestLog or > LongestLog) return double.NegativeInfinity;
            if (x[d] is < LowestLog or > HighestLog || x[d + 1] is < LowestLog or > HighestLog) return double.NegativeInfinity;
            var scale = x[d] - logScale;
            var sum = -0.5 * scale * scale + ChainModel.Horseshoe(Math.Exp(x[d + 1]), horseshoe);
            foreach (var weight in x.AsSpan(d + 2)) sum += logPrior(weight);
            return sum;
        }

        Hyperparameters Parameters(double[] x)
        {
            var scale = Math.Exp(x[d]);
            var environment = Covariance(x.AsSpan(d + 2), q, entry);
            return new([.. x.Take(d).Select(l => Math.Exp(-2 * l))], scale, Math.Exp(x[d + 1]) + ChainModel.Jitter * scale)
            {
                Environment = environment,
            };
        }

        var weights = from a in Enumerable.Range(0, q) from b in Enumerable.Range(0, a + 1) select start([a, b]);
        double[] position = [.. Enumerable.Repeat(Math.Log(StartLength), d), logScale, Math.Log(StartNoise), .. weights];
        return new(position, 2, LogPrior, Parameters);
    }

    private static double[] Covariance(ReadOnlySpan<double> entries, int q, Func<double, double> entry)
    {
        var lower = new double[q * q];
        for (int a = 0, k = 0; a < q; a++)
            for (var b = 0; b <= a; b++, k++) lower[a * q + b] = entry(entries[k]);
        var covariance = new double[q * q];
        for (var a = 0; a < q; a++)
            for (var b = 0; b < q; b++)
                for (var c = 0; c < q; c++) covariance[a * q + b] += lower[a * q + c] * lower[b * q + c];
        return covariance;
    }
}
