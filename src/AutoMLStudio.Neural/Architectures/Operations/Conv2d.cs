using AutoMLStudio.Neural.Export;
using AutoMLStudio.Neural.Networks;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Architectures.Operations;

/// <summary>A two-dimensional convolution; with a row over an image of height 1, a one-dimensional one.</summary>
/// <param name="Channels">Output channels, 1 to 65,536; a multiple of <paramref name="Groups"/>.</param>
/// <param name="Kernel">Size of the kernel, 1 to 255.</param>
/// <param name="Stride">Step, 1 to 255.</param>
/// <param name="Padding">Zeros added on each side, 0 to 127.</param>
/// <param name="Groups">Groups of channels that do not mix; a divisor of the input's channels. As many as channels: depthwise.</param>
/// <param name="Bias">Adds a number a channel; without use where a batch norm follows.</param>
/// <param name="Dilation">Distance between the places that the kernel sees, 1 to 255 [Yu2016].</param>
/// <param name="Form">Form of the kernel.</param>
public sealed record Conv2d(
    int Channels, int Kernel, int Stride = 1, int Padding = 0, int Groups = 1, bool Bias = true, int Dilation = 1,
    WindowForm Form = WindowForm.Square) : Operation
{
    /// <inheritdoc/>
    public override string Label => $"conv {Window.Kernels[0]}×{Window.Kernels[1]}, {Channels}" + (Stride > 1 ? $", stride {Stride}" : "")
        + (Dilation > 1 ? $", dilation {Dilation}" : "") + (Groups > 1 ? $", {Groups} groups" : "");

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Convolution;

    private Window Window => new(Form, Kernel, Stride, Padding, Dilation);

    /// <inheritdoc/>
    public override TensorShape Infer(IReadOnlyList<TensorShape> inputs)
    {
        var input = Checks.Image(inputs[0]);
        Checks.Range("channels", Channels, 1, 65_536);
        Checks.Range("groups", Groups, 1, 65_536);
        if (input.Channels % Groups != 0 || Channels % Groups != 0)
            throw new ShapeException($"groups is {Groups}; a divisor of {input.Channels} input and {Channels} output channels is expected.");
        var (height, width) = Window.Slide(input);
        return new TensorShape(Channels, height, width);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs)
    {
        var shape = new TensorShape([Channels, inputs[0].Channels / Groups, .. Window.Kernels]);
        var weight = new WeightSpec("weight", shape, WeightStart.He);
        return Bias ? [weight, new WeightSpec("bias", new TensorShape(Channels), WeightStart.Zeros)] : [weight];
    }

    /// <inheritdoc/>
    public override long MultiplyAdds(IReadOnlyList<TensorShape> inputs, TensorShape output) =>
        output.Elements * (inputs[0].Channels / Groups) * Window.Kernels[0] * Window.Kernels[1];

    internal override Tensor Forward(IReadOnlyList<Tensor> inputs, NodeState state)
    {
        var (input, window) = (inputs[0], Window);
        // The backward pass of strided 1×1 kernels over images with their channels last corrupts memory in the oneDNN of libtorch 2.10 (seen with residual
        // CNNs of 8 and 16 channels, which died of it). Such a kernel sees every stride-th place only: these are taken out first.
        if (Kernel == 1 && Padding == 0 && Stride > 1)
        {
            if (Form != WindowForm.Row) input = input.slice(2, 0, input.shape[2], Stride);
            if (Form != WindowForm.Column) input = input.slice(3, 0, input.shape[3], Stride);
            window = window with { Stride = 1 };
        }
        return nn.functional.conv2d(input, state.Weights[0], Bias ? state.Weights[1] : null,
            Longs(window.Strides), Longs(window.Paddings), Longs(window.Dilations), Groups);
    }

    internal override string Emit(OnnxNode node) => node.Add("Conv", [node.Inputs[0], .. node.WeightNames()],
        OnnxAttribute.Of("kernel_shape", Window.Kernels), OnnxAttribute.Of("strides", Window.Strides),
        OnnxAttribute.Of("pads", [.. Window.Paddings, .. Window.Paddings]), OnnxAttribute.Of("dilations", Window.Dilations),
        OnnxAttribute.Of("group", (long)Groups));

    private static long[] Longs(int[] values) => [values[0], values[1]];
}
