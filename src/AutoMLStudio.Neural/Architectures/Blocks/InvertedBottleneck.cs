using AutoMLStudio.Neural.Architectures.Operations;

namespace AutoMLStudio.Neural.Architectures.Blocks;

/// <summary>
/// Widens by a 1×1 convolution, convolves depthwise, narrows by a 1×1 convolution without activation, and adds the input where the shapes
/// allow [Sandler2018]; with squeeze-and-excitation after the depthwise one where asked for [Tan2019].
/// </summary>
/// <param name="Channels">Output channels, 1 to 65,536.</param>
/// <param name="Kernel">Size of the depthwise kernel, odd.</param>
/// <param name="Stride">Step, 1 to 255.</param>
/// <param name="Expansion">How many times wider inside, 1 to 16; 1 leaves the first convolution out.</param>
/// <param name="Squeeze">Units of squeeze-and-excitation as a share of the input channels, in [0, 1]; 0 for none.</param>
/// <param name="Function">Activation.</param>
/// <param name="Skip">False to add nothing.</param>
/// <param name="Momentum">Of the batch norms.</param>
/// <param name="Epsilon">Of the batch norms.</param>
public sealed record InvertedBottleneck(
    int Channels, int Kernel, int Stride = 1, int Expansion = 6, double Squeeze = 0, Activation Function = Activation.Relu6,
    bool Skip = true, double Momentum = 0.1, double Epsilon = 1e-5) : Block
{
    /// <inheritdoc/>
    public override string Label =>
        $"mbconv{Expansion} {Kernel}×{Kernel}, {Channels}" + (Squeeze > 0 ? ", se" : "") + (Stride > 1 ? $", stride {Stride}" : "");

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Convolution;

    private protected override IReadOnlyList<Part> Parts(IReadOnlyList<TensorShape> inputs)
    {
        Checks.Range("expansion", Expansion, 1, 16);
        if (Squeeze is not (>= 0 and <= 1)) throw new ShapeException($"squeeze is {Squeeze}; a number from 0 to 1 is expected.");
        var (form, input) = (Window.FormOver(inputs[0]), inputs[0].Channels);
        var width = input * Expansion;
        var parts = new List<Part>();
        void Then(string name, Operation operation) => parts.Add(new(name, operation, parts.Count == 0 ? ~0 : parts.Count - 1));
        BatchNorm Norm() => new(Momentum, Epsilon);
        if (Expansion > 1)
        {
            Then("expand", new Conv2d(width, 1, Bias: false));
            Then("norm1", Norm());
            Then("activate1", new Activate(Function));
        }
        Then("depthwise", new Conv2d(width, Kernel, Stride, Kernel / 2, width, Bias: false, Form: form));
        Then("norm2", Norm());
        Then("activate2", new Activate(Function));
        if (Squeeze > 0) Then("excite", new SqueezeExcite(Math.Max(1, (int)(input * Squeeze))));
        Then("project", new Conv2d(Channels, 1, Bias: false));
        Then("norm3", Norm());
        if (Skip && Stride == 1 && Channels == input) parts.Add(new("add", new Add(), parts.Count - 1, ~0));
        return parts;
    }
}
