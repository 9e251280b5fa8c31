using AutoMLStudio.Neural.Architectures.Operations;

namespace AutoMLStudio.Neural.Architectures.Blocks;

/// <summary>Two 3×3 convolutions, the first with the step, beside a mean pool and a 1×1 convolution: how [Dong2020] reduce between stages.
/// Where a side is odd the pool is 3×3, so that both ways give the same size.</summary>
/// <param name="Channels">Output channels, 1 to 65,536.</param>
/// <param name="Stride">Step, 1 or 2.</param>
public sealed record ResidualBlock(int Channels, int Stride = 2) : Block
{
    /// <inheritdoc/>
    public override string Label => $"residual block, {Channels}" + (Stride > 1 ? $", stride {Stride}" : "");

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Convolution;

    private protected override IReadOnlyList<Part> Parts(IReadOnlyList<TensorShape> inputs)
    {
        var form = Window.FormOver(inputs[0]);
        var isEven = inputs[0].Width % Stride == 0 && (form == WindowForm.Row || inputs[0].Height % Stride == 0);
        var pool = isEven ? new AveragePool(Stride, Stride, 0, form) : new AveragePool(3, Stride, 1, form);
        return
        [
            new("first", new ReluConvNorm(Channels, 3, Stride), ~0),
            new("second", new ReluConvNorm(Channels, 3), 0),
            new("pool", pool, ~0),
            new("project", new Conv2d(Channels, 1, Bias: false), 2),
            new("add", new Add(), 1, 3),
        ];
    }
}
