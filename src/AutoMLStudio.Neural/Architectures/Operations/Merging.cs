using AutoMLStudio.Neural.Export;
using AutoMLStudio.Neural.Networks;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Architectures.Operations;

/// <summary>The sum of inputs of one shape, as a residual connection takes it [He2016].</summary>
public sealed record Add : Operation
{
    /// <inheritdoc/>
    public override string Label => "add";

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Merging;

    /// <inheritdoc/>
    public override int MinimumInputs => 2;

    /// <inheritdoc/>
    public override int MaximumInputs => int.MaxValue;

    /// <inheritdoc/>
    public override bool IsSymmetric => true;

    /// <inheritdoc/>
    public override TensorShape Infer(IReadOnlyList<TensorShape> inputs) => inputs.All(i => i.Equals(inputs[0])) ? inputs[0]
        : throw new ShapeException($"it takes inputs of one shape and is given {string.Join(" and ", inputs)}.");

    internal override Tensor Forward(IReadOnlyList<Tensor> inputs, NodeState state) =>
        inputs.Skip(1).Aggregate(inputs[0], (sum, input) => sum.Plus(input));

    internal override string Emit(OnnxNode node) => node.Inputs.Skip(1).Aggregate(node.Inputs[0], (sum, input) => node.Add("Add", [sum, input]));
}

/// <summary>Inputs side by side: images along their channels, vectors along their features.</summary>
public sealed record Concat : Operation
{
    /// <inheritdoc/>
    public override string Label => "concat";

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Merging;

    /// <inheritdoc/>
    public override int MinimumInputs => 2;

    /// <inheritdoc/>
    public override int MaximumInputs => int.MaxValue;

    /// <inheritdoc/>
    public override bool IsSymmetric => true;

    /// <inheritdoc/>
    public override TensorShape Infer(IReadOnlyList<TensorShape> inputs)
    {
        if (inputs.Any(i => !i.Sizes.Skip(1).SequenceEqual(inputs[0].Sizes.Skip(1)) || i.Sizes.Count != inputs[0].Sizes.Count))
            throw new ShapeException($"it takes inputs of one height and width and is given {string.Join(" and ", inputs)}.");
        return new TensorShape([checked(inputs.Sum(i => i.Channels)), .. inputs[0].Sizes.Skip(1)]);
    }

    internal override Tensor Forward(IReadOnlyList<Tensor> inputs, NodeState state) => cat([.. inputs], 1);

    internal override string Emit(OnnxNode node) => node.Add("Concat", node.Inputs, OnnxAttribute.Of("axis", 1L));
}
