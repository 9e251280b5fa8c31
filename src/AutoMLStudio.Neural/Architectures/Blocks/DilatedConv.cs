using AutoMLStudio.Neural.Architectures.Operations;

namespace AutoMLStudio.Neural.Architectures.Blocks;

/// <summary>ReLU, a depthwise convolution with dilation 2, pointwise, batch norm, once [Liu2019].</summary>
/// <param name="Channels">Output channels, 1 to 65,536.</param>
/// <param name="Kernel">Size of the kernel, odd.</param>
/// <param name="Stride">Step, 1 to 255.</param>
/// <param name="Affine">Whether batch norms scale and shift; false in a network under search.</param>
public sealed record DilatedConv(int Channels, int Kernel, int Stride = 1, bool Affine = true) : Block
{
    /// <inheritdoc/>
    public override string Label => $"dil conv {Kernel}×{Kernel}, {Channels}" + (Stride > 1 ? $", stride {Stride}" : "");

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Convolution;

    private protected override IReadOnlyList<Part> Parts(IReadOnlyList<TensorShape> inputs)
    {
        var (form, width) = (Window.FormOver(inputs[0]), inputs[0].Channels);
        return Part.Chain(
            ("relu", new Activate(Activation.Relu)),
            ("depthwise", new Conv2d(width, Kernel, Stride, Kernel - 1, width, Bias: false, Dilation: 2, Form: form)),
            ("pointwise", new Conv2d(Channels, 1, Bias: false)),
            ("norm", new BatchNorm(Affine: Affine)));
    }
}
