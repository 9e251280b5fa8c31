using AutoMLStudio.Neural.Export;
using AutoMLStudio.Neural.Networks;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Architectures.Operations;

/// <summary>Hands its input on: <c>skip_connect</c> of the cell spaces.</summary>
public sealed record Identity : Operation
{
    /// <inheritdoc/>
    public override string Label => "identity";

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Reshaping;

    /// <inheritdoc/>
    public override TensorShape Infer(IReadOnlyList<TensorShape> inputs) => inputs[0];

    internal override Tensor Forward(IReadOnlyList<Tensor> inputs, NodeState state) => inputs[0];

    internal override string Emit(OnnxNode node) => node.Inputs[0];
}
