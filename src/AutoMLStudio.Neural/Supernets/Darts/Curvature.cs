using AutoMLStudio.Core.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Supernets.Darts;

/// <summary>
/// The largest eigenvalue of the Hessian of a loss in the architecture parameters, which [Zela2020] (§4.1) find to grow when a search is about to give
/// a cell that does badly alone. By power iteration; products with the Hessian are central differences of gradients.
/// </summary>
internal static class Curvature
{
    private const int MostIterations = 20;
    private const double Precision = 0.01;
    private const double Step = 0.01;

    /// <summary>That eigenvalue.</summary>
    /// <param name="gradient">Gradient of the loss at given parameters.</param>
    /// <param name="at">The parameters.</param>
    /// <param name="rng">Draws the direction to begin with.</param>
    public static double LargestEigenvalue(Func<Tensor, Tensor> gradient, Tensor at, Rng rng)
    {
        using Scalar step = Step, back = -Step, scale = 1 / (2 * Step);
        Tensor Product(Tensor v)
        {
            var (above, below) = (gradient(at.add(v, alpha: step)), gradient(at.add(v, alpha: back)));
            return above.sub(below).mul_(scale);
        }
        var first = tensor(Enumerable.Range(0, (int)at.numel()).Select(_ => (float)rng.NextGaussian()).ToArray(), device: at.device);
        var dominant = Dominant(Product, first);
        if (dominant >= 0) return dominant;
        // The largest in size is negative: without it the largest is the farthest from it.
        using Scalar shift = dominant;
        return dominant + Dominant(v => Product(v).sub(v.mul(shift)), first);
    }

    /// <summary>The eigenvalue of the largest size.</summary>
    private static double Dominant(Func<Tensor, Tensor> product, Tensor direction)
    {
        var value = 0.0;
        for (var i = 0; i < MostIterations; i++)
        {
            using var scope = NewDisposeScope();
            var unit = direction.div(direction.norm());
            var image = product(unit);
            var next = Number(unit.dot(image));
            direction = image.MoveToOuterDisposeScope();
            if (Math.Abs(next - value) <= Precision * Math.Abs(next)) return next;
            value = next;
        }
        return value;
    }

    private static double Number(Tensor scalar)
    {
        using var here = scalar.cpu();
        return here.data<float>()[0];
    }
}
