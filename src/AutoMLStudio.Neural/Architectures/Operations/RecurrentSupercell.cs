using AutoMLStudio.Neural.Architectures.Recurrent;
using AutoMLStudio.Neural.Export;
using AutoMLStudio.Neural.Networks;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Architectures.Operations;

/// <summary>
/// A recurrent layer whose cell holds every cell of so many nodes: what each node computes, and of which earlier one, is what a network under search
/// has still to choose. Its slots are the edges between nodes, their candidates the functions. Where nothing is chosen, as in a file, all take part
/// alike.
/// </summary>
/// <param name="Features">Size of its state, 1 to 65,536.</param>
/// <param name="Nodes">Nodes, 1 to 64.</param>
/// <param name="Output">Which states are averaged; of a cell whose nodes take several, all.</param>
/// <param name="WithNone">Whether an edge's first candidate is nothing [Liu2019].</param>
/// <param name="EdgeWeights">
/// Whether a node has a matrix for each node that it may take ([Pham2018], §2.1) or one for all ([Liu2019], appendix A.2).
/// </param>
/// <param name="Norm">Whether a batch norm that neither scales nor shifts follows each state, as in a search ([Liu2019], appendix A.2).</param>
public sealed record RecurrentSupercell(int Features, int Nodes, CellOutput Output, bool WithNone, bool EdgeWeights, bool Norm) : Operation
{
    private const int MostNodes = 64;

    private static readonly BatchNorm Normal = new(Affine: false);

    /// <summary>The functions in the order of the candidates; nothing, where it is one, comes before them.</summary>
    internal static IReadOnlyList<CellFunction> Functions { get; } = Enum.GetValues<CellFunction>();

    /// <inheritdoc/>
    public override string Label => $"recurrent supercell {Features}, {Nodes} nodes";

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Recurrent;

    private int First => Norm ? 6 : 2;

    /// <summary>The slot of the edge between two nodes; 0 is the first state.</summary>
    internal static int Edge(int from, int to) => to * (to - 1) / 2 + from;

    /// <inheritdoc/>
    public override TensorShape Infer(IReadOnlyList<TensorShape> inputs)
    {
        Checks.Range("the number of nodes", Nodes, 1, MostNodes);
        return Recurrence.Infer(inputs[0], Features);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs)
    {
        WeightSpec Matrix(string name, int columns) => new(name, new TensorShape(2 * Features, columns), WeightStart.Uniform);
        return
        [
            Matrix("input", inputs[0].Channels), Matrix("state", Features),
            .. Norm ? Normal.Weights([new(Features)]) : [],
            .. Enumerable.Range(1, Nodes).SelectMany(to => EdgeWeights
                ? Enumerable.Range(0, to).Select(from => Matrix($"node{to}from{from}", Features)) : [Matrix($"node{to}", Features)]),
        ];
    }

    /// <inheritdoc/>
    public override long MultiplyAdds(IReadOnlyList<TensorShape> inputs, TensorShape output) =>
        2L * Features * (inputs[0].Channels + (1 + Edge(0, Nodes + 1)) * (long)Features) * output.Length;

    internal override Tensor Forward(IReadOnlyList<Tensor> inputs, NodeState state)
    {
        var given = nn.functional.linear(inputs[0].permute(2, 0, 1), state.Weights[0]);
        var turned = state.Weights[1].t();
        var mixes = Enumerable.Range(1, Nodes).Select(to => RecurrentMix.Of(to, state.Routes, WithNone, Matrices(state.Weights, to))).ToList();
        var ends = Ends(mixes);
        var norm = state with { Weights = [.. state.Weights.Skip(2).Take(First - 2)], Routes = null };
        var hidden = given.new_zeros(given.shape[1], Features);
        var outputs = new List<Tensor>();
        foreach (var step in given.unbind(0))
        {
            var states = new List<Tensor> { Normed(RecurrentMix.First(addmm(step, hidden, turned, 1, 1), hidden), norm) };
            foreach (var mix in mixes) states.Add(Normed(mix.Run(states), norm));
            outputs.Add(hidden = stack(ends.Select(e => states[e])).mean([0]));
        }
        return stack(outputs, 2);
    }

    internal override string Emit(OnnxNode node)
    {
        var weights = node.WeightNames();
        var given = node.Add("MatMul", [weights[0], node.Inputs[0]]);
        var batch = node.Add("Shape", node.Inputs, OnnxAttribute.Of("start", 0L), OnnxAttribute.Of("end", 1L));
        var zeros = node.Add("ConstantOfShape", [node.Add("Concat", [batch, node.Integers("size", Features)], OnnxAttribute.Of("axis", 0L))]);
        var turned = weights.Select((w, i) => i == 1 || i >= First ? node.Add("Transpose", [w], OnnxAttribute.Of("perm", 1, 0)) : w).ToList();
        return node.Scan(zeros, given, axis: 2, Features, (body, hidden, step) =>
        {
            string Normed(string x) => !Norm ? x
                : body.Add("BatchNormalization", [x, .. weights.Skip(2).Take(4)], OnnxAttribute.Of("epsilon", (float)Normal.Epsilon));
            var product = body.Add("Add", [step, body.Add("MatMul", [hidden, turned[1]])]);
            List<string> states = [Normed(RecurrentMix.First(body, product, hidden))];
            for (var to = 1; to <= Nodes; to++)
            {
                var matrices = Matrices(turned, to);
                states.Add(Normed(RecurrentMix.Emit(body, states, WithNone, matrices)));
            }
            return body.Add("Mean", states.Skip(1));
        });
    }

    /// <summary>Those of a node among all weights: one, or one for each node that it may take.</summary>
    private IReadOnlyList<T> Matrices<T>(IReadOnlyList<T> weights, int to) =>
        EdgeWeights ? [.. weights.Skip(First + Edge(0, to)).Take(to)] : [weights[First + to - 1]];

    /// <summary>The nodes whose mean is the new state.</summary>
    private IReadOnlyList<int> Ends(List<RecurrentMix> mixes)
    {
        var all = Enumerable.Range(1, Nodes);
        if (Output == CellOutput.All || mixes.Exists(m => m.From.Count > 1)) return [.. all];
        return [.. all.Except(mixes.SelectMany(m => m.From))];
    }

    /// <summary>One norm for all states, as in the program of [Liu2019].</summary>
    private Tensor Normed(Tensor x, NodeState norm) => Norm ? Normal.Forward([x], norm) : x;
}
