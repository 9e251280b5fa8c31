using AutoMLStudio.Neural.Architectures.Blocks;
using AutoMLStudio.Neural.Architectures.Operations;
using AutoMLStudio.Neural.Networks;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Architectures.Cells;

/// <summary>One pass through a mixed cell: its nodes as sums that grow in place, what edges have in common computed when first asked for.</summary>
/// <param name="cell">The cell.</param>
/// <param name="plan">Worked out for the inputs.</param>
/// <param name="layout">What it is made of.</param>
/// <param name="inputs">The two inputs.</param>
/// <param name="state">The weights, and what takes part.</param>
internal sealed class MixedCellPass(MixedCell cell, BlockPlan plan, MixedCellLayout layout, IReadOnlyList<Tensor> inputs, NodeState state)
{
    /// <summary>Fall of the skip dropout over a search: e⁻⁵, as after 25 epochs of the factor e^−0.2 an epoch of [Chen2019].</summary>
    private const double SkipDropoutFall = 5;

    private readonly List<Tensor> _states = [.. inputs];
    private readonly Tensor?[] _rectified = new Tensor?[cell.Nodes + 2];
    private readonly Dictionary<int, Tensor> _shared = [];
    private readonly bool[] _isTaken = new bool[cell.Nodes + 2];

    private Tensor? _sum;
    private bool _ownsSum;

    /// <summary>The cell's output.</summary>
    public Tensor Run(IReadOnlyList<IReadOnlyList<Route>> routes)
    {
        var edge = 0;
        for (var node = 1; node <= cell.Nodes; node++)
        {
            (_sum, _ownsSum) = (null, false);
            for (; edge < layout.Edges.Count && layout.Edges[edge].Node == node; edge++)
                foreach (var route in routes[edge]) Take(layout.Edges[edge].From, layout.Parts[edge][route.Candidate], route);
            _states.Add(_sum ?? Zeros());
        }
        if (cell.Nodes == 1) return _states[2];
        // With candidates for nothing all edges take part: every node would be taken.
        var showsAll = !cell.OnlyUnused || cell.WithNone;
        return cat([.. _states.Skip(2).Select((s, i) => showsAll || !_isTaken[i + 2] ? s : zeros_like(s))], 1);
    }

    private void Take(int from, int part, Route route)
    {
        // Zeros add nothing, to the sum as to the gradient of their weight.
        if (part < 0) return;
        _isTaken[from] = true;
        if (layout.IsShared(part))
        {
            AddShared(Shared(from, part), route.Weight);
            return;
        }
        if (route.Detached)
        {
            AddShared(Apart(from, part), route.Weight);
            return;
        }
        var weight = route.Weight;
        var block = (Block)plan.Parts[part].Operation;
        var value = block.Forward(_states[from], StateOf(part), Rectified(from), weight);
        if (_sum is null) (_sum, _ownsSum) = (value, weight is not null || block is not DenseLayer);
        else AddTo(value);
    }

    private void AddShared(Tensor value, Tensor? weight)
    {
        if (weight is null && _sum is null) (_sum, _ownsSum) = (value, false);
        else if (weight is null) AddTo(value);
        else if (_sum is null) (_sum, _ownsSum) = (value.mul(weight), true);
        else if (_ownsSum) _sum.addcmul_(value, weight, Held.One);
        else (_sum, _ownsSum) = (_sum.addcmul(value, weight, Held.One), true);
    }

    /// <summary>In place where nobody else looks at the sum: neither another state nor a backward pass.</summary>
    private void AddTo(Tensor value)
    {
        if (_ownsSum) _sum!.add_(value, alpha: Held.One);
        else (_sum, _ownsSum) = (_sum!.Plus(value), true);
    }

    /// <summary>What a candidate gives, as a number that nothing depends on.</summary>
    private Tensor Apart(int from, int part)
    {
        using var frozen = no_grad();
        return StateOf(part).Run(plan.Parts[part].Operation, [_states[from]]);
    }

    private Tensor Shared(int from, int part)
    {
        if (_shared.TryGetValue(part, out var known)) return Dropped(known, part);
        var value = StateOf(part).Run(plan.Parts[part].Operation, [_states[from]]);
        return Dropped(_shared[part] = value, part);
    }

    private Tensor Dropped(Tensor value, int part)
    {
        var rate = cell.SkipDropout * Math.Exp(-SkipDropoutFall * state.Progress);
        if (rate <= 0 || state.Generator is null || plan.Parts[part].Operation is not Identity) return value;
        return value * empty_like(value).bernoulli_(1 - rate, state.Generator).Times(1 / (1 - rate));
    }

    private Tensor Rectified(int from) => _rectified[from] ??= _states[from].relu();

    private NodeState StateOf(int part) => state with { Weights = plan.Share(state.Weights, part), Routes = null };

    private Tensor Zeros() => _states[0].new_zeros(plan.Shapes[^1].Batched(_states[0].shape[0]) is [var batch, _, .. var rest]
        ? [batch, cell.Channels, .. rest] : throw new InvalidOperationException("A state has channels."));
}
