using AutoMLStudio.Neural.Architectures.Operations;

namespace AutoMLStudio.Neural.Architectures.Blocks;

/// <summary>Scales each channel by a gate that a small network computes from all channels' means [Hu2018].</summary>
/// <param name="Reduced">Units of the small network, 1 to 65,536.</param>
/// <param name="Function">Between its layers.</param>
/// <param name="Gate">What bounds the gate.</param>
public sealed record SqueezeExcite(int Reduced, Activation Function = Activation.Relu, Activation Gate = Activation.Sigmoid) : Block
{
    /// <inheritdoc/>
    public override string Label => $"squeeze-excite {Reduced}";

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Convolution;

    private protected override IReadOnlyList<Part> Parts(IReadOnlyList<TensorShape> inputs)
    {
        Checks.Range("reduced", Reduced, 1, 65_536);
        return
        [
            new("pool", new GlobalAveragePool(), ~0),
            new("squeeze", new Linear(Reduced), 0),
            new("activate", new Activate(Function), 1),
            new("excite", new Linear(inputs[0].Channels), 2),
            new("gate", new Activate(Gate), 3),
            new("scale", new Multiply(), ~0, 4),
        ];
    }
}
