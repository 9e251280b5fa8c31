using AutoMLStudio.Neural.Architectures.Operations;

namespace AutoMLStudio.Neural.Architectures.Blocks;

/// <summary>
/// ReLU, a convolution of one row, one of one column, batch norm: <c>1×7-7×1</c> and <c>1×3-3×1</c> [Zoph2018]. Over a signal the row alone.
/// </summary>
/// <param name="Channels">Output channels, 1 to 65,536.</param>
/// <param name="Kernel">Length of row and column, odd.</param>
/// <param name="Stride">Step, 1 to 255.</param>
/// <param name="Affine">Whether batch norms scale and shift; false in a network under search.</param>
/// <param name="Bottleneck">How many times narrower row and column are, between 1×1 convolutions, as [Real2019] have them; 1 for no narrower.</param>
public sealed record FactorizedConv(int Channels, int Kernel, int Stride = 1, bool Affine = true, int Bottleneck = 1) : Block
{
    /// <inheritdoc/>
    public override string Label => $"conv 1×{Kernel}-{Kernel}×1, {Channels}" + (Stride > 1 ? $", stride {Stride}" : "");

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Convolution;

    private protected override IReadOnlyList<Part> Parts(IReadOnlyList<TensorShape> inputs)
    {
        Checks.Range("bottleneck", Bottleneck, 1, 64);
        var width = Math.Max(1, Channels / Bottleneck);
        var parts = new List<(string, Operation)> { ("relu", new Activate(Activation.Relu)) };
        void Norm(string name) => parts.Add((name, new BatchNorm(Affine: Affine)));
        void Narrow(string name, int channels) => parts.Add((name, new Conv2d(channels, 1, Bias: false)));
        void Slide(string name, WindowForm form) => parts.Add((name, new Conv2d(width, Kernel, Stride, Kernel / 2, Bias: false, Form: form)));
        if (Bottleneck > 1)
        {
            Narrow("before", width);
            Norm("norm1");
            parts.Add(("relu1", new Activate(Activation.Relu)));
        }
        Slide("row", WindowForm.Row);
        if (Window.FormOver(inputs[0]) != WindowForm.Row) Slide("column", WindowForm.Column);
        Norm("norm");
        if (Bottleneck > 1)
        {
            parts.Add(("relu2", new Activate(Activation.Relu)));
            Narrow("after", Channels);
            Norm("norm2");
        }
        return Part.Chain(parts);
    }
}
