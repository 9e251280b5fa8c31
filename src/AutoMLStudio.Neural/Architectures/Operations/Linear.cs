using AutoMLStudio.Neural.Export;
using AutoMLStudio.Neural.Networks;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Architectures.Operations;

/// <summary>A fully connected layer: y = W x + b.</summary>
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
        Checks.Vector(inputs[0]);
        Checks.Range("features", Features, 1, 1 << 20);
        return new TensorShape(Features);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs)
    {
        var weight = new WeightSpec("weight", new TensorShape(Features, inputs[0].Channels), WeightStart.He);
        return Bias ? [weight, new WeightSpec("bias", new TensorShape(Features), WeightStart.Zeros)] : [weight];
    }

    /// <inheritdoc/>
    public override long MultiplyAdds(IReadOnlyList<TensorShape> inputs, TensorShape output) => inputs[0].Elements * Features;

    internal override Tensor Forward(IReadOnlyList<Tensor> inputs, NodeState state) =>
        nn.functional.linear(inputs[0], state.Weights[0], Bias ? state.Weights[1] : null);

    internal override string Emit(OnnxNode node) => node.Add("Gemm", [node.Inputs[0], .. node.WeightNames()], OnnxAttribute.Of("transB", 1L));
}
