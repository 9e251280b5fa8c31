using AutoMLStudio.Neural.Export;
using AutoMLStudio.Neural.Networks;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Architectures.Operations;

/// <summary>An image whose channels are scaled by a vector: the gate of a squeeze-and-excitation block [Hu2018].</summary>
public sealed record Multiply : Operation
{
    /// <inheritdoc/>
    public override string Label => "scale channels";

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Merging;

    /// <inheritdoc/>
    public override int MinimumInputs => 2;

    /// <inheritdoc/>
    public override int MaximumInputs => 2;

    /// <inheritdoc/>
    public override TensorShape Infer(IReadOnlyList<TensorShape> inputs)
    {
        var image = Checks.Image(inputs[0]);
        return Checks.Vector(inputs[1]).Channels == image.Channels ? image
            : throw new ShapeException($"it takes an image and a number a channel and is given {image} and {inputs[1]}.");
    }

    internal override Tensor Forward(IReadOnlyList<Tensor> inputs, NodeState state) => inputs[0] * inputs[1].unsqueeze(2).unsqueeze(3);

    internal override string Emit(OnnxNode node) =>
        node.Add("Mul", [node.Inputs[0], node.Add("Unsqueeze", [node.Inputs[1], node.Integers("axes", 2, 3)])]);
}
