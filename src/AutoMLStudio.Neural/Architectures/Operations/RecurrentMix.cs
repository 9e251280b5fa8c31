using AutoMLStudio.Neural.Export;
using AutoMLStudio.Neural.Networks;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Architectures.Operations;

/// <summary>
/// What one node of a recurrent supercell computes in one pass: Σⱼ Σ_f p_jf (s_j + σ(c_j) (f(h_j) − s_j)) with (c_j, h_j) = W s_j over the nodes j
/// that it takes and the functions f that take part ([Liu2019], appendix A.2), written as Σⱼ (P_j s_j + σ(c_j) (Σ_f p_jf f(h_j) − P_j s_j)) with
/// P_j = Σ_f p_jf: one blend a node taken instead of one a function. Of one node and one function it is the highway of [Pham2018].
/// </summary>
/// <param name="from">The nodes taken, j.</param>
/// <param name="matrix">W turned round: [features, 2 features], or one for each node taken, [nodes taken, features, 2 features].</param>
/// <param name="functions">For each function its weights p_jf, [nodes taken, 1, 1]; null for 1.</param>
internal sealed class RecurrentMix(IReadOnlyList<int> from, Tensor? matrix, IReadOnlyList<(CellFunction Function, Tensor? Weights)> functions)
{
    private static readonly long[] Scalar = [];

    private readonly Tensor? _total = functions.Any(f => f.Weights is not null)
        ? functions.Skip(1).Aggregate(functions[0].Weights!, (sum, f) => sum.Plus(f.Weights!)) : null;

    /// <summary>The nodes that it takes.</summary>
    public IReadOnlyList<int> From => from;

    /// <summary>What a node computes of a selection.</summary>
    /// <param name="to">The node, from 1.</param>
    /// <param name="routes">What takes part of each edge; null for all alike.</param>
    /// <param name="withNone">Whether the first candidate of an edge is nothing.</param>
    /// <param name="matrices">Its weights: one matrix, or one an edge.</param>
    public static RecurrentMix Of(int to, IReadOnlyList<IReadOnlyList<Route>>? routes, bool withNone, IReadOnlyList<Tensor> matrices)
    {
        var none = withNone ? 1 : 0;
        var (zero, one) = (matrices[0].new_zeros(Scalar), ones(Scalar, device: matrices[0].device));
        var alike = routes is null ? one.Times(Share(to, withNone)) : null;
        var all = RecurrentSupercell.Functions.Select((_, i) => new Route(i + none, alike)).ToList();
        IReadOnlyList<Route> Edge(int j) => routes is null ? all : [.. routes[RecurrentSupercell.Edge(j, to)].Where(r => r.Candidate >= none)];
        var edges = Enumerable.Range(0, to).Select(j => (From: j, Routes: Edge(j))).Where(e => e.Routes.Count > 0).ToList();
        if (edges.Count == 0) return new([], null, []);
        var matrix = matrices.Count == 1 ? matrices[0].t() : stack(edges.Select(e => matrices[e.From].t()));
        if (edges is [{ Routes: [{ Weight: null } only] }]) return new([edges[0].From], matrix, [(FunctionOf(only.Candidate), null)]);
        var used = edges.SelectMany(e => e.Routes).Select(r => r.Candidate).Distinct().Order();
        return new([.. edges.Select(e => e.From)], matrix, [.. used.Select(candidate => (FunctionOf(candidate), (Tensor?)Weights(candidate)))]);

        CellFunction FunctionOf(int candidate) => RecurrentSupercell.Functions[candidate - none];
        Tensor WeightOf(IReadOnlyList<Route> edge, int candidate) =>
            edge.Where(r => r.Candidate == candidate).Select(r => r.Weight ?? one).FirstOrDefault(zero);
        Tensor Weights(int candidate) => stack(edges.Select(e => WeightOf(e.Routes, candidate))).view(-1, 1, 1);
    }

    /// <summary>The node's state.</summary>
    /// <param name="states">Those of the nodes before, [batch, features] each.</param>
    public Tensor Run(IReadOnlyList<Tensor> states)
    {
        if (matrix is null) return zeros_like(states[0]);
        var before = stack(from.Select(j => states[j]));
        var product = before.matmul(matrix);
        var features = before.shape[2];
        var (gate, given) = (product.narrow(2, 0, features).sigmoid(), product.narrow(2, features, features));
        Tensor? fresh = null;
        foreach (var (function, weights) in functions)
        {
            var value = Apply(function, given);
            fresh = weights is null ? value : fresh is null ? value.mul(weights) : fresh.addcmul(value, weights, Held.One);
        }
        var kept = _total is null ? before : before.mul(_total);
        var blended = kept.addcmul(gate, fresh! - kept, Held.One);
        return from.Count == 1 ? blended.squeeze(0) : blended.sum([0L]);
    }

    /// <summary>The first state of input and state before: (c, h) given, h + σ(c) (tanh(h) − state).</summary>
    public static Tensor First(Tensor product, Tensor before)
    {
        var features = before.shape[1];
        return before.addcmul(product.narrow(1, 0, features).sigmoid(), product.narrow(1, features, features).tanh() - before, Held.One);
    }

    /// <summary>The first state, as ONNX nodes.</summary>
    public static string First(OnnxNode body, string product, string before)
    {
        var (gate, given) = body.Halves(product);
        return Blend(body, body.Add("Sigmoid", [gate]), body.Add("Tanh", [given]), before);
    }

    /// <summary>A node that all before it and all functions take part in alike, as ONNX nodes.</summary>
    public static string Emit(OnnxNode body, IReadOnlyList<string> states, bool withNone, IReadOnlyList<string> matrices)
    {
        var share = (float)Share(states.Count, withNone);
        var blends = states.Select((state, j) =>
        {
            var (gate, given) = body.Halves(body.Add("MatMul", [state, matrices[Math.Min(j, matrices.Count - 1)]]));
            var values = RecurrentSupercell.Functions.Select(f => f == CellFunction.Identity ? given : body.Add($"{f}", [given])).ToList();
            var fresh = body.Add("Mul", [body.Add("Sum", values), body.Constant($"share{states.Count}.{j}", [], [share])]);
            var kept = body.Add("Mul", [state, body.Constant($"total{states.Count}.{j}", [], [share * RecurrentSupercell.Functions.Count])]);
            return Blend(body, body.Add("Sigmoid", [gate]), fresh, kept);
        }).ToList();
        return body.Add("Sum", blends);
    }

    private static string Blend(OnnxNode body, string gate, string fresh, string kept) =>
        body.Add("Add", [kept, body.Add("Mul", [gate, body.Add("Sub", [fresh, kept])])]);

    private static double Share(int predecessors, bool withNone) => 1.0 / predecessors / (RecurrentSupercell.Functions.Count + (withNone ? 1 : 0));

    private static Tensor Apply(CellFunction function, Tensor x) => function switch
    {
        CellFunction.Tanh => x.tanh(),
        CellFunction.Relu => x.relu(),
        CellFunction.Sigmoid => x.sigmoid(),
        _ => x,
    };
}
