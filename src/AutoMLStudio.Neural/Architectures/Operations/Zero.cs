using AutoMLStudio.Neural.Export;
using AutoMLStudio.Neural.Networks;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Architectures.Operations;

/// <summary>Nothing: zeros in place of the input, <c>none</c> of the cell spaces.</summary>
/// <param name="Stride">Step by which an image shrinks, 1 to 255; 1 for all else.</param>
/// <param name="Form">Row for signals, which shrink along their width alone.</param>
public sealed record Zero(int Stride = 1, WindowForm Form = WindowForm.Square) : Operation
{
    /// <inheritdoc/>
    public override string Label => "none";

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Reshaping;

    private Window Window => new(Form, 1, Stride, 0);

    /// <inheritdoc/>
    public override TensorShape Infer(IReadOnlyList<TensorShape> inputs)
    {
        if (Stride == 1) return inputs[0];
        var (height, width) = Window.Slide(Checks.Image(inputs[0]));
        return new TensorShape(inputs[0].Channels, height, width);
    }

    internal override Tensor Forward(IReadOnlyList<Tensor> inputs, NodeState state)
    {
        var x = inputs[0];
        if (Stride == 1) return zeros_like(x);
        var (height, width) = Window.Slide(new((int)x.shape[1], (int)x.shape[2], (int)x.shape[3]));
        return x.new_zeros(x.shape[0], x.shape[1], height, width);
    }

    internal override string Emit(OnnxNode node)
    {
        var x = node.Inputs[0];
        if (Stride > 1)
        {
            long far = int.MaxValue;
            x = node.Add("Slice", [x, node.Integers("starts", 0, 0), node.Integers("ends", far, far), node.Integers("axes", 2, 3),
                node.Integers("steps", Window.Strides[0], Window.Strides[1])]);
        }
        return node.Add("Mul", [x, node.Constant("nothing", [], [0f])]);
    }
}
