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
    private readonly double[,] _directions = new double[Inputs + 1, Features];

    public KernelClassifier()
    {
        using var scope = NewDisposeScope();
        var rng = Rng.For(20_000);
        var centres = Enumerable.Range(0, Clusters).Select(_ => Enumerable.Range(0, Inputs).Select(_ => rng.NextDouble()).ToArray()).ToList();
        (Tensor, Tensor) Draw(int count)
        {
            var (points, targets) = (new double[count, Inputs + 1], new double[count, 1]);
            for (var i = 0; i < count; i++)
            {
                var cluster = rng.Next(Clusters);
                for (var j = 0; j < Inputs; j++) points[i, j] = centres[cluster][j] + Spread * rng.NextGaussian();
                // What the phases are multiplied by.
                points[i, Inputs] = 1;
                targets[i, 0] = cluster % 2 == 0 ? 1 : -1;
            }
            return (tensor(points).DetachFromDisposeScope(), tensor(targets).DetachFromDisposeScope());
        }
        (_points, _targets) = Draw(Points);
        (_unseen, _unseenTargets) = Draw(Validation);
        for (var j = 0; j < Features; j++)
        {
            for (var i = 0; i < Inputs; i++) _directions[i, j] = rng.NextGaussian();
            _directions[Inputs, j] = 2 * Math.PI * rng.NextDouble();
        }
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
        // The penalty as further rows, since a sum of tensors would make a number that may be collected under way. The features lack √(2/D): hence D/2.
        var penalty = diag(tensor([.. Enumerable.Repeat(Math.Sqrt(Features / (2 * c)), Features)]));
        var rows = cat([features, penalty], 0);
        var weights = linalg.solve(rows.t().mm(rows), features.t().mm(_targets.index_select(0, chosen)));
        return Map(_unseen, gamma).mm(weights).mul(_unseenTargets).data<double>().Count(margin => margin <= 0) / (double)Validation;
    }

    public void Dispose()
    {
        foreach (var tensor in (Tensor[])[_points, _targets, _unseen, _unseenTargets]) tensor.Dispose();
    }

    /// <summary>cos(√(2γ) Wx + b).</summary>
    private Tensor Map(Tensor points, double gamma)
    {
        var scaled = (double[,])_directions.Clone();
        for (var i = 0; i < Inputs; i++)
            for (var j = 0; j < Features; j++) scaled[i, j] *= Math.Sqrt(2 * gamma);
        return points.mm(tensor(scaled)).cos();
    }
}
