using AutoMLStudio.Neural.Export;
using AutoMLStudio.Neural.Networks;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Architectures.Operations;

/// <summary>Scores become probabilities. Added at export; training works on the scores themselves.</summary>
public sealed record Softmax : Operation
{
    /// <inheritdoc/>
    public override string Label => "softmax";

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Activation;

    /// <inheritdoc/>
    public override TensorShape Infer(IReadOnlyList<TensorShape> inputs) => Checks.Vector(inputs[0]);

    internal override Tensor Forward(IReadOnlyList<Tensor> inputs, NodeState state) => inputs[0].softmax(1);

    internal override string Emit(OnnxNode node) => node.Add("Softmax", node.Inputs, OnnxAttribute.Of("axis", 1L));
}
