using AutoMLStudio.Neural.Architectures.Operations;

namespace AutoMLStudio.Neural.Architectures.Blocks;

/// <summary>
/// Halves an image without leaving a place out: ReLU, two 1×1 convolutions with step 2, the second one place further, side by side, batch
/// norm [Zoph2018].
/// </summary>
/// <param name="Channels">Output channels, 2 to 65,536.</param>
/// <param name="Affine">Whether batch norms scale and shift; false in a network under search.</param>
public sealed record FactorizedReduce(int Channels, bool Affine = true) : Block
{
    /// <inheritdoc/>
    public override string Label => $"reduce, {Channels}";

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Convolution;

    private protected override IReadOnlyList<Part> Parts(IReadOnlyList<TensorShape> inputs)
    {
        var form = Window.FormOver(inputs[0]);
        Checks.Range("channels", Channels, 2, 65_536);
        return
        [
            new("relu", new Activate(Activation.Relu), ~0),
            new("even", new Conv2d(Channels / 2, 1, 2, Bias: false, Form: form), 0),
            new("shift", new Shift(form), 0),
            new("odd", new Conv2d(Channels - Channels / 2, 1, 2, Bias: false, Form: form), 2),
            new("both", new Concat(), 1, 3),
            new("norm", new BatchNorm(Affine: Affine), 4),
        ];
    }
}
