using AutoMLStudio.Neural.Export;
using AutoMLStudio.Neural.Networks;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Architectures.Operations;

/// <summary>Scores become probabilities, in a text at each place. Added at export; training works on the scores themselves.</summary>
public sealed record Softmax : Operation
{
    /// <inheritdoc/>
    public override string Label => "softmax";

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Activation;

    /// <inheritdoc/>
    public override TensorShape Infer(IReadOnlyList<TensorShape> inputs) => inputs[0].IsSignal ? inputs[0] : Checks.Vector(inputs[0]);

    internal override Tensor Forward(IReadOnlyList<Tensor> inputs, NodeState state) => inputs[0].softmax(1);

    internal override string Emit(OnnxNode node) => node.Add("Softmax", node.Inputs, OnnxAttribute.Of("axis", 1L));
}
