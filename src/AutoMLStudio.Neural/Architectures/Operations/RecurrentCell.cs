using AutoMLStudio.Neural.Export;
using AutoMLStudio.Neural.Export.Format;
using AutoMLStudio.Neural.Networks;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Architectures.Operations;

/// <summary>Functions of the nodes of a recurrent cell.</summary>
public enum CellFunction
{
    /// <summary>Hyperbolic tangent.</summary>
    Tanh,
    /// <summary>max(x, 0).</summary>
    Relu,
    /// <summary>1 / (1 + e⁻ˣ).</summary>
    Sigmoid,
    /// <summary>x itself.</summary>
    Identity,
}

/// <summary>A node of a recurrent cell.</summary>
/// <param name="Function">What it computes of its predecessor.</param>
/// <param name="From">The state that it takes: 0 for the first one, i for that of the i-th node; an earlier one.</param>
public sealed record RecurrentNode(CellFunction Function, int From);

/// <summary>
/// A recurrent layer whose cell is a graph of highway nodes: s₀ from input and state, then s = s′ + σ(c) (f(h) − s′) with (c, h) = W s′ for each
/// node's predecessor s′; the new state is the mean of some of them. The cells that [Pham2018] (§2.1) and [Liu2019] (§3.2, appendix A.2) search.
/// </summary>
/// <param name="Features">Size of its state, 1 to 65,536.</param>
/// <param name="Nodes">1 to 64 nodes; each takes from an earlier one.</param>
/// <param name="Output">Whose states are averaged: numbers of nodes, from 1, rising.</param>
public sealed record RecurrentCell(int Features, IReadOnlyList<RecurrentNode> Nodes, IReadOnlyList<int> Output) : Operation
{
    private const int MostNodes = 64;

    /// <inheritdoc/>
    public override string Label => $"recurrent cell {Features}, {Nodes.Count} nodes";

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Recurrent;

    /// <inheritdoc/>
    public override TensorShape Infer(IReadOnlyList<TensorShape> inputs)
    {
        Checks.Range("the number of nodes", Nodes.Count, 1, MostNodes);
        for (var i = 0; i < Nodes.Count; i++)
        {
            Checks.Range($"the predecessor of node {i + 1}", Nodes[i].From, 0, i);
            if (!Enum.IsDefined(Nodes[i].Function)) throw new ShapeException($"the function of node {i + 1} is {Nodes[i].Function}.");
        }
        if (Output.Count == 0 || Output.Any(o => o < 1 || o > Nodes.Count) || !Output.Distinct().Order().SequenceEqual(Output))
            throw new ShapeException($"output is [{string.Join(", ", Output)}]; rising numbers of nodes from 1 to {Nodes.Count} are expected.");
        return Recurrence.Infer(inputs[0], Features);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs) =>
    [
        new("input", new TensorShape(2 * Features, inputs[0].Channels), WeightStart.Uniform),
        new("state", new TensorShape(2 * Features, Features), WeightStart.Uniform),
        .. Nodes.Select((_, i) => new WeightSpec($"node{i + 1}", new TensorShape(2 * Features, Features), WeightStart.Uniform)),
    ];

    /// <inheritdoc/>
    public override long MultiplyAdds(IReadOnlyList<TensorShape> inputs, TensorShape output) =>
        2L * Features * (inputs[0].Channels + (1 + Nodes.Count) * (long)Features) * output.Length;

    internal override Tensor Forward(IReadOnlyList<Tensor> inputs, NodeState state)
    {
        var given = nn.functional.linear(inputs[0].permute(2, 0, 1), state.Weights[0]);
        var turned = state.Weights.Skip(1).Select(w => w.t()).ToList();
        var hidden = given.new_zeros(given.shape[1], Features);
        var outputs = new List<Tensor>();
        foreach (var step in given.unbind(0))
        {
            var states = new List<Tensor> { Highway(addmm(step, hidden, turned[0], 1, 1), hidden, CellFunction.Tanh) };
            for (var i = 0; i < Nodes.Count; i++)
            {
                var from = states[Nodes[i].From];
                states.Add(Highway(from.mm(turned[i + 1]), from, Nodes[i].Function));
            }
            outputs.Add(hidden = Output.Skip(1).Aggregate(states[Output[0]], (sum, o) => sum.Plus(states[o])).Times(1.0 / Output.Count));
        }
        return stack(outputs, 2);
    }

    internal override string Emit(OnnxNode node)
    {
        var weights = node.WeightNames();
        var given = node.Add("MatMul", [weights[0], node.Inputs[0]]);
        var batch = node.Add("Shape", node.Inputs, OnnxAttribute.Of("start", 0L), OnnxAttribute.Of("end", 1L));
        var zeros = node.Add("ConstantOfShape", [node.Add("Concat", [batch, node.Integers("size", Features)], OnnxAttribute.Of("axis", 0L))]);
        var turned = weights.Skip(1).Select(w => node.Add("Transpose", [w], OnnxAttribute.Of("perm", 1, 0))).ToList();
        return node.Scan(zeros, given, axis: 2, Features, (body, hidden, step) =>
        {
            var states = new List<string>
            {
                Highway(body, body.Add("Add", [step, body.Add("MatMul", [hidden, turned[0]])]), hidden, CellFunction.Tanh),
            };
            for (var i = 0; i < Nodes.Count; i++)
            {
                var from = states[Nodes[i].From];
                states.Add(Highway(body, body.Add("MatMul", [from, turned[i + 1]]), from, Nodes[i].Function));
            }
            return Output.Count == 1 ? body.Add("Identity", [states[Output[0]]]) : body.Add("Mean", Output.Select(o => states[o]));
        });
    }

    /// <inheritdoc/>
    public bool Equals(RecurrentCell? other) =>
        other is not null && Features == other.Features && Nodes.SequenceEqual(other.Nodes) && Output.SequenceEqual(other.Output);

    /// <inheritdoc/>
    public override int GetHashCode() => Nodes.Aggregate(Features, HashCode.Combine);

    private Tensor Highway(Tensor product, Tensor from, CellFunction function)
    {
        var gate = product.narrow(1, 0, Features).sigmoid();
        var fresh = product.narrow(1, Features, Features);
        fresh = function switch
        {
            CellFunction.Tanh => fresh.tanh(),
            CellFunction.Relu => fresh.relu(),
            CellFunction.Sigmoid => fresh.sigmoid(),
            _ => fresh,
        };
        return from.Plus(gate * (fresh - from));
    }

    private static string Highway(OnnxNode body, string product, string from, CellFunction function)
    {
        var (gate, fresh) = body.Halves(product);
        fresh = function == CellFunction.Identity ? fresh : body.Add($"{function}", [fresh]);
        return body.Add("Add", [from, body.Add("Mul", [body.Add("Sigmoid", [gate]), body.Add("Sub", [fresh, from])])]);
    }
}
