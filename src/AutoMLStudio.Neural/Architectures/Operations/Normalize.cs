using AutoMLStudio.Neural.Export;
using AutoMLStudio.Neural.Networks;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Architectures.Operations;

/// <summary>
/// (x − mean) / deviation a channel or feature, with constants measured on the training data: raw numbers go into the network, in training and after
/// export.
/// </summary>
/// <param name="Mean">One a channel or feature; finite.</param>
/// <param name="Deviation">One a channel or feature; finite and not 0.</param>
public sealed record Normalize(IReadOnlyList<float> Mean, IReadOnlyList<float> Deviation) : Operation
{
    /// <inheritdoc/>
    public override string Label => "normalize";

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Normalization;

    /// <summary>The inverse of normalising by these constants: x · deviation + mean.</summary>
    public static Normalize InverseOf(IReadOnlyList<float> mean, IReadOnlyList<float> deviation) =>
        new([.. mean.Zip(deviation, (m, d) => -m / d)], [.. deviation.Select(d => 1 / d)]);

    /// <inheritdoc/>
    public override TensorShape Infer(IReadOnlyList<TensorShape> inputs)
    {
        var channels = inputs[0].Channels;
        if (Mean.Count != channels || Deviation.Count != channels)
            throw new ShapeException($"it has {Mean.Count} means and {Deviation.Count} deviations; {channels} of each are expected for {inputs[0]}.");
        if (!Mean.All(float.IsFinite) || !Deviation.All(d => float.IsFinite(d) && d != 0))
            throw new ShapeException("finite means and deviations other than 0 are expected.");
        return inputs[0];
    }

    internal override Tensor Forward(IReadOnlyList<Tensor> inputs, NodeState state)
    {
        var x = inputs[0];
        var shape = ConstantShape((int)x.dim() - 1).Select(s => (long)s).ToArray();
        return (x - tensor([.. Mean], shape, device: x.device)) / tensor([.. Deviation], shape, device: x.device);
    }

    internal override string Emit(OnnxNode node)
    {
        var shape = ConstantShape(node.Output.Sizes.Count);
        var centred = node.Add("Sub", [node.Inputs[0], node.Constant("mean", shape, [.. Mean])]);
        return node.Add("Div", [centred, node.Constant("deviation", shape, [.. Deviation])]);
    }

    /// <inheritdoc/>
    public bool Equals(Normalize? other) => other is not null && Mean.SequenceEqual(other.Mean) && Deviation.SequenceEqual(other.Deviation);

    /// <inheritdoc/>
    public override int GetHashCode() => Mean.Aggregate(17, HashCode.Combine);

    /// <summary>Such that the constants broadcast over a batch.</summary>
    private int[] ConstantShape(int rank) => [Mean.Count, .. Enumerable.Repeat(1, rank - 1)];
}
