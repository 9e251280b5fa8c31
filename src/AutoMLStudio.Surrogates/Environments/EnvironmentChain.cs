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
    public static ChainModel Regression(PointSet points) => Model(points, -2, 1e-3, (_, x) => -0.5 * x * x, x => x, l => l[0] == l[1] ? 1 : 0);

    /// <summary>
    /// The priors of the free-form task covariance ([Swersky2013], Section 3.1, in the authors' program): ln scale ~ N(0, 1), horseshoe of 0.1 on the
    /// noise, entries of L uniform in their logarithm on [e⁻¹, 1].
    /// </summary>
    public static ChainModel Tasks(PointSet points) => Model(points, 0, 0.1, (_, x) => Uniform(x, 0), Math.Exp, _ => -0.5);

    /// <summary>
    /// The same where trials of other studies are tasks behind a study's own. The own trials lie where the others promise much, so that their mean and their
    /// spread, which standardisation makes 0 and 1, are not those of the space. Each task therefore has a constant of its own, of variance 1, and the own
    /// tasks, whose rows of L come first, may vary by up to e² (deviations from [Swersky2013]); without these, true relatives seemed to contradict
    /// each other.
    /// </summary>
    /// <param name="points">Where losses are known.</param>
    /// <param name="own">How many tasks are the study's own.</param>
    public static ChainModel Tasks(PointSet points, int own) =>
        Model(points, 0, 0.1, (k, x) => Uniform(x, k < own * (own + 1) / 2 ? 2 : 0), Math.Exp, _ => -0.5, constant: 1);

    private static double Uniform(double x, double highest) => x < -1 || x > highest ? double.NegativeInfinity : 0;

    private static ChainModel Model(
        PointSet points, double logScale, double horseshoe, Func<int, double, double> logPrior, Func<double, double> entry, Func<int[], double> start,
        double constant = 0)
    {
        var (d, q) = (points.Dimension, points.Features);
        double LogPrior(double[] x)
        {
            for (var i = 0; i < d; i++)
                if (x[i] is < ShortestLog or > LongestLog) return double.NegativeInfinity;
            if (x[d] is < LowestLog or > HighestLog || x[d + 1] is < LowestLog or > HighestLog) return double.NegativeInfinity;
            var scale = x[d] - logScale;
            var sum = -0.5 * scale * scale + ChainModel.Horseshoe(Math.Exp(x[d + 1]), horseshoe);
            for (var k = d + 2; k < x.Length; k++) sum += logPrior(k - d - 2, x[k]);
            return sum;
        }

        Hyperparameters Parameters(double[] x)
        {
            var scale = Math.Exp(x[d]);
            var environment = Covariance(x.AsSpan(d + 2), q, entry);
            return new([.. x.Take(d).Select(l => Math.Exp(-2 * l))], scale, Math.Exp(x[d + 1]) + ChainModel.Jitter * scale)
            {
                Environment = environment,
                Constant = constant,
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
