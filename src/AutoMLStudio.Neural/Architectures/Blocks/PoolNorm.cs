using AutoMLStudio.Neural.Architectures.Operations;

namespace AutoMLStudio.Neural.Architectures.Blocks;

/// <summary>
/// A pool and a batch norm without scale and shift behind it: how [Liu2019] pool in networks under search, so that pools compete with
/// convolutions.
/// </summary>
/// <param name="IsMax">True for the largest number, false for the mean.</param>
/// <param name="Kernel">Size of the window, odd.</param>
/// <param name="Stride">Step, 1 to 255.</param>
public sealed record PoolNorm(bool IsMax, int Kernel, int Stride = 1) : Block
{
    /// <inheritdoc/>
    public override string Label => $"{(IsMax ? "max" : "average")} pool {Kernel}×{Kernel}, norm" + (Stride > 1 ? $", stride {Stride}" : "");

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Pooling;

    private protected override IReadOnlyList<Part> Parts(IReadOnlyList<TensorShape> inputs)
    {
        var form = Window.FormOver(inputs[0]);
        Operation pool = IsMax ? new MaxPool(Kernel, Stride, Kernel / 2, form) : new AveragePool(Kernel, Stride, Kernel / 2, form);
        return Part.Chain(("pool", pool), ("norm", new BatchNorm(Affine: false)));
    }
}
