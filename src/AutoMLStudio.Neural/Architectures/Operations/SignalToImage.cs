using AutoMLStudio.Neural.Export;
using AutoMLStudio.Neural.Networks;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Architectures.Operations;

/// <summary>A signal becomes an image of height 1, over which rows slide.</summary>
public sealed record SignalToImage : Operation
{
    /// <inheritdoc/>
    public override string Label => "signal to image";

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Reshaping;

    /// <inheritdoc/>
    public override TensorShape Infer(IReadOnlyList<TensorShape> inputs) =>
        new(Checks.Signal(inputs[0]).Channels, 1, inputs[0].Length);

    internal override Tensor Forward(IReadOnlyList<Tensor> inputs, NodeState state) => inputs[0].unsqueeze(2);

    internal override string Emit(OnnxNode node) => node.Add("Unsqueeze", [node.Inputs[0], node.Integers("axes", 2)]);
}

/// <summary>The last place of a signal: what a recurrent layer knows when it has seen all of it.</summary>
public sealed record LastPlace : Operation
{
    /// <inheritdoc/>
    public override string Label => "last place";

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Reshaping;

    /// <inheritdoc/>
    public override TensorShape Infer(IReadOnlyList<TensorShape> inputs) => new(Checks.Signal(inputs[0]).Channels);

    internal override Tensor Forward(IReadOnlyList<Tensor> inputs, NodeState state) => inputs[0].select(2, inputs[0].shape[2] - 1);

    internal override string Emit(OnnxNode node) =>
        node.Add("Gather", [node.Inputs[0], node.Integer("last", -1)], OnnxAttribute.Of("axis", 2L));
}
