using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Macro;
using AutoMLStudio.Neural.Controllers;
using AutoMLStudio.Neural.Networks;
using AutoMLStudio.Neural.Supernets;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Tests.Supernets;

public class MacroSupernetTests
{
    private static readonly MacroSpace Space = new(new MacroOptions { Layers = 4, Channels = 4 });
    private static readonly NetworkTask Task = new(new TensorShape(3, 9, 8), Samples.Ten, Samples.Plain(3));
    private static readonly SupernetPlan Plan = ((IRelaxedSpace)Space).Relax(Task, default);

    /// <summary>The one-by-one convolution over layers side by side against one over each, added up: the same numbers up to rounding.</summary>
    [Theory]
    [InlineData("0; 1 0; 2 0 0; 3 0 0 0")]
    [InlineData("5; 4 1; 2 0 1; 1 1 1 0")]
    [InlineData("1; 3 1; 0 1 1; 4 1 1 1")]
    public void A_path_computes_what_the_network_of_its_architecture_does(string text)
    {
        using var scope = NewDisposeScope();
        var architecture = Space.Of(text);
        using var supernet = new Network(Plan.Graph, 1) { Places = Plan.Places };
        using var network = new Network(Space.Build(architecture, Task), 2);
        ShortTraining.Steps(supernet, 3);
        Copy(supernet, network, text);
        var batch = randn([5, 3, 9, 8], generator: new Generator(4));
        var (whole, path) = (network.Forward(batch, training: true), supernet.Forward(batch, Selection.Of(Paths(architecture))));
        RawWeights.Difference(whole, path).ShouldBeLessThan(2e-5f);
        whole.abs().max().item<float>().ShouldBeGreaterThan(0.1f);
    }

    [Fact]
    public void Paths_and_architectures_say_the_same()
    {
        for (var i = 0; i < 20; i++)
        {
            var architecture = Space.Sample(Rng.For(8, i));
            var weights = Paths(architecture).Zip(Plan.Slots, (path, slot) =>
                slot.Candidates.Select((_, c) => path.Contains(c) ? 0.6 : 0.1).ToArray());
            ((IRelaxedSpace)Space).Derive(Plan, [.. weights]).ShouldBe(architecture);
        }
        Plan.Slots.Count.ShouldBe(4 + 6);
        Plan.Slots.Select(s => s.Name).ShouldBe(
            ["layer1", "layer2", "1→2", "layer3", "1→3", "2→3", "layer4", "1→4", "2→4", "3→4"]);
    }

    [Fact]
    public void A_controller_writes_every_architecture()
    {
        IControlledSpace space = new MacroSpace(new MacroOptions { Layers = 2, Channels = 4 });
        var all = Controllers.ControllerTests.All(space.Tokens).Select(space.Read).ToList();
        all.Distinct().Count().ShouldBe(6 * 6 * 2);
        all.ShouldAllBe(a => ((ArchitectureSpace)space).WhyNotIn(a) == null);
        all.ShouldContain(new Architecture("macro", "2; 5 1"));
    }

    private static IReadOnlyList<IReadOnlyList<int>> Paths(Architecture architecture) => ((IRelaxedSpace)Space).PathsOf(Plan, architecture);

    private static void Copy(Network supernet, Network network, string text)
    {
        using var frozen = no_grad();
        var shared = RawWeights.Of(supernet);
        var rows = text.Split("; ").Select(r => r.Split(' ')).ToList();
        foreach (var ((node, name), weight) in RawWeights.Of(network))
        {
            var layer = node.StartsWith("layer", StringComparison.Ordinal) ? int.Parse(node.AsSpan(5, 1), provider: null) - 1 : -1;
            if (node.EndsWith(".op", StringComparison.Ordinal)) weight.copy_(shared[(node, $"c{rows[layer][0]}.{name}")]);
            else if (node.EndsWith(".out", StringComparison.Ordinal) && name == "conv.weight") weight.copy_(Beside(shared, node, rows[layer]));
            else weight.copy_(shared[(node, name)]);
        }
    }

    /// <summary>The convolutions of the layers taken, and the layer's own, with their inputs side by side.</summary>
    private static Tensor Beside(Dictionary<(string Node, string Weight), Tensor> shared, string node, string[] row)
    {
        var own = row.Length - 1;
        var taken = Enumerable.Range(0, own).Where(j => row[j + 1] == "1").Append(own).Select(j => shared[(node, $"conv{j}.weight")]).ToList();
        return cat([.. taken], 1);
    }
}
