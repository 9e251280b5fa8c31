using AutoMLStudio.Neural.Export;
using AutoMLStudio.Neural.Networks;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Architectures.Operations;

/// <summary>
/// Brings the features of each example, of a signal those of each place, to mean 0 and variance 1, then scales and shifts them [Ba2016].
/// </summary>
/// <param name="Epsilon">Added to the variance, in (0, 1].</param>
public sealed record LayerNorm(double Epsilon = 1e-5) : Operation
{
    /// <inheritdoc/>
    public override string Label => "layer norm";

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Normalization;

    /// <inheritdoc/>
    public override TensorShape Infer(IReadOnlyList<TensorShape> inputs)
    {
        if (Epsilon is not (> 0 and <= 1)) throw new ShapeException($"epsilon is {Epsilon}; a number above 0 and up to 1 is expected.");
        return inputs[0].IsSignal ? inputs[0] : Checks.Vector(inputs[0]);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs)
    {
        var shape = new TensorShape(inputs[0].Channels);
        return [new("scale", shape, WeightStart.Ones), new("shift", shape, WeightStart.Zeros)];
    }

    internal override Tensor Forward(IReadOnlyList<Tensor> inputs, NodeState state)
    {
        var isSignal = inputs[0].dim() == 3;
        var x = isSignal ? inputs[0].transpose(1, 2) : inputs[0];
        x = nn.functional.layer_norm(x, [x.shape[^1]], state.Weights[0], state.Weights[1], Epsilon);
        return isSignal ? x.transpose(1, 2) : x;
    }

    internal override string Emit(OnnxNode node)
    {
        string Turn(string x) => node.Output.IsSignal ? node.Add("Transpose", [x], OnnxAttribute.Of("perm", 0, 2, 1)) : x;
        return Turn(node.Add("LayerNormalization", [Turn(node.Inputs[0]), .. node.WeightNames()],
            OnnxAttribute.Of("axis", -1L), OnnxAttribute.Of("epsilon", (float)Epsilon)));
    }
}
