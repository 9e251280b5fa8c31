using AutoMLStudio.Neural.Export;
using AutoMLStudio.Neural.Networks;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Architectures.Operations;

/// <summary>A fully connected layer: y = W x + b; at every place of a signal the same one.</summary>
/// <param name="Features">Outputs, 1 to 1,048,576.</param>
/// <param name="Bias">Adds b; without use where a batch norm follows.</param>
public sealed record Linear(int Features, bool Bias = true) : Operation
{
    /// <inheritdoc/>
    public override string Label => $"linear {Features}";

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Dense;

    /// <inheritdoc/>
    public override TensorShape Infer(IReadOnlyList<TensorShape> inputs)
    {
        var input = inputs[0].IsSignal ? inputs[0] : Checks.Vector(inputs[0]);
        Checks.Range("features", Features, 1, 1 << 20);
        return new TensorShape([Features, .. input.Sizes.Skip(1)]);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs)
    {
        var weight = new WeightSpec("weight", new TensorShape(Features, inputs[0].Channels), WeightStart.He);
        return Bias ? [weight, new WeightSpec("bias", new TensorShape(Features), WeightStart.Zeros)] : [weight];
    }

    /// <inheritdoc/>
    public override long MultiplyAdds(IReadOnlyList<TensorShape> inputs, TensorShape output) => inputs[0].Elements * Features;

    internal override Tensor Forward(IReadOnlyList<Tensor> inputs, NodeState state)
    {
        var bias = Bias ? state.Weights[1] : null;
        return inputs[0].dim() == 2 ? nn.functional.linear(inputs[0], state.Weights[0], bias)
            : nn.functional.linear(inputs[0].transpose(1, 2), state.Weights[0], bias).transpose(1, 2);
    }

    internal override string Emit(OnnxNode node)
    {
        var weights = node.WeightNames();
        if (!node.Output.IsSignal) return node.Add("Gemm", [node.Inputs[0], .. weights], OnnxAttribute.Of("transB", 1L));
        // W [features, channels] times [batch, channels, length]; the bias, a number a feature, as a column.
        var product = node.Add("MatMul", [weights[0], node.Inputs[0]]);
        return Bias ? node.Add("Add", [product, node.Add("Unsqueeze", [weights[1], node.Integers("last", 1)])]) : product;
    }
}
