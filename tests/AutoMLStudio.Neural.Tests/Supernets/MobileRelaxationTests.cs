using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Chain;
using AutoMLStudio.Neural.Architectures.Mobile;
using AutoMLStudio.Neural.Networks;
using AutoMLStudio.Neural.Supernets;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Tests.Supernets;

/// <summary>One network for all chains of inverted bottlenecks.</summary>
public class MobileRelaxationTests
{
    private static readonly NetworkTask Task = new(new TensorShape(1, 12, 12), Samples.Ten, Samples.Plain(1));

    private static readonly MobileSpace Space = new(new MobileOptions { WidthMultiplier = 0.1, Stages = 2, MaxDepth = 3, Kernels = [3, 5] });

    private static IRelaxedSpace Relaxed => Space;

    [Fact]
    public void Each_block_chooses_between_kernels_expansions_and_excitation_and_all_but_a_stages_first_may_go()
    {
        var plan = Relaxed.Relax(Task, default);
        plan.Slots.Select(s => s.Candidates.Count).ShouldBe([8, 9, 9, 8, 9, 9]);
        plan.Slots.Select(s => $"{s.Group}.{s.Name}").ShouldBe(
            ["stage1.block1", "stage1.block2", "stage1.block3", "stage2.block1", "stage2.block2", "stage2.block3"]);
        plan.Slots[1].Candidates.ShouldBe(["mbconv3_3x3", "mbconv3_3x3_se", "mbconv3_5x5", "mbconv3_5x5_se",
            "mbconv6_3x3", "mbconv6_3x3_se", "mbconv6_5x5", "mbconv6_5x5_se", "skip_connect"]);
    }

    [Fact]
    public void An_architecture_comes_back_from_its_path()
    {
        var plan = Relaxed.Relax(Task, default);
        for (var i = 0; i < 50; i++)
        {
            var architecture = Space.Sample(Rng.For(3, i));
            Relaxed.Derive(plan, OneHot(plan, Relaxed.PathsOf(plan, architecture))).ShouldBe(architecture);
        }
    }

    [Fact]
    public void What_is_left_of_a_stage_moves_up()
    {
        var plan = Relaxed.Relax(Task, default);
        var derived = Relaxed.Derive(plan, OneHot(plan, [[0], [8], [6], [2], [8], [8]]));
        derived.Genotype.ShouldBe("r1_k3_s22_e3_i8_o8, r1_k5_s11_e6_i8_o8; r1_k5_s22_e3_i8_o8");
    }

    [Fact]
    public void A_block_without_a_choice_is_none()
    {
        var single = new MobileSpace(new MobileOptions
        {
            WidthMultiplier = 0.1, Stages = 2, MaxDepth = 2, Kernels = [3], Expansions = [3], SqueezeExcite = SkipChoice.Always,
        });
        var plan = ((IRelaxedSpace)single).Relax(Task, default);
        plan.Slots.Select(s => s.Name).ShouldBe(["block2", "block2"]);
        ((IRelaxedSpace)single).Derive(plan, [[0, 1], [1, 0]]).Genotype.ShouldBe(
            "r1_k3_s22_e3_i8_o8_se0.25; r1_k3_s22_e3_i8_o8_se0.25, r1_k3_s11_e3_i8_o8_se0.25");
    }

    [Fact]
    public void A_path_computes_what_the_network_of_its_architecture_does()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var plan = Relaxed.Relax(Task, default);
        using var supernet = new Network(plan.Graph, 5) { Places = plan.Places };
        var batch = randn(Task.Input.Batched(6), generator: new Generator(3));
        for (var i = 0; i < 10; i++)
        {
            var architecture = Space.Sample(Rng.For(4, i));
            var paths = Relaxed.PathsOf(plan, architecture);
            using var alone = new Network(Space.Build(architecture, Task), 1);
            Copy(supernet, alone, plan, paths);
            var (path, own) = (supernet.Forward(batch, Selection.Of(paths)), alone.Forward(batch, training: true));
            (path - own).abs().max().item<float>().ShouldBeLessThan(1e-4f, $"{architecture}");
        }
    }

    internal static IReadOnlyList<double[]> OneHot(SupernetPlan plan, IReadOnlyList<IReadOnlyList<int>> paths) =>
        [.. plan.Slots.Zip(paths, (s, p) => (double[])[.. s.Candidates.Select((_, c) => p.Contains(c) ? 1.0 : 0.0)])];

    /// <summary>The settled network's nodes stand in the order of those of the path; blocks that are left out have none.</summary>
    private static void Copy(Network from, Network to, SupernetPlan plan, IReadOnlyList<IReadOnlyList<int>> paths)
    {
        var taken = new List<float>();
        var blocks = from.Graph.Nodes.Select((n, i) => (n.Id, i)).ToDictionary(p => p.Id, p => p.i, StringComparer.Ordinal);
        string Chosen(int slot) => plan.Slots[slot].Candidates[paths[slot][0]];
        var kept = plan.Places.OrderBy(p => p.Value[0]).Where(p => Chosen(p.Value[0]) != "skip_connect").Select(p => p.Key).ToList();
        foreach (var node in to.Graph.Nodes)
        {
            // The first block is fixed and keeps its name.
            var number = node.Id.StartsWith("block", StringComparison.Ordinal) ? int.Parse(node.Id[5..^2]) : 0;
            var source = number > 1 ? kept[number - 2] : node.Id;
            var prefix = number > 1 ? $"c{paths[plan.Places[source][0]][0]}." : "";
            var own = from.WeightsOf(blocks[source]).Where(w => w.Spec.Trained && w.Spec.Name.StartsWith(prefix, StringComparison.Ordinal));
            foreach (var (_, values) in own)
            {
                taken.AddRange(values);
                while (taken.Count % 16 > 0) taken.Add(0);
            }
        }
        to.Parameters.copy_(tensor(taken.ToArray()));
    }
}
