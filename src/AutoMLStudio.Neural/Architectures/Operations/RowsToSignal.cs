using AutoMLStudio.Neural.Export;
using AutoMLStudio.Neural.Networks;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Architectures.Operations;

/// <summary>
/// An image becomes a signal, row by row: at each place the numbers of one row, channel by channel. A recurrent layer reads it from top to
/// bottom.
/// </summary>
public sealed record RowsToSignal : Operation
{
    /// <inheritdoc/>
    public override string Label => "row by row";

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Reshaping;

    /// <inheritdoc/>
    public override TensorShape Infer(IReadOnlyList<TensorShape> inputs)
    {
        var image = Checks.Image(inputs[0]);
        return new TensorShape(checked(image.Channels * image.Width), image.Height);
    }

    internal override Tensor Forward(IReadOnlyList<Tensor> inputs, NodeState state)
    {
        var x = inputs[0];
        return x.transpose(2, 3).reshape(x.shape[0], x.shape[1] * x.shape[3], x.shape[2]);
    }

    internal override string Emit(OnnxNode node)
    {
        var turned = node.Add("Transpose", node.Inputs, OnnxAttribute.Of("perm", 0, 1, 3, 2));
        // 0 keeps the size of the batch.
        return node.Add("Reshape", [turned, node.Integers("shape", 0, node.Output.Channels, node.Output.Length)]);
    }
}
