using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Mobile;
using AutoMLStudio.Neural.Networks;
using AutoMLStudio.Neural.Supernets;
using AutoMLStudio.Neural.Supernets.OneShot;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Tests.Supernets;

/// <summary>Steps of those shared weights that took part.</summary>
public class PartialDescentTests
{
    private static readonly NetworkTask Task = new(new TensorShape(1, 12, 12), Samples.Ten, Samples.Plain(1));

    private static readonly IRelaxedSpace Space = new MobileSpace(
        new MobileOptions { WidthMultiplier = 0.1, Stages = 2, MaxDepth = 2, Kernels = [3, 5] });

    [Fact]
    public void Decay_pulls_what_took_part_and_nothing_else()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var plan = Space.Relax(Task, default);
        using var network = new Network(plan.Graph, 3) { Places = plan.Places };
        var before = network.Parameters.clone();
        var descent = new PartialDescent(network, plan, zeros_like(network.Parameters), new Descent(0.025, 0.001, 0.9, 0.01, 1));
        IReadOnlyList<int[]> part = [[1, 2], [8], [], [0, 3]];
        descent.Step(0.5, part);
        var (changed, ranges) = ((network.Parameters - before * (1 - 0.5 * 0.01)).abs(), 0);
        for (var node = 0; node < plan.Graph.Nodes.Count; node++)
        {
            if (!plan.Places.TryGetValue(plan.Graph.Nodes[node].Id, out var slots)) continue;
            for (var c = 0; c < plan.Slots[slots[0]].Candidates.Count; c++)
            {
                var (offset, length) = network.RangeOf(node, c);
                if (length == 0) continue;
                var kept = part[slots[0]].Contains(c);
                var expected = kept ? before * (1 - 0.5 * 0.01) : before;
                (network.Parameters - expected).narrow(0, offset, length).abs().max().item<float>().ShouldBeLessThan(5e-7f);
                before.narrow(0, offset, length).abs().max().item<float>().ShouldBeGreaterThan(0.1f);
                changed.narrow(0, offset, length).zero_();
                ranges++;
            }
        }
        ranges.ShouldBe(4 * 8);
        changed.max().item<float>().ShouldBeLessThan(5e-7f, "what is no candidate takes part in every step");
    }

    [Fact]
    public void Momentum_rests_while_a_candidate_does_and_then_goes_on()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var plan = Space.Relax(Task, default);
        using var network = new Network(plan.Graph, 3) { Places = plan.Places };
        var velocity = ones_like(network.Parameters);
        var descent = new PartialDescent(network, plan, velocity, new Descent(0.025, 0.001, 0.9, 0, 5));
        var node = plan.Graph.Nodes.Select((n, i) => (n, i)).First(p => plan.Places.ContainsKey(p.n.Id)).i;
        float At(Tensor values, int candidate) => values.narrow(0, network.RangeOf(node, candidate).Offset, 1).item<float>();
        var (start, other) = (At(network.Parameters, 0), At(network.Parameters, 1));
        descent.Step(0.1, [[0], [0], [0], [0]]);
        (At(velocity, 0), At(velocity, 1)).ShouldBe((0.9f, 1f));
        At(network.Parameters, 0).ShouldBe(start - 0.09f, 1e-6f);
        At(network.Parameters, 1).ShouldBe(other);
    }
}
