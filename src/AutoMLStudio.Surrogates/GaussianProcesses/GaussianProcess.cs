using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Surrogates.Numerics;

namespace AutoMLStudio.Surrogates.GaussianProcesses;

/// <summary>A Gaussian process with a kernel of one length-scale a dimension, Hamming distance in nominal ones [Snoek2012]
/// [Rasmussen2006].</summary>
/// <param name="Parameters">Hyper-parameters.</param>
internal sealed record GaussianProcess(Hyperparameters Parameters)
{
    /// <summary>Bounds of the search for the hyper-parameters; the priors leave no weight beyond them.</summary>
    private const double SmallestWeight = 1e-4, LargestWeight = 1e4, SmallestScale = 1e-4, LargestScale = 1e3, LargestNoise = 1e2;

    /// <summary>
    /// Points that hyper-parameters are found from at most: their number grows by one with each dimension, so that so many tell them well, and the cost
    /// grows with its cube. The predictions come from all points.
    /// </summary>
    private const int Most = 200;

    /// <summary>More points than this are first fitted in part, which finds the neighbourhood of the mode at a fraction of the cost.</summary>
    private const int Part = 100;

    /// <summary>
    /// The process whose hyper-parameters have the highest posterior density given standardised values: L-BFGS on their logarithms from all ones
    /// [Akiba2019]; with many points from the mode of an even part of them, and of no more than two hundred, evenly drawn in their order (a subset of the
    /// data, [Rasmussen2006], Section 8.3.2).
    /// </summary>
    public static GaussianProcess Fit(PointSet points, double[] values, ProcessForm form)
    {
        if (points.Count > Most) return Fit(Even(points, Most), Even(values, Most), form);
        var posterior = new HyperparameterPosterior(points, values, form);
        double Negative(ReadOnlySpan<double> x, Span<double> gradient)
        {
            var density = posterior.Evaluate(x, gradient);
            for (var i = 0; i < gradient.Length; i++) gradient[i] = -gradient[i];
            return -density;
        }

        var ones = Enumerable.Repeat(1.0, points.Dimension).ToArray();
        double[] bends = [.. Enumerable.Repeat(InputWarping.LargestLogarithm, form.Warps ? 2 * points.Dimension : 0)];
        double[] lower =
            [.. ones.Select(_ => Math.Log(SmallestWeight)), .. bends.Select(b => -b), Math.Log(SmallestScale), Math.Log(Hyperparameters.MinimumNoise)];
        double[] upper = [.. ones.Select(_ => Math.Log(LargestWeight)), .. bends, Math.Log(LargestScale), Math.Log(LargestNoise)];
        var settings = new LbfgsSettings(GradientTolerance: 1e-2, ValueTolerance: 1e-7, MaximumIterations: 100);
        var mode = Lbfgs.Minimize(Negative, Start(points, values, form).ToLogarithms(), lower, upper, settings);
        return new(Hyperparameters.FromLogarithms(mode.Point, points.Dimension, form.Kernel));
    }

    /// <summary>Processes whose hyper-parameters are drawn from their posterior density by slice sampling ([Snoek2012], Section 3.1).</summary>
    public static IReadOnlyList<GaussianProcess> Sample(
        PointSet points, double[] values, int burnIn, int count, Rng rng, ProcessForm form) =>
        [.. HyperparameterChain.Sample(ChainModel.Snoek(points, values, form.Kernel, form.Warps), points, values, burnIn, count, rng)
            .Select(p => new GaussianProcess(p))];

    /// <summary>The posterior given values at points.</summary>
    /// <param name="points">Where values are known.</param>
    /// <param name="values">One or more vectors of values, each of points.Count entries: several for fantasies, which share points and
    /// variance.</param>
    public Posterior Condition(PointSet points, IReadOnlyList<double[]> values) => new(Parameters, points, values);

    private static Hyperparameters Start(PointSet points, double[] values, ProcessForm form)
    {
        double[] ones = [.. Enumerable.Repeat(1.0, points.Dimension)];
        if (points.Count <= Part) return new(ones, 1, 1) { Warping = form.Warps ? new(ones, ones) : null };
        return Fit(Even(points, Part), Even(values, Part), form).Parameters;
    }

    private static PointSet Even(PointSet points, int count) => points.At(Positions(points.Count, count));

    private static double[] Even(double[] values, int count) => [.. Positions(values.Length, count).Select(i => values[i])];

    private static IEnumerable<int> Positions(int of, int count) => Enumerable.Range(0, count).Select(i => (int)((long)i * of / count));
}
