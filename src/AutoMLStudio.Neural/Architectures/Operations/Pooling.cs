using AutoMLStudio.Neural.Export;
using AutoMLStudio.Neural.Networks;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Architectures.Operations;

/// <summary>The largest number in each window.</summary>
/// <param name="Kernel">Height and width of the window, 1 to 255.</param>
/// <param name="Stride">Step in both directions, 1 to 255.</param>
/// <param name="Padding">Places added on each side that never win, at most half the window.</param>
public sealed record MaxPool(int Kernel, int Stride, int Padding = 0) : Operation
{
    /// <inheritdoc/>
    public override string Label => $"max pool {Kernel}×{Kernel}" + (Stride > 1 ? $", stride {Stride}" : "");

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Pooling;

    /// <inheritdoc/>
    public override TensorShape Infer(IReadOnlyList<TensorShape> inputs)
    {
        var input = Checks.Image(inputs[0]);
        var (height, width) = Checks.Slide(input, Kernel, Stride, Padding);
        Checks.PoolPadding(Kernel, Padding);
        return new TensorShape(input.Channels, height, width);
    }

    internal override Tensor Forward(IReadOnlyList<Tensor> inputs, NodeState state) =>
        nn.functional.max_pool2d(inputs[0], [Kernel, Kernel], [Stride, Stride], [Padding, Padding]);

    internal override string Emit(OnnxNode node) => node.Add("MaxPool", node.Inputs, OnnxAttribute.Of("kernel_shape", Kernel, Kernel),
        OnnxAttribute.Of("strides", Stride, Stride), OnnxAttribute.Of("pads", Padding, Padding, Padding, Padding));
}

/// <summary>The mean of each window; padding is not counted.</summary>
/// <param name="Kernel">Height and width of the window, 1 to 255.</param>
/// <param name="Stride">Step in both directions, 1 to 255.</param>
/// <param name="Padding">Places added on each side, at most half the window.</param>
public sealed record AveragePool(int Kernel, int Stride, int Padding = 0) : Operation
{
    /// <inheritdoc/>
    public override string Label => $"average pool {Kernel}×{Kernel}" + (Stride > 1 ? $", stride {Stride}" : "");

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Pooling;

    /// <inheritdoc/>
    public override TensorShape Infer(IReadOnlyList<TensorShape> inputs)
    {
        var input = Checks.Image(inputs[0]);
        var (height, width) = Checks.Slide(input, Kernel, Stride, Padding);
        Checks.PoolPadding(Kernel, Padding);
        return new TensorShape(input.Channels, height, width);
    }

    internal override Tensor Forward(IReadOnlyList<Tensor> inputs, NodeState state) =>
        nn.functional.avg_pool2d(inputs[0], [Kernel, Kernel], [Stride, Stride], [Padding, Padding], ceil_mode: false, count_include_pad: false);

    internal override string Emit(OnnxNode node) => node.Add("AveragePool", node.Inputs, OnnxAttribute.Of("kernel_shape", Kernel, Kernel),
        OnnxAttribute.Of("strides", Stride, Stride), OnnxAttribute.Of("pads", Padding, Padding, Padding, Padding),
        OnnxAttribute.Of("count_include_pad", 0L));
}

/// <summary>The mean of each channel [Lin2014]: an image becomes a vector.</summary>
public sealed record GlobalAveragePool : Operation
{
    /// <inheritdoc/>
    public override string Label => "global average pool";

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Pooling;

    /// <inheritdoc/>
    public override TensorShape Infer(IReadOnlyList<TensorShape> inputs) => new(Checks.Image(inputs[0]).Channels);

    internal override Tensor Forward(IReadOnlyList<Tensor> inputs, NodeState state) => inputs[0].mean([2, 3]);

    internal override string Emit(OnnxNode node) => node.Add("Flatten", [node.Add("GlobalAveragePool", node.Inputs)], OnnxAttribute.Of("axis", 1L));
}
