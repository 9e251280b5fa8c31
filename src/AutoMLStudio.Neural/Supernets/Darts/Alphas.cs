using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Neural.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Supernets.Darts;

/// <summary>
/// Architecture parameters: one a candidate of each slot, flat; their softmax over a slot's candidates are its weights, [Liu2019] (Eq. 2).
/// </summary>
internal sealed class Alphas : IDisposable
{
    private readonly long[] _sizes;

    /// <summary>Parameters drawn from a normal distribution around 0.</summary>
    /// <param name="slots">The slots.</param>
    /// <param name="rng">Draws them.</param>
    /// <param name="deviation">Its standard deviation.</param>
    /// <param name="device">Where they live.</param>
    public Alphas(IReadOnlyList<Slot> slots, Rng rng, double deviation, Device device)
    {
        _sizes = [.. slots.Select(s => (long)s.Candidates.Count)];
        using var scope = NewDisposeScope();
        var start = Enumerable.Range(0, (int)_sizes.Sum()).Select(_ => (float)(deviation * rng.NextGaussian())).ToArray();
        Values = tensor(start, device: device).requires_grad_().DetachFromDisposeScope();
        Gradient = zeros_like(Values).detach().DetachFromDisposeScope();
    }

    /// <summary>All parameters: a leaf with a gradient.</summary>
    public Tensor Values { get; }

    /// <summary>What an optimizer goes by.</summary>
    public Tensor Gradient { get; }

    /// <summary>The weights of each slot's candidates.</summary>
    public IReadOnlyList<Tensor> Weights(Tensor values) => [.. values.split(_sizes).Select(v => v.softmax(0))];

    /// <summary>The weights as numbers.</summary>
    public IReadOnlyList<double[]> Read(Tensor values)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        return [.. Weights(values.detach()).Select(w => w.cpu().data<float>().Select(x => (double)x).ToArray())];
    }

    /// <summary>
    /// Gradient of the mean over the slots of the logarithm of Σ exp α, the loss of the β-decay [Ye2022] (Eq. 11): the weights themselves.
    /// </summary>
    public Tensor BetaDecay() => cat([.. Weights(Values.detach())]).Times(1.0 / _sizes.Length);

    public void Dispose()
    {
        Values.Dispose();
        Gradient.Dispose();
    }
}
