using AutoMLStudio.Neural.Export;
using AutoMLStudio.Neural.Networks;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Architectures.Operations;

/// <summary>
/// A recurrent layer of long short-term memory, with the forget gates that are usual today [Hochreiter1997]: from a signal to one of the same
/// length.
/// </summary>
/// <param name="Features">Size of its state, 1 to 65,536.</param>
/// <remarks>Gates stand in the order of ONNX: input, output, forget, cell.</remarks>
public sealed record Lstm(int Features) : Operation
{
    /// <inheritdoc/>
    public override string Label => $"lstm {Features}";

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Recurrent;

    /// <inheritdoc/>
    public override TensorShape Infer(IReadOnlyList<TensorShape> inputs) => Recurrence.Infer(inputs[0], Features);

    /// <inheritdoc/>
    public override IReadOnlyList<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs) =>
    [
        new("input", new TensorShape(4 * Features, inputs[0].Channels), WeightStart.Uniform),
        new("state", new TensorShape(4 * Features, Features), WeightStart.Uniform),
        new("bias", new TensorShape(4 * Features), WeightStart.Zeros),
    ];

    /// <inheritdoc/>
    public override long MultiplyAdds(IReadOnlyList<TensorShape> inputs, TensorShape output) =>
        4L * Features * (inputs[0].Channels + Features) * output.Length;

    internal override Tensor Forward(IReadOnlyList<Tensor> inputs, NodeState state)
    {
        var given = nn.functional.linear(inputs[0].permute(2, 0, 1), state.Weights[0], state.Weights[2]);
        var turned = state.Weights[1].t();
        var hidden = given.new_zeros(given.shape[1], Features);
        var cell = hidden;
        var outputs = new List<Tensor>();
        foreach (var step in given.unbind(0))
        {
            var gates = addmm(step, hidden, turned, 1, 1);
            var open = gates.narrow(1, 0, 3 * Features).sigmoid();
            var fresh = gates.narrow(1, 3 * Features, Features).tanh();
            cell = (open.narrow(1, 2 * Features, Features) * cell).Plus(open.narrow(1, 0, Features) * fresh);
            outputs.Add(hidden = open.narrow(1, Features, Features) * cell.tanh());
        }
        return stack(outputs, 2);
    }

    internal override string Emit(OnnxNode node)
    {
        var weights = node.WeightNames();
        var bias = node.Add("Concat", [weights[2], node.Constant("zeros", [4 * Features], new float[4 * Features])], OnnxAttribute.Of("axis", 0L));
        return Recurrence.Emit(node, "LSTM", Features, [weights[0], weights[1], bias]);
    }
}
