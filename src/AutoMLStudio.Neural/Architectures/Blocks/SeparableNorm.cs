using AutoMLStudio.Neural.Architectures.Operations;

namespace AutoMLStudio.Neural.Architectures.Blocks;

/// <summary>A depthwise convolution, a pointwise one, batch norm, ReLU: separable convolutions as [Pham2018] have them in whole networks.</summary>
/// <param name="Channels">Output channels, 1 to 65,536.</param>
/// <param name="Kernel">Size of the kernel, odd.</param>
public sealed record SeparableNorm(int Channels, int Kernel) : Block
{
    /// <inheritdoc/>
    public override string Label => $"sep conv {Kernel}×{Kernel}, {Channels}";

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Convolution;

    private protected override IReadOnlyList<Part> Parts(IReadOnlyList<TensorShape> inputs)
    {
        var (form, width) = (Window.FormOver(inputs[0]), inputs[0].Channels);
        return Part.Chain(
            ("depthwise", new Conv2d(width, Kernel, 1, Kernel / 2, width, Bias: false, Form: form)),
            ("pointwise", new Conv2d(Channels, 1, Bias: false)),
            ("norm", new BatchNorm()),
            ("relu", new Activate(Activation.Relu)));
    }
}
