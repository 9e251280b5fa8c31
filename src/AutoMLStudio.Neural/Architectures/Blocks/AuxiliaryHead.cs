using AutoMLStudio.Neural.Architectures.Operations;

namespace AutoMLStudio.Neural.Architectures.Blocks;

/// <summary>
/// A second classifier halfway, which helps gradients in and is left out of the finished network [Szegedy2015]; the form of [Zoph2018] and
/// [Liu2019]: ReLU, mean pool 5×5 with step 3, 1×1 and 2×2 convolutions of 128 and 768 channels, linear. Windows shrink to the image where it is
/// smaller.
/// </summary>
/// <param name="Size">Outputs: as many as the network has.</param>
public sealed record AuxiliaryHead(int Size) : Block
{
    /// <inheritdoc/>
    public override string Label => "auxiliary head";

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Dense;

    /// <inheritdoc/>
    public override bool IsAuxiliary => true;

    private protected override IReadOnlyList<Part> Parts(IReadOnlyList<TensorShape> inputs)
    {
        var (form, image) = (Window.FormOver(inputs[0]), Checks.Image(inputs[0]));
        var side = form == WindowForm.Row ? image.Width : Math.Min(image.Height, image.Width);
        var pool = Math.Min(5, side);
        var second = Math.Min(2, (side - pool) / 3 + 1);
        return Part.Chain(
            ("relu1", new Activate(Activation.Relu)),
            ("pool", new AveragePool(pool, 3, 0, form)),
            ("conv1", new Conv2d(128, 1, Bias: false)),
            ("norm1", new BatchNorm()),
            ("relu2", new Activate(Activation.Relu)),
            ("conv2", new Conv2d(768, second, Bias: false, Form: form)),
            ("norm2", new BatchNorm()),
            ("relu3", new Activate(Activation.Relu)),
            ("mean", new GlobalAveragePool()),
            ("head", new Linear(Size)));
    }
}
