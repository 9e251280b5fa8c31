using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using TorchSharp;
using static TorchSharp.torch;

namespace AutoMLStudio.Benchmarks.Shares;

/// <summary>
/// A least-squares classifier with a Gaussian kernel exp(−γ‖x − x'‖²), which random features stand for [Rahimi2007], on two classes of made points: what
/// is searched are the logarithms of its C and γ. Trained anew at each call, on as many of the points as are asked for.
/// </summary>
/// <remarks>A cost is the number of multiplications and additions of a training, in billions: a clock on a busy machine would not repeat.</remarks>
internal sealed class KernelClassifier : IDisposable
{
    public const int Points = 20_000;
    private const int Validation = 5_000;
    private const int Inputs = 6;
    private const int Clusters = 24;
    private const int Features = 256;

    /// <summary>Standard deviation of a cluster; the centres are uniform in the unit cube.</summary>
    private const double Spread = 0.12;

    private readonly Tensor _points;
    private readonly Tensor _targets;
    private readonly Tensor _unseen;
    private readonly Tensor _unseenTargets;
    private readonly Tensor _directions;
    private readonly Tensor _phases;

    public KernelClassifier()
    {
        using var scope = NewDisposeScope();
        var rng = Rng.For(20_000);
        var centres = Enumerable.Range(0, Clusters).Select(_ => Enumerable.Range(0, Inputs).Select(_ => rng.NextDouble()).ToArray()).ToList();
        (Tensor, Tensor) Draw(int count)
        {
            var (points, targets) = (new double[count, Inputs], new double[count, 1]);
            for (var i = 0; i < count; i++)
            {
                var cluster = rng.Next(Clusters);
                for (var j = 0; j < Inputs; j++) points[i, j] = centres[cluster][j] + Spread * rng.NextGaussian();
                targets[i, 0] = cluster % 2 == 0 ? 1 : -1;
            }
            return (tensor(points).DetachFromDisposeScope(), tensor(targets).DetachFromDisposeScope());
        }
        (_points, _targets) = Draw(Points);
        (_unseen, _unseenTargets) = Draw(Validation);
        var directions = new double[Inputs, Features];
        for (var i = 0; i < Inputs; i++)
            for (var j = 0; j < Features; j++) directions[i, j] = rng.NextGaussian();
        _directions = tensor(directions).DetachFromDisposeScope();
        _phases = tensor([.. Enumerable.Range(0, Features).Select(_ => 2 * Math.PI * rng.NextDouble())]).DetachFromDisposeScope();
    }

    public static SearchSpace Space { get; } = new([new FloatParameter("log_c", -10, 10), new FloatParameter("log_gamma", -10, 10)]);

    /// <summary>Cost of a training on a share of the points.</summary>
    public static double Cost(double share)
    {
        var n = Math.Round(share * Points);
        return (n * Features * (Features + Inputs) + Math.Pow(Features, 3) / 3) / 1e9;
    }

    /// <summary>Share of the unseen points that it gets wrong.</summary>
    /// <param name="configuration">Both logarithms.</param>
    /// <param name="share">Share of the points that it is trained on: the first of a permutation, so that a smaller set lies in a larger one.</param>
    /// <param name="seed">Names the permutation.</param>
    public double Error(Configuration configuration, double share, ulong seed)
    {
        using var scope = NewDisposeScope();
        var (c, gamma) = (Math.Exp(configuration["log_c"].Number), Math.Exp(configuration["log_gamma"].Number));
        var order = Enumerable.Range(0, Points).Select(i => (long)i).ToArray();
        Rng.For(seed).Shuffle<long>(order);
        var chosen = tensor(order[..(int)Math.Round(share * Points)]);
        var features = Map(_points.index_select(0, chosen), gamma);
        var gram = features.t().mm(features) + eye(Features, dtype: ScalarType.Float64) / c;
        var weights = linalg.solve(gram, features.t().mm(_targets.index_select(0, chosen)));
        return Map(_unseen, gamma).mm(weights).mul(_unseenTargets).le(0).to_type(ScalarType.Float64).mean().item<double>();
    }

    public void Dispose()
    {
        foreach (var tensor in (Tensor[])[_points, _targets, _unseen, _unseenTargets, _directions, _phases]) tensor.Dispose();
    }

    /// <summary>√(2/D) cos(√(2γ) Wx + b).</summary>
    private Tensor Map(Tensor points, double gamma) =>
        points.mm(_directions).mul(Math.Sqrt(2 * gamma)).add(_phases).cos().mul(Math.Sqrt(2.0 / Features));
}
