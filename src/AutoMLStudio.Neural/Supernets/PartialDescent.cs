using AutoMLStudio.Neural.Networks;
using AutoMLStudio.Neural.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Supernets;

/// <summary>
/// Gradient descent with momentum on those shared weights that took part in a step. Candidates that did not take part rest: neither weight decay,
/// which would shrink the rarely chosen ones ([Bender2018], §3.2; the published search of [Cai2019] does likewise), nor momentum moves them.
/// </summary>
internal sealed class PartialDescent
{
    private readonly Network _network;
    private readonly Tensor _velocity;
    private readonly (double Momentum, double Decay, double Clip) _set;
    private readonly List<(int Slot, int Candidate, int Offset, int Length)> _ranges = [];
    private readonly float[] _part;

    /// <summary>For a network under search.</summary>
    /// <param name="network">The network.</param>
    /// <param name="plan">Its slots and where they are.</param>
    /// <param name="velocity">What it remembers from step to step, of the size of the weights: part of the search's state.</param>
    /// <param name="descent">Momentum, weight decay and clipping.</param>
    public PartialDescent(Network network, SupernetPlan plan, Tensor velocity, Descent descent)
    {
        (_network, _velocity, _set) = (network, velocity, (descent.Momentum, descent.Decay, descent.Clip));
        _part = new float[network.Parameters.numel()];
        for (var node = 0; node < plan.Graph.Nodes.Count; node++)
        {
            if (!plan.Places.TryGetValue(plan.Graph.Nodes[node].Id, out var slots)) continue;
            for (var place = 0; place < slots.Count; place++)
                for (var candidate = 0; candidate < plan.Slots[slots[place]].Candidates.Count; candidate++)
                {
                    var (offset, length) = network.RangeOf(node, candidate, place);
                    if (length > 0) _ranges.Add((slots[place], candidate, (int)offset, (int)length));
                }
        }
    }

    /// <summary>One step along the gradients that the network holds.</summary>
    /// <param name="rate">Its size.</param>
    /// <param name="part">The candidates of each slot that took part.</param>
    public void Step(double rate, IReadOnlyList<IReadOnlyCollection<int>> part)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        // What is no candidate takes part always, and what several slots share when one of them does.
        Array.Fill(_part, 1);
        foreach (var range in _ranges) _part.AsSpan(range.Offset, range.Length).Clear();
        foreach (var range in _ranges.Where(r => part[r.Slot].Contains(r.Candidate))) _part.AsSpan(range.Offset, range.Length).Fill(1);
        var mask = tensor(_part, device: _network.Device);
        using Scalar fading = _set.Momentum - 1, decay = _set.Decay, limit = _set.Clip, step = -rate;
        var gradients = _network.Gradients;
        // v ← μ v + g + λ w; w ← w − η v, where the mask is 1; elsewhere both stay.
        gradients.mul_(gradients.norm().reciprocal_().mul_(limit).clamp_max_(Held.One));
        gradients.addcmul_(_network.Parameters, mask, decay);
        _velocity.addcmul_(_velocity, mask, fading).add_(gradients);
        _network.Parameters.addcmul_(_velocity, mask, step);
    }
}
