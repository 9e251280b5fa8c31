namespace AutoMLStudio.Neural.Architectures.Operations;

/// <summary>
/// Form of a window that slides over an image. A signal is an image of height 1, over which rows slide: that is a one-dimensional operation.
/// </summary>
public enum WindowForm
{
    /// <summary>As high as wide.</summary>
    Square,
    /// <summary>One high: moves, strides and pads along the width alone.</summary>
    Row,
    /// <summary>One wide: moves, strides and pads along the height alone.</summary>
    Column,
}

/// <summary>A window: form, size, step, padding and distance between the places that it sees.</summary>
internal readonly record struct Window(WindowForm Form, int Kernel, int Stride, int Padding, int Dilation = 1)
{
    public int[] Kernels => Pair(Kernel, 1);

    public int[] Strides => Pair(Stride, 1);

    public int[] Paddings => Pair(Padding, 0);

    public int[] Dilations => Pair(Dilation, 1);

    /// <summary>For example <c>3×3</c> or <c>1×7, stride 2</c>.</summary>
    public string Label => $"{Kernels[0]}×{Kernels[1]}" + (Stride > 1 ? $", stride {Stride}" : "");

    /// <summary>The form in which windows slide over this image: along the width alone over one of height 1.</summary>
    public static WindowForm FormOver(TensorShape shape) => Checks.Image(shape).Height == 1 && shape.Width > 1 ? WindowForm.Row : WindowForm.Square;

    /// <summary>Checks the window and tells the image size that it leaves.</summary>
    /// <exception cref="ShapeException">It does not fit.</exception>
    public (int Height, int Width) Slide(TensorShape shape)
    {
        if (!Enum.IsDefined(Form)) throw new ShapeException($"form is {Form}; one of {string.Join(", ", Enum.GetNames<WindowForm>())} is expected.");
        Checks.Range("kernel", Kernel, 1, 255);
        Checks.Range("stride", Stride, 1, 255);
        Checks.Range("padding", Padding, 0, 127);
        Checks.Range("dilation", Dilation, 1, 255);
        int[] sizes = [shape.Height, shape.Width];
        for (var i = 0; i < 2; i++)
        {
            var reach = Dilations[i] * (Kernels[i] - 1) + 1;
            if (reach > sizes[i] + 2 * Paddings[i])
                throw new ShapeException($"the kernel of {reach} is larger than its input {shape} with padding {Paddings[i]}.");
            sizes[i] = (sizes[i] + 2 * Paddings[i] - reach) / Strides[i] + 1;
        }
        return (sizes[0], sizes[1]);
    }

    private int[] Pair(int value, int still) => Form switch
    {
        WindowForm.Row => [still, value],
        WindowForm.Column => [value, still],
        _ => [value, value],
    };
}
