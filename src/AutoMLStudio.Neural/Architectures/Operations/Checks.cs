namespace AutoMLStudio.Neural.Architectures.Operations;

/// <summary>Checks that several operations share.</summary>
internal static class Checks
{
    public static TensorShape Image(TensorShape shape) => shape.IsImage ? shape
        : throw new ShapeException($"it takes [channels, height, width] and is given {shape}.");

    public static TensorShape Vector(TensorShape shape) => shape.Sizes.Count == 1 ? shape
        : throw new ShapeException($"it takes [features] and is given {shape}; flatten or pool first.");

    public static void Range(string name, int value, int low, int high)
    {
        if (value < low || value > high) throw new ShapeException($"{name} is {value}; {low} to {high} is expected.");
    }

    public static TensorShape Signal(TensorShape shape) => shape.IsSignal ? shape
        : throw new ShapeException($"it takes [channels, length] and is given {shape}.");

    /// <summary>Padding of more than half the window would pool over nothing but padding.</summary>
    public static void PoolPadding(int kernel, int padding)
    {
        if (2 * padding > kernel) throw new ShapeException($"padding is {padding}; at most half the kernel of {kernel} is expected.");
    }
}
