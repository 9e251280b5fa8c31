using AutoMLStudio.Neural.Architectures.Operations;

namespace AutoMLStudio.Neural.Architectures.Blocks;

/// <summary>A depthwise-separable convolution applied twice, each time ReLU, depthwise, pointwise, batch norm; the first takes the step. The form of
/// [Zoph2018] and [Liu2019].</summary>
/// <param name="Channels">Output channels, 1 to 65,536.</param>
/// <param name="Kernel">Size of the kernel, odd.</param>
/// <param name="Stride">Step, 1 to 255.</param>
/// <param name="Affine">Whether batch norms scale and shift; false in a network under search.</param>
public sealed record SeparableConv(int Channels, int Kernel, int Stride = 1, bool Affine = true) : Block
{
    /// <inheritdoc/>
    public override string Label => $"sep conv {Kernel}×{Kernel}, {Channels}" + (Stride > 1 ? $", stride {Stride}" : "");

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Convolution;

    private protected override IReadOnlyList<Part> Parts(IReadOnlyList<TensorShape> inputs)
    {
        var (form, width) = (Window.FormOver(inputs[0]), inputs[0].Channels);
        return Part.Chain(
            ("relu1", new Activate(Activation.Relu)),
            ("depthwise1", new Conv2d(width, Kernel, Stride, Kernel / 2, width, Bias: false, Form: form)),
            ("pointwise1", new Conv2d(width, 1, Bias: false)),
            ("norm1", new BatchNorm(Affine: Affine)),
            ("relu2", new Activate(Activation.Relu)),
            ("depthwise2", new Conv2d(width, Kernel, 1, Kernel / 2, width, Bias: false, Form: form)),
            ("pointwise2", new Conv2d(Channels, 1, Bias: false)),
            ("norm2", new BatchNorm(Affine: Affine)));
    }
}
