using AutoMLStudio.Core.Studies;
using AutoMLStudio.Neural.Architectures.Blocks;
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
            var bySlot = plan.Slots.Select(s => new double[s.Candidates.Count]).ToList();
            var settled = table.Predict(plan.Graph, node => !plan.Places.ContainsKey(node.Id), cancellationToken);
            foreach (var node in plan.Graph.Nodes.Where(n => plan.Places.ContainsKey(n.Id)))
            {
                var (block, inputs, slots) = ((Block)node.Operation, plan.Graph.InputsOf(node), plan.Places[node.Id]);
                settled += block.Joins(inputs).Sum(j => table.Of(j.Operation, j.Inputs, cancellationToken));
                for (var place = 0; place < slots.Count; place++)
                    for (var c = 0; c < bySlot[slots[place]].Length; c++)
                        if (block.CandidateOf(inputs, place, c) is { } candidate)
                            bySlot[slots[place]][c] += table.Of(candidate.Operation, candidate.Inputs, cancellationToken);
            }
            return new(settled, bySlot);
        }
        catch (LatencyException exception)
        {
            throw new TrialFailedException(exception.Message, exception);
        }
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
