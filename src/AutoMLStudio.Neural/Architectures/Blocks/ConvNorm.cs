using AutoMLStudio.Neural.Architectures.Operations;

namespace AutoMLStudio.Neural.Architectures.Blocks;

/// <summary>Convolution, batch norm and, where one is named, an activation: stems and heads.</summary>
/// <param name="Channels">Output channels, 1 to 65,536.</param>
/// <param name="Kernel">Size of the kernel, odd.</param>
/// <param name="Stride">Step, 1 to 255.</param>
/// <param name="Function">What follows the norm; null for nothing.</param>
/// <param name="Momentum">Of the batch norm.</param>
/// <param name="Epsilon">Of the batch norm.</param>
public sealed record ConvNorm(
    int Channels, int Kernel, int Stride = 1, Activation? Function = null, double Momentum = 0.1, double Epsilon = 1e-5) : Block
{
    /// <inheritdoc/>
    public override string Label => $"conv {Kernel}×{Kernel}, {Channels}" + (Stride > 1 ? $", stride {Stride}" : "");

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Convolution;

    private protected override IReadOnlyList<Part> Parts(IReadOnlyList<TensorShape> inputs)
    {
        var form = Window.FormOver(inputs[0]);
        var conv = ("conv", (Operation)new Conv2d(Channels, Kernel, Stride, Kernel / 2, Bias: false, Form: form));
        var norm = ("norm", (Operation)new BatchNorm(Momentum, Epsilon));
        return Function is { } function ? Part.Chain(conv, norm, ("activate", new Activate(function))) : Part.Chain(conv, norm);
    }
}
