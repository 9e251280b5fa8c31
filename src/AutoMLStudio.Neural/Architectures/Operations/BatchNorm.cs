using AutoMLStudio.Neural.Export;
using AutoMLStudio.Neural.Networks;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Architectures.Operations;

/// <summary>
/// Batch normalisation [Ioffe2015] of an image's channels or a vector's features: by the batch's statistics in training, by running ones afterwards.
/// </summary>
/// <param name="Momentum">Share of a batch in the running statistics, in (0, 1].</param>
/// <param name="Epsilon">Added to the variance, in (0, 1].</param>
/// <param name="Affine">Scales and shifts by trained numbers; false in a network under search, whose operations compete on equal terms [Liu2019].</param>
public sealed record BatchNorm(double Momentum = 0.1, double Epsilon = 1e-5, bool Affine = true) : Operation
{
    /// <inheritdoc/>
    public override string Label => "batch norm";

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Normalization;

    /// <inheritdoc/>
    public override TensorShape Infer(IReadOnlyList<TensorShape> inputs)
    {
        if (Momentum is not (> 0 and <= 1)) throw new ShapeException($"momentum is {Momentum}; a number above 0 and up to 1 is expected.");
        if (Epsilon is not (> 0 and <= 1)) throw new ShapeException($"epsilon is {Epsilon}; a number above 0 and up to 1 is expected.");
        return inputs[0];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs)
    {
        var shape = new TensorShape(inputs[0].Channels);
        return
        [
            new("scale", shape, WeightStart.Ones, Affine),
            new("shift", shape, WeightStart.Zeros, Affine),
            new("mean", shape, WeightStart.Zeros, Trained: false),
            new("variance", shape, WeightStart.Ones, Trained: false),
        ];
    }

    internal override Tensor Forward(IReadOnlyList<Tensor> inputs, NodeState state)
    {
        var w = state.Weights;
        var (collects, share) = (state.Training || state.Share is not null, state.Share ?? Momentum);
        return nn.functional.batch_norm(inputs[0], w[2], w[3], w[0], w[1], collects, share, Epsilon);
    }

    /// <summary>The norm of a network under search, multiplied by a tensor without dimensions in place of a scale.</summary>
    internal Tensor Forward(Tensor input, NodeState state, Tensor factor)
    {
        var w = state.Weights;
        var scale = factor.expand(w[0].shape[0]).contiguous();
        var (collects, share) = (state.Training || state.Share is not null, state.Share ?? Momentum);
        return nn.functional.batch_norm(input.to(ScalarType.Float32), w[2], w[3], scale, w[1], collects, share, Epsilon);
    }

    internal override string Emit(OnnxNode node) =>
        node.Add("BatchNormalization", [node.Inputs[0], .. node.WeightNames()], OnnxAttribute.Of("epsilon", (float)Epsilon));
}
