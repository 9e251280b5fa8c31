using AutoMLStudio.Neural.Export;
using AutoMLStudio.Neural.Networks;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Architectures.Operations;

/// <summary>
/// A 3×3 convolution that doubles the sides of an image: zeros are put between its places, then the kernel slides over them ([Saxena2016], §3.2). The
/// right kernels make it repeat the nearest place or blend between places. Over an image of height 1 that stays so, a kernel of one row.
/// </summary>
/// <param name="Channels">Output channels, 1 to 65,536.</param>
/// <param name="Height">Height of the output: twice the input's or one less.</param>
/// <param name="Width">Width of the output: twice the input's or one less.</param>
public sealed record UpConv2d(int Channels, int Height, int Width) : Operation
{
    /// <inheritdoc/>
    public override string Label => $"up conv {Window.Kernels[0]}×3, {Channels}";

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Convolution;

    private Window Window => new(Height == 1 ? WindowForm.Row : WindowForm.Square, Kernel: 3, Stride: 2, Padding: 1);

    /// <inheritdoc/>
    public override TensorShape Infer(IReadOnlyList<TensorShape> inputs)
    {
        var input = Checks.Image(inputs[0]);
        Checks.Range("channels", Channels, 1, 65_536);
        Checks.Range("height", Height, 2 * input.Height - 1, 2 * input.Height);
        Checks.Range("width", Width, 2 * input.Width - 1, 2 * input.Width);
        return new(Channels, Height, Width);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs) =>
        [new("weight", new TensorShape([inputs[0].Channels, Channels, .. Window.Kernels]), WeightStart.He)];

    /// <inheritdoc/>
    public override long MultiplyAdds(IReadOnlyList<TensorShape> inputs, TensorShape output) =>
        inputs[0].Elements * Channels * Window.Kernels[0] * Window.Kernels[1];

    internal override Tensor Forward(IReadOnlyList<Tensor> inputs, NodeState state) => nn.functional.conv_transpose2d(
        inputs[0], state.Weights[0], null, Longs(Window.Strides), Longs(Window.Paddings), Longs(More(inputs[0].shape[2], inputs[0].shape[3])));

    internal override string Emit(OnnxNode node) => node.Add("ConvTranspose", [node.Inputs[0], .. node.WeightNames()],
        OnnxAttribute.Of("kernel_shape", Window.Kernels), OnnxAttribute.Of("strides", Window.Strides),
        OnnxAttribute.Of("pads", [.. Window.Paddings, .. Window.Paddings]),
        OnnxAttribute.Of("output_padding", More(node.InputShapes[0].Height, node.InputShapes[0].Width)));

    /// <summary>Rows and columns beyond an image of 2n − 1.</summary>
    private int[] More(long height, long width) => [Height == 1 ? 0 : (int)(Height - 2 * height + 1), (int)(Width - 2 * width + 1)];

    private static long[] Longs(int[] values) => [values[0], values[1]];
}
