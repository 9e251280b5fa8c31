using AutoMLStudio.Neural.Export;
using AutoMLStudio.Neural.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Architectures.Operations;

/// <summary>The activation functions.</summary>
public enum Activation
{
    /// <summary>max(x, 0) [Nair2010].</summary>
    Relu,
    /// <summary>x Φ(x), exact [Hendrycks2016].</summary>
    Gelu,
    /// <summary>x σ(x), also called swish [Elfwing2018].</summary>
    Silu,
    /// <summary>Hyperbolic tangent.</summary>
    Tanh,
    /// <summary>x above 0, eˣ − 1 below [Clevert2016].</summary>
    Elu,
    /// <summary>x above 0, 0.01 x below [Maas2013].</summary>
    LeakyRelu,
    /// <summary>σ(x) = 1 / (1 + e⁻ˣ).</summary>
    Sigmoid,
    /// <summary>min(max(x, 0), 6) [Sandler2018].</summary>
    Relu6,
    /// <summary>min(max(x / 6 + ½, 0), 1), a sigmoid in pieces [Howard2019].</summary>
    HardSigmoid,
    /// <summary>x · hard sigmoid of x [Howard2019].</summary>
    HardSwish,
}

/// <summary>Applies a function to each number.</summary>
/// <param name="Function">Which one.</param>
public sealed record Activate(Activation Function) : Operation
{
    private const float LeakySlope = 0.01f;
    private static readonly Scalar Slope = LeakySlope;

    /// <inheritdoc/>
    public override string Label => Names.Of(Function).Replace('_', ' ');

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Activation;

    /// <inheritdoc/>
    public override TensorShape Infer(IReadOnlyList<TensorShape> inputs) => Enum.IsDefined(Function) ? inputs[0]
        : throw new ShapeException($"function is {Function}; one of {string.Join(", ", Enum.GetNames<Activation>())} is expected.");

    internal override Tensor Forward(IReadOnlyList<Tensor> inputs, NodeState state) => Apply(Function, inputs[0]);

    /// <summary>The function of each number.</summary>
    internal static Tensor Apply(Activation function, Tensor x) => function switch
    {
        Activation.Relu => x.relu(),
        Activation.Gelu => x.gelu(),
        Activation.Silu => x.silu(),
        Activation.Tanh => x.tanh(),
        Activation.Elu => x.elu(Held.One, Held.One, Held.One),
        Activation.Sigmoid => x.sigmoid(),
        Activation.Relu6 => nn.functional.relu6(x),
        Activation.HardSigmoid => nn.functional.hardsigmoid(x),
        Activation.HardSwish => nn.functional.hardswish(x),
        _ => x.leaky_relu(Slope),
    };

    internal override string Emit(OnnxNode node) => Function switch
    {
        Activation.Relu => node.Add("Relu", node.Inputs),
        Activation.Gelu => EmitGelu(node),
        Activation.Silu => node.Add("Mul", [node.Inputs[0], node.Add("Sigmoid", node.Inputs)]),
        Activation.Tanh => node.Add("Tanh", node.Inputs),
        Activation.Elu => node.Add("Elu", node.Inputs, OnnxAttribute.Of("alpha", 1f)),
        Activation.Sigmoid => node.Add("Sigmoid", node.Inputs),
        Activation.Relu6 => node.Add("Clip", [node.Inputs[0], node.Constant("least", [], [0f]), node.Constant("most", [], [6f])]),
        Activation.HardSigmoid => node.Add("HardSigmoid", node.Inputs, OnnxAttribute.Of("alpha", 1f / 6), OnnxAttribute.Of("beta", 0.5f)),
        Activation.HardSwish => node.Add("HardSwish", node.Inputs),
        _ => node.Add("LeakyRelu", node.Inputs, OnnxAttribute.Of("alpha", LeakySlope)),
    };

    /// <summary>Opset 17 has no Gelu: x · ½ (1 + erf(x / √2)).</summary>
    private static string EmitGelu(OnnxNode node)
    {
        var x = node.Inputs[0];
        var erf = node.Add("Erf", [node.Add("Div", [x, node.Constant("root2", [], [MathF.Sqrt(2)])])]);
        var twice = node.Add("Mul", [x, node.Add("Add", [erf, node.Constant("one", [], [1f])])]);
        return node.Add("Mul", [twice, node.Constant("half", [], [0.5f])]);
    }
}
