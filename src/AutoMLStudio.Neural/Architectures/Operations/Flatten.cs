using AutoMLStudio.Neural.Export;
using AutoMLStudio.Neural.Networks;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Architectures.Operations;

/// <summary>An image becomes a vector, channel by channel and row by row.</summary>
public sealed record Flatten : Operation
{
    /// <inheritdoc/>
    public override string Label => "flatten";

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Reshaping;

    /// <inheritdoc/>
    public override TensorShape Infer(IReadOnlyList<TensorShape> inputs) => new(checked((int)inputs[0].Elements));

    internal override Tensor Forward(IReadOnlyList<Tensor> inputs, NodeState state) => inputs[0].flatten(1);

    internal override string Emit(OnnxNode node) => node.Add("Flatten", node.Inputs, OnnxAttribute.Of("axis", 1L));
}
