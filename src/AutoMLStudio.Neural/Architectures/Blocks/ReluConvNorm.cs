using AutoMLStudio.Neural.Architectures.Operations;

namespace AutoMLStudio.Neural.Architectures.Blocks;

/// <summary>ReLU, convolution, batch norm: what the cell spaces put before their cells and [Dong2020] into them.</summary>
/// <param name="Channels">Output channels, 1 to 65,536.</param>
/// <param name="Kernel">Size of the kernel, odd.</param>
/// <param name="Stride">Step, 1 to 255.</param>
/// <param name="Affine">Whether batch norms scale and shift; false in a network under search.</param>
public sealed record ReluConvNorm(int Channels, int Kernel, int Stride = 1, bool Affine = true) : Block
{
    /// <inheritdoc/>
    public override string Label => $"conv {Kernel}×{Kernel}, {Channels}" + (Stride > 1 ? $", stride {Stride}" : "");

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Convolution;

    private protected override IReadOnlyList<Part> Parts(IReadOnlyList<TensorShape> inputs)
    {
        var form = Window.FormOver(inputs[0]);
        return Part.Chain(
            ("relu", new Activate(Activation.Relu)),
            ("conv", new Conv2d(Channels, Kernel, Stride, Kernel / 2, Bias: false, Form: form)),
            ("norm", new BatchNorm(Affine: Affine)));
    }
}
