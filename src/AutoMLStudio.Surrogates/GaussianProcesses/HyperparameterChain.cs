using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Surrogates.Numerics;

namespace AutoMLStudio.Surrogates.GaussianProcesses;

/// <summary>What a chain of hyper-parameters moves through.</summary>
/// <param name="Start">Where it starts: coordinates of length-scales first, one a dimension of the points.</param>
/// <param name="Joint">How many coordinates after the length-scales are moved together, along a random direction; all others alone.</param>
/// <param name="LogPrior">Log density of coordinates up to a constant; −∞ where they cannot be.</param>
/// <param name="Parameters">The hyper-parameters of coordinates whose density is above −∞.</param>
internal sealed record ChainModel(double[] Start, int Joint, Func<double[], double> LogPrior, Func<double[], Hyperparameters> Parameters)
{
    /// <summary>Added to the noise, times the scale, so that the matrix stays positive definite ([Snoek2012], in the authors' program).</summary>
    public const double Jitter = 1e-6;

    /// <summary>
    /// The priors of [Snoek2012], Section 3.1, as the authors' program has them, for values of mean 0 and variance 1: length-scales uniform on (0, 2],
    /// mean uniform between the smallest and the largest value, ln p = −½ ln²√a on the scale a, horseshoe ln ln(1 + (0.1/ν)²) on the noise ν;
    /// with a warping, that of <see cref="InputWarping"/>.
    /// </summary>
    public static ChainModel Snoek(PointSet points, double[] values, KernelKind kernel = KernelKind.Matern52, bool warps = false)
    {
        const double longest = 2, horseshoe = 0.1;
        var (d, low, high) = (points.Dimension, values.Min(), values.Max());
        double LogPrior(double[] x)
        {
            for (var i = 0; i < d; i++)
                if (x[i] is <= 0 or > longest) return double.NegativeInfinity;
            var (mean, scale, noise) = (x[d], x[d + 1], x[d + 2]);
            if (mean < low || mean > high || scale <= 0 || noise <= 0) return double.NegativeInfinity;
            var amplitude = 0.5 * Math.Log(scale);
            var sum = -0.5 * amplitude * amplitude + Horseshoe(noise, horseshoe);
            foreach (var bend in x.AsSpan(d + 3))
            {
                if (Math.Abs(bend) > InputWarping.LargestLogarithm) return double.NegativeInfinity;
                sum += InputWarping.LogPrior(bend);
            }
            return sum;
        }

        InputWarping? Warping(double[] x) => warps
            ? new([.. x.Skip(d + 3).Take(d).Select(a => Math.Exp(a))], [.. x.Skip(2 * d + 3).Select(b => Math.Exp(b))]) : null;

        Hyperparameters Parameters(double[] x) =>
            new([.. x.Take(d).Select(l => 1 / (l * l))], x[d + 1], x[d + 2] + Jitter * x[d + 1]) { Mean = x[d], Kernel = kernel, Warping = Warping(x) };
        double[] start = [.. Enumerable.Repeat(1.0, d), Math.Clamp(0, low, high), 1, 1e-3, .. Enumerable.Repeat(0.0, warps ? 2 * d : 0)];
        return new(start, 3, LogPrior, Parameters);
    }

    /// <summary>ln ln(1 + (s/ν)²): its peak at none and its heavy tail leave exact observations and noisy ones both likely.</summary>
    public static double Horseshoe(double noise, double scale) => Math.Log(Math.Log(1 + scale / noise * (scale / noise)));
}

/// <summary>Hyper-parameters drawn from their posterior by slice sampling ([Snoek2012], Section 3.1; [Neal2003]).</summary>
/// <remarks>Length-scales move one at a time, the others along random directions, as in the authors' program.</remarks>
internal static class HyperparameterChain
{
    /// <summary>Width of a slice to begin with.</summary>
    private const double Width = 1;

    /// <summary>Samples after a burn-in.</summary>
    /// <param name="model">Coordinates and prior.</param>
    /// <param name="points">Where values are known.</param>
    /// <param name="values">The values.</param>
    /// <param name="burnIn">Rounds that are not kept; a round moves every coordinate.</param>
    /// <param name="count">Rounds that are.</param>
    /// <param name="rng">Randomness.</param>
    public static IReadOnlyList<Hyperparameters> Sample(
        ChainModel model, PointSet points, double[] values, int burnIn, int count, Rng rng)
    {
        var evidence = new Evidence(points, values);
        double LogDensity(double[] x)
        {
            var prior = model.LogPrior(x);
            return double.IsNegativeInfinity(prior) || double.IsNaN(prior) ? double.NegativeInfinity : prior + evidence.Of(model.Parameters(x));
        }

        var samples = new List<Hyperparameters>(count);
        var state = new ChainState(model.Start, LogDensity(model.Start));
        for (var round = 0; round < burnIn + count; round++)
        {
            state = Round(model, points.Dimension, state, LogDensity, rng);
            if (round >= burnIn) samples.Add(model.Parameters(state.Position));
        }
        return samples;
    }

    private static ChainState Round(ChainModel model, int lengths, ChainState state, Func<double[], double> logDensity, Rng rng)
    {
        var dimension = model.Start.Length;
        var joint = SliceSampling.Direction(dimension, lengths, model.Joint, rng);
        state = SliceSampling.Step(state, joint, logDensity, Width, rng);
        for (var i = 0; i < dimension; i++)
        {
            if (i >= lengths && i < lengths + model.Joint) continue;
            state = SliceSampling.Step(state, SliceSampling.Axis(dimension, i), logDensity, Width, rng);
        }
        return state;
    }
}
