namespace AutoMLStudio.Neural.Architectures.Operations;

/// <summary>Checks that several operations share.</summary>
internal static class Checks
{
    public static TensorShape Image(TensorShape shape) => shape.IsImage ? shape
        : throw new ShapeException($"it takes [channels, height, width] and is given {shape}.");

    public static TensorShape Vector(TensorShape shape) => !shape.IsImage ? shape
        : throw new ShapeException($"it takes [features] and is given {shape}; flatten or pool first.");

    public static void Range(string name, int value, int low, int high)
    {
        if (value < low || value > high) throw new ShapeException($"{name} is {value}; {low} to {high} is expected.");
    }

    /// <summary>Checks of a window that slides over an image, and the image size that it leaves.</summary>
    public static (int Height, int Width) Slide(TensorShape shape, int kernel, int stride, int padding)
    {
        Range("kernel", kernel, 1, 255);
        Range("stride", stride, 1, 255);
        Range("padding", padding, 0, 127);
        if (kernel > shape.Height + 2 * padding || kernel > shape.Width + 2 * padding)
            throw new ShapeException($"the kernel of {kernel} is larger than its input {shape} with padding {padding}.");
        return ((shape.Height + 2 * padding - kernel) / stride + 1, (shape.Width + 2 * padding - kernel) / stride + 1);
    }

    /// <summary>Padding of more than half the window would pool over nothing but padding.</summary>
    public static void PoolPadding(int kernel, int padding)
    {
        if (2 * padding > kernel) throw new ShapeException($"padding is {padding}; at most half the kernel of {kernel} is expected.");
    }
}
