using AutoMLStudio.Neural.Export;
using AutoMLStudio.Neural.Networks;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Architectures.Operations;

/// <summary>
/// An image without its first row and column, zeros behind its last: what the second half of a factorised reduction sees, so that a step of two
/// leaves no place out [Zoph2018].
/// </summary>
/// <param name="Form">Row to shift along the width alone.</param>
public sealed record Shift(WindowForm Form = WindowForm.Square) : Operation
{
    /// <inheritdoc/>
    public override string Label => "shift by one";

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Reshaping;

    /// <summary>Places along height and width.</summary>
    private (long Down, long Right) By => (Form == WindowForm.Row ? 0 : 1, Form == WindowForm.Column ? 0 : 1);

    /// <inheritdoc/>
    public override TensorShape Infer(IReadOnlyList<TensorShape> inputs) => Checks.Image(inputs[0]);

    internal override Tensor Forward(IReadOnlyList<Tensor> inputs, NodeState state)
    {
        var x = inputs[0];
        // Negative padding cuts off.
        return nn.functional.pad(x, [-By.Right, By.Right, -By.Down, By.Down]);
    }

    internal override string Emit(OnnxNode node)
    {
        var (down, right) = By;
        return node.Add("Pad", [node.Inputs[0], node.Integers("pads", 0, 0, -down, -right, 0, 0, down, right)]);
    }
}
