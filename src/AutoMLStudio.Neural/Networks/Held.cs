using TorchSharp;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Networks;

/// <summary>
/// Numbers beside tensors that nobody collects. TorchSharp makes an object of such a number, also of the 1 that a + b is multiplied by, and forgets
/// it
/// before libtorch has read it: a collection at that moment ends in an assertion, or in a sum with another number (docs/decisions/0004).
/// </summary>
internal static class Held
{
    /// <summary>1.</summary>
    public static readonly Scalar One = 1.0;

    /// <summary>The sum of two tensors of floating point, as often as one likes.</summary>
    public static Tensor Plus(this Tensor a, Tensor b) => a.add(b, alpha: One);

    /// <summary>A tensor times a number.</summary>
    public static Tensor Times(this Tensor tensor, double factor)
    {
        using Scalar held = factor;
        return tensor.mul(held);
    }
}
