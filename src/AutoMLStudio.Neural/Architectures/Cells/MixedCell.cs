using AutoMLStudio.Neural.Architectures.Blocks;
using AutoMLStudio.Neural.Architectures.Operations;
using AutoMLStudio.Neural.Networks;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Architectures.Cells;

/// <summary>
/// A cell of which a network under search has still to choose: on every edge between its states each operation of a set. A node is the sum over its
/// edges of the operations that take part, each times its weight, [Liu2019] (Eqs. 1 and 2). Only what takes part is computed. Where nothing is
/// chosen, as in a file, all take part with weight 1.
/// </summary>
/// <remarks>
/// The slots of the cell are its edges in the order of <see cref="Edges"/>, their candidates <see cref="Candidates"/>. All nodes stand in the
/// output; with <paramref name="OnlyUnused"/> zeros stand for the nodes that another one takes, so that a path computes what the network of its
/// architecture does with the weights of the path. What has no weights of its own, a pool and the norm behind it, is computed once a state, however
/// many edges leave from there: it would give the same on each.
/// </remarks>
/// <param name="Set">The operations.</param>
/// <param name="Nodes">Nodes, 1 to 8.</param>
/// <param name="Channels">Channels of every state, 2 to 65,536.</param>
/// <param name="Stride">1, or 2 to halve the image.</param>
/// <param name="WithNone">Whether an edge may be nothing: the first candidate then.</param>
/// <param name="TwoSided"> Whether there are two edges between any two states, each with weights of its own: for the sets in which a node may take
/// a state twice [Zoph2018]. </param>
/// <param name="OnlyUnused">Whether the output shows only nodes that no other takes [Zoph2018]. A mixture of all takes every node: it shows them
/// all.</param>
/// <param name="Affine">Whether batch norms scale and shift.</param>
/// <param name="SkipDropout"> Rate of dropout behind identities at the start of a search, in [0, 1); it falls off with it [Chen2019] (§3.3).
/// </param>
public sealed record MixedCell(
    OperationSet Set, int Nodes, int Channels, int Stride = 1, bool WithNone = false, bool TwoSided = false, bool OnlyUnused = false,
    bool Affine = false, double SkipDropout = 0) : Block
{
    private MixedCellLayout? _layout;

    /// <inheritdoc/>
    public override string Label => $"cell of {Nodes} nodes, one of {Candidates.Count} on an edge" + (Stride > 1 ? $", stride {Stride}" : "");

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Merging;

    /// <inheritdoc/>
    public override int MinimumInputs => 2;

    /// <inheritdoc/>
    public override int MaximumInputs => 2;

    /// <summary>The operations on every edge.</summary>
    internal IReadOnlyList<string> Candidates => WithNone ? [CellOperations.None, .. CellOperations.Of(Set)] : CellOperations.Of(Set);

    /// <summary>The edges: by node, then side, then the state that they leave from; 0 and 1 are the inputs, 2 the first node.</summary>
    internal IEnumerable<MixedEdge> Edges =>
        from node in Enumerable.Range(1, Nodes)
        from side in Enumerable.Range(0, TwoSided ? 2 : 1)
        from state in Enumerable.Range(0, node + 1)
        select new MixedEdge(node, side, state);

    /// <summary>Equality is that of the parameters.</summary>
    public bool Equals(MixedCell? other) => other is not null && (Set, Nodes, Channels, Stride, WithNone, TwoSided, OnlyUnused, Affine, SkipDropout)
        == (other.Set, other.Nodes, other.Channels, other.Stride, other.WithNone, other.TwoSided, other.OnlyUnused, other.Affine, other.SkipDropout);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Set, Nodes, Channels, Stride, WithNone, TwoSided, Affine);

    internal override (int Start, int Count) WeightsOf(IReadOnlyList<TensorShape> inputs, int slot, int candidate)
    {
        var plan = PlanFor(inputs);
        return LayoutFor(inputs[0]).Parts[slot][candidate] is var part && part < 0 ? (0, 0) : (plan.Starts[part], plan.Weights[part].Count);
    }

    internal override (Operation Operation, IReadOnlyList<TensorShape> Inputs)? CandidateOf(
        IReadOnlyList<TensorShape> inputs, int slot, int candidate)
    {
        var plan = PlanFor(inputs);
        return LayoutFor(inputs[0]).Parts[slot][candidate] is var part && part < 0 ? null : (plan.Parts[part].Operation, plan.InputsOf(part));
    }

    /// <summary>A sum of two a node, as the cells that are derived have, and the output.</summary>
    internal override IEnumerable<(Operation Operation, IReadOnlyList<TensorShape> Inputs)> Joins(IReadOnlyList<TensorShape> inputs)
    {
        var plan = PlanFor(inputs);
        for (var part = 0; part < plan.Parts.Count; part++)
        {
            if (plan.Parts[part].Operation is Add) yield return (new Add(), [plan.Shapes[part], plan.Shapes[part]]);
            if (plan.Parts[part].Operation is Concat) yield return (plan.Parts[part].Operation, plan.InputsOf(part));
        }
    }

    internal override Tensor Forward(IReadOnlyList<Tensor> inputs, NodeState state)
    {
        if (state.Routes is not { } routes) return base.Forward(inputs, state);
        using var scope = NewDisposeScope();
        IReadOnlyList<TensorShape> shapes = [.. inputs.Select(i => new TensorShape([.. i.shape.Skip(1).Select(s => (int)s)]))];
        var result = new MixedCellPass(this, PlanFor(shapes), LayoutFor(shapes[0]), inputs, state).Run(routes);
        return inputs.Any(i => ReferenceEquals(i, result)) ? result : result.MoveToOuterDisposeScope();
    }

    private protected override IReadOnlyList<Part> Parts(IReadOnlyList<TensorShape> inputs)
    {
        Checks.Range("nodes", Nodes, 1, 8);
        Checks.Range("channels", Channels, 2, 65_536);
        if (SkipDropout is not (>= 0 and < 1))
            throw new ShapeException($"skip dropout is {SkipDropout}; a number from 0 up to but not including 1 is expected.");
        return LayoutFor(inputs[0]).All;
    }

    private MixedCellLayout LayoutFor(TensorShape input)
    {
        var form = input.IsImage ? Window.FormOver(input) : WindowForm.Square;
        if (_layout is null || _layout.Cell != this || _layout.Form != form) _layout = new(this, form);
        return _layout;
    }
}

/// <summary>An edge of a cell.</summary>
/// <param name="Node">The node that it leads to, from 1 on: state <paramref name="Node"/> + 1.</param>
/// <param name="Side">0, or 1 for the second edge between two states.</param>
/// <param name="From">The state that it leaves from.</param>
internal readonly record struct MixedEdge(int Node, int Side, int From);
