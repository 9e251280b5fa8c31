using AutoMLStudio.Neural.Architectures.Blocks;
using AutoMLStudio.Neural.Architectures.Operations;

namespace AutoMLStudio.Neural.Architectures.Fabric;

/// <summary>
/// A node of a fabric [Saxena2016]: the sum of a 3×3 convolution of each input, then batch norm and ReLU. An input of the next finer scale is walked
/// over in steps of two, one of the next coarser scale is doubled.
/// </summary>
/// <param name="Channels">Output channels, 1 to 65,536.</param>
/// <param name="Height">Height of the node's scale.</param>
/// <param name="Width">Width of the node's scale.</param>
public sealed record FabricNode(int Channels, int Height, int Width) : Block
{
    /// <inheritdoc/>
    public override string Label => $"fabric {Height}×{Width}, {Channels}";

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Convolution;

    /// <inheritdoc/>
    public override int MaximumInputs => 4;

    private protected override IReadOnlyList<Part> Parts(IReadOnlyList<TensorShape> inputs)
    {
        var parts = inputs.Select((shape, i) => new Part($"conv{i + 1}", Conv(Checks.Image(shape)), ~i)).ToList();
        if (parts.Count > 1) parts.Add(new("sum", new Add(), [.. Enumerable.Range(0, parts.Count)]));
        parts.Add(new("norm", new BatchNorm(), parts.Count - 1));
        parts.Add(new("relu", new Activate(Activation.Relu), parts.Count - 1));
        return parts;
    }

    private Operation Conv(TensorShape from)
    {
        if (from.Height < Height || from.Width < Width) return new UpConv2d(Channels, Height, Width);
        var stride = from.Height > Height || from.Width > Width ? 2 : 1;
        return new Conv2d(Channels, 3, stride, 1, Bias: false, Form: Window.FormOver(from));
    }
}
