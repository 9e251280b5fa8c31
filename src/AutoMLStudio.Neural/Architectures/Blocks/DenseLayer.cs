using AutoMLStudio.Neural.Architectures.Operations;

namespace AutoMLStudio.Neural.Architectures.Blocks;

/// <summary>A fully connected layer, batch norm and an activation: the unit of cells over tables.</summary>
/// <param name="Features">Outputs, 1 to 1,048,576.</param>
/// <param name="Function">Activation.</param>
/// <param name="Affine">Whether batch norms scale and shift; false in a network under search.</param>
public sealed record DenseLayer(int Features, Activation Function, bool Affine = true) : Block
{
    /// <inheritdoc/>
    public override string Label => $"dense {Features}, {new Activate(Function).Label}";

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Dense;

    private protected override IReadOnlyList<Part> Parts(IReadOnlyList<TensorShape> inputs)
        => Part.Chain(
            ("linear", new Linear(Features, Bias: false)), ("norm", new BatchNorm(Affine: Affine)), ("activate", new Activate(Function)));
}
