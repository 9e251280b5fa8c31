using AutoMLStudio.Neural.Architectures.Operations;

namespace AutoMLStudio.Neural.Architectures.Blocks;

/// <summary>ReLU, a convolution of one row, one of one column, batch norm: <c>1×7-7×1</c> and <c>1×3-3×1</c> [Zoph2018]. Over a signal the row alone.</summary>
/// <param name="Channels">Output channels, 1 to 65,536.</param>
/// <param name="Kernel">Length of row and column, odd.</param>
/// <param name="Stride">Step, 1 to 255.</param>
/// <param name="Affine">Whether batch norms scale and shift; false in a network under search.</param>
public sealed record FactorizedConv(int Channels, int Kernel, int Stride = 1, bool Affine = true) : Block
{
    /// <inheritdoc/>
    public override string Label => $"conv 1×{Kernel}-{Kernel}×1, {Channels}" + (Stride > 1 ? $", stride {Stride}" : "");

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Convolution;

    private protected override IReadOnlyList<Part> Parts(IReadOnlyList<TensorShape> inputs)
    {
        var row = ("row", (Operation)new Conv2d(Channels, Kernel, Stride, Kernel / 2, Bias: false, Form: WindowForm.Row));
        var column = ("column", (Operation)new Conv2d(Channels, Kernel, Stride, Kernel / 2, Bias: false, Form: WindowForm.Column));
        var (relu, norm) = (("relu", (Operation)new Activate(Activation.Relu)), ("norm", (Operation)new BatchNorm(Affine: Affine)));
        return Window.FormOver(inputs[0]) == WindowForm.Row ? Part.Chain(relu, row, norm) : Part.Chain(relu, row, column, norm);
    }
}
