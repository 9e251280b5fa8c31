using AutoMLStudio.Neural.Export;
using AutoMLStudio.Neural.Export.Format;
using AutoMLStudio.Neural.Networks;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Architectures.Operations;

/// <summary>The largest number in each window.</summary>
/// <param name="Kernel">Size of the window, 1 to 255.</param>
/// <param name="Stride">Step, 1 to 255.</param>
/// <param name="Padding">Places added on each side that never win, at most half the window.</param>
/// <param name="Form">Form of the window.</param>
public sealed record MaxPool(int Kernel, int Stride, int Padding = 0, WindowForm Form = WindowForm.Square) : Operation
{
    /// <inheritdoc/>
    public override string Label => $"max pool {Window.Label}";

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Pooling;

    private Window Window => new(Form, Kernel, Stride, Padding);

    /// <inheritdoc/>
    public override TensorShape Infer(IReadOnlyList<TensorShape> inputs) => Pool.Infer(Window, inputs[0]);

    internal override Tensor Forward(IReadOnlyList<Tensor> inputs, NodeState state) => nn.functional.max_pool2d(
        inputs[0], Pool.Longs(Window.Kernels), Pool.Longs(Window.Strides), Pool.Longs(Window.Paddings));

    internal override string Emit(OnnxNode node) => node.Add("MaxPool", node.Inputs, Pool.Attributes(Window));
}

/// <summary>The mean of each window; padding is not counted.</summary>
/// <param name="Kernel">Size of the window, 1 to 255.</param>
/// <param name="Stride">Step, 1 to 255.</param>
/// <param name="Padding">Places added on each side, at most half the window.</param>
/// <param name="Form">Form of the window.</param>
public sealed record AveragePool(int Kernel, int Stride, int Padding = 0, WindowForm Form = WindowForm.Square) : Operation
{
    /// <inheritdoc/>
    public override string Label => $"average pool {Window.Label}";

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Pooling;

    private Window Window => new(Form, Kernel, Stride, Padding);

    /// <inheritdoc/>
    public override TensorShape Infer(IReadOnlyList<TensorShape> inputs) => Pool.Infer(Window, inputs[0]);

    internal override Tensor Forward(IReadOnlyList<Tensor> inputs, NodeState state) => nn.functional.avg_pool2d(
        inputs[0], Pool.Longs(Window.Kernels), Pool.Longs(Window.Strides), Pool.Longs(Window.Paddings), ceil_mode: false, count_include_pad: false);

    internal override string Emit(OnnxNode node) =>
        node.Add("AveragePool", node.Inputs, [.. Pool.Attributes(Window), OnnxAttribute.Of("count_include_pad", 0L)]);
}

/// <summary>What both kinds of pooling share.</summary>
internal static class Pool
{
    public static TensorShape Infer(Window window, TensorShape input)
    {
        var (height, width) = window.Slide(Checks.Image(input));
        Checks.PoolPadding(window.Kernel, window.Padding);
        return new TensorShape(input.Channels, height, width);
    }

    public static AttributeProto[] Attributes(Window window) =>
    [
        OnnxAttribute.Of("kernel_shape", window.Kernels), OnnxAttribute.Of("strides", window.Strides),
        OnnxAttribute.Of("pads", [.. window.Paddings, .. window.Paddings]),
    ];

    public static long[] Longs(int[] values) => [values[0], values[1]];
}

/// <summary>The mean of each channel [Lin2014]: an image or a signal becomes a vector.</summary>
public sealed record GlobalAveragePool : Operation
{
    /// <inheritdoc/>
    public override string Label => "global average pool";

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Pooling;

    /// <inheritdoc/>
    public override TensorShape Infer(IReadOnlyList<TensorShape> inputs) => new((inputs[0].IsSignal ? inputs[0] : Checks.Image(inputs[0])).Channels);

    internal override Tensor Forward(IReadOnlyList<Tensor> inputs, NodeState state) => inputs[0].flatten(2).mean([2]);

    internal override string Emit(OnnxNode node) => node.Add("Flatten", [node.Add("GlobalAveragePool", node.Inputs)], OnnxAttribute.Of("axis", 1L));
}
