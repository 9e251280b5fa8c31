using AutoMLStudio.Neural.Export;
using AutoMLStudio.Neural.Networks;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Architectures.Operations;

/// <summary>A vector for each token of a text: [length] numbers of tokens become a signal [features, length].</summary>
/// <param name="Tokens">Number of different tokens, 2 to 1,048,576; the input's numbers are 0 up to it.</param>
/// <param name="Features">Length of a token's vector, 1 to 65,536.</param>
public sealed record Embedding(int Tokens, int Features) : Operation
{
    private const long Int64 = 7;

    /// <inheritdoc/>
    public override string Label => $"embedding {Tokens} → {Features}";

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Dense;

    /// <inheritdoc/>
    public override TensorShape Infer(IReadOnlyList<TensorShape> inputs)
    {
        Checks.Range("tokens", Tokens, 2, 1 << 20);
        Checks.Range("features", Features, 1, 65_536);
        return new TensorShape(Features, Checks.Vector(inputs[0]).Channels);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs) =>
        [new("weight", new TensorShape(Tokens, Features), WeightStart.Uniform)];

    internal override Tensor Forward(IReadOnlyList<Tensor> inputs, NodeState state)
    {
        var ids = inputs[0].to(ScalarType.Int64);
        return state.Weights[0].index_select(0, ids.flatten()).view(ids.shape[0], ids.shape[1], Features).transpose(1, 2);
    }

    internal override string Emit(OnnxNode node)
    {
        var ids = node.Add("Cast", node.Inputs, OnnxAttribute.Of("to", Int64));
        return node.Add("Transpose", [node.Add("Gather", [node.WeightNames()[0], ids])], OnnxAttribute.Of("perm", 0, 2, 1));
    }
}
