using AutoMLStudio.Neural.Export;
using AutoMLStudio.Neural.Networks;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Architectures.Operations;

/// <summary>A recurrent layer of gated units [Cho2014]: from a signal to one of the same length. The reset gate acts on the state's product.</summary>
/// <param name="Features">Size of its state, 1 to 65,536.</param>
/// <remarks>Gates stand in the order of ONNX: update, reset, hidden.</remarks>
public sealed record Gru(int Features) : Operation
{
    /// <inheritdoc/>
    public override string Label => $"gru {Features}";

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Recurrent;

    /// <inheritdoc/>
    public override TensorShape Infer(IReadOnlyList<TensorShape> inputs) => Recurrence.Infer(inputs[0], Features);

    /// <inheritdoc/>
    public override IReadOnlyList<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs) =>
    [
        new("input", new TensorShape(3 * Features, inputs[0].Channels), WeightStart.Uniform),
        new("state", new TensorShape(3 * Features, Features), WeightStart.Uniform),
        new("bias", new TensorShape(6 * Features), WeightStart.Zeros),
    ];

    /// <inheritdoc/>
    public override long MultiplyAdds(IReadOnlyList<TensorShape> inputs, TensorShape output) =>
        3L * Features * (inputs[0].Channels + Features) * output.Length;

    internal override Tensor Forward(IReadOnlyList<Tensor> inputs, NodeState state)
    {
        var (bias, size) = (state.Weights[2], 3L * Features);
        var given = nn.functional.linear(inputs[0].permute(2, 0, 1), state.Weights[0], bias.narrow(0, 0, size));
        var (turned, own) = (state.Weights[1].t(), bias.narrow(0, size, size));
        var hidden = given.new_zeros(given.shape[1], Features);
        var outputs = new List<Tensor>();
        foreach (var step in given.unbind(0))
        {
            var held = addmm(own, hidden, turned, 1, 1);
            var gates = step.narrow(1, 0, 2 * Features).Plus(held.narrow(1, 0, 2 * Features)).sigmoid();
            var fresh = step.narrow(1, 2 * Features, Features).Plus(gates.narrow(1, Features, Features) * held.narrow(1, 2 * Features, Features)).tanh();
            outputs.Add(hidden = fresh.Plus(gates.narrow(1, 0, Features) * (hidden - fresh)));
        }
        return stack(outputs, 2);
    }

    internal override string Emit(OnnxNode node) =>
        Recurrence.Emit(node, "GRU", Features, [.. node.WeightNames()], OnnxAttribute.Of("linear_before_reset", 1L));
}
