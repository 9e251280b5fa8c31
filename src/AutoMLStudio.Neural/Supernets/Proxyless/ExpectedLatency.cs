using AutoMLStudio.Core.Studies;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Operations;
using AutoMLStudio.Neural.Models;

namespace AutoMLStudio.Neural.Supernets.Proxyless;

/// <summary>
/// The latency that a network under search has on average over what is drawn: E = F₀ + Σ_slots Σ_j p_j F(o_j), in microseconds ([Cai2019], Eq. 5).
/// Its derivative by p_j is F(o_j), so that it takes part in the gates' gradients.
/// </summary>
/// <param name="Fixed">F₀: what is no decision.</param>
/// <param name="BySlot">F of each candidate of each slot, summed over all nodes that read the slot.</param>
internal sealed record ExpectedLatency(double Fixed, IReadOnlyList<double[]> BySlot)
{
    /// <summary>From the operations as they were measured on this host.</summary>
    /// <exception cref="TrialFailedException">The host is too busy to measure.</exception>
    public static ExpectedLatency Measure(SupernetPlan plan, LatencyTable table, CancellationToken cancellationToken)
    {
        try
        {
            return Of(plan, (operation, inputs) => table.Of(operation, inputs, cancellationToken), g => table.Predict(g, cancellationToken));
        }
        catch (LatencyException exception)
        {
            throw new TrialFailedException(exception.Message, exception);
        }
    }

    /// <summary>From given latencies of single operations and of whole networks.</summary>
    public static ExpectedLatency Of(
        SupernetPlan plan, Func<Operation, IReadOnlyList<TensorShape>, double> ofOperation, Func<NetworkGraph, double> ofNetwork)
    {
        var bySlot = plan.Slots.Select(s => new double[s.Candidates.Count]).ToList();
        var (nodes, stands) = (new List<GraphNode>(), 0.0);
        foreach (var node in plan.Graph.Nodes)
        {
            if (node.Operation is not Mixture mixture)
            {
                nodes.Add(node);
                continue;
            }
            // Zeros are left out of the network that is found.
            double F(Operation candidate) => candidate is Zero ? 0 : ofOperation(candidate, plan.Graph.InputsOf(node));
            var own = bySlot[plan.Places[node.Id][0]];
            for (var i = 0; i < own.Length; i++) own[i] += F(mixture.Candidates[i]);
            var settled = mixture.Candidates.First(c => c is not Zero);
            stands += F(settled);
            nodes.Add(node with { Operation = settled });
        }
        var network = ofNetwork(new NetworkGraph(plan.Graph.Input, plan.Graph.Output, nodes));
        return new(Math.Max(0, network - stands), bySlot);
    }

    /// <summary>E for these probabilities.</summary>
    public double Of(IReadOnlyList<double[]> probabilities)
    {
        var sum = Fixed;
        for (var slot = 0; slot < BySlot.Count; slot++)
            for (var j = 0; j < BySlot[slot].Length; j++) sum += probabilities[slot][j] * BySlot[slot][j];
        return sum;
    }

    /// <summary>The latency of one path.</summary>
    public double Of(IReadOnlyList<int> path) => Fixed + path.Select((candidate, slot) => BySlot[slot][candidate]).Sum();
}
