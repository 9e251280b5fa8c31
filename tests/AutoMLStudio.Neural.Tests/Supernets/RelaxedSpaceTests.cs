using System.Text.Json;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Cells;
using AutoMLStudio.Neural.Architectures.NasBench;
using AutoMLStudio.Neural.Networks;
using AutoMLStudio.Neural.Supernets;
using AutoMLStudio.Neural.Tests.Architectures;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Tests.Supernets;

/// <summary>One network for all cells of a space.</summary>
public class RelaxedSpaceTests
{
    private const int Architectures = 12;

    public static TheoryData<string> Names => ["darts", "enas", "nasnet", "amoebanet", "dense", "nasbench201"];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_path_computes_what_the_network_of_its_architecture_does(string name)
    {
        var (space, task) = Space(name);
        var plan = ((IRelaxedSpace)space).Relax(task, new RelaxOptions(Affine: true));
        using var supernet = new Network(plan.Graph, 5) { Places = plan.Places };
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var batch = randn(task.Input.Batched(6), generator: new Generator(3));
        for (var i = 0; i < Architectures; i++)
        {
            var architecture = space.Sample(Rng.For(21, i));
            using var alone = new Network(space.Build(architecture, task), 1);
            var copied = Copy(new(supernet), new(alone), space, architecture);
            var selection = Selection.Of(((IRelaxedSpace)space).PathsOf(plan, architecture));
            var (path, own) = (supernet.Forward(batch, selection), alone.Forward(batch, training: true));
            (path - own).abs().max().data<float>()[0].ShouldBeLessThan(1e-4f, $"{architecture} ({copied} weights)");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_architecture_comes_back_from_its_path(string name)
    {
        var (space, task) = Space(name);
        var relaxed = (IRelaxedSpace)space;
        var plan = relaxed.Relax(task, new RelaxOptions());
        for (var i = 0; i < Architectures; i++)
        {
            var architecture = space.Sample(Rng.For(22, i));
            var paths = relaxed.PathsOf(plan, architecture);
            var weights = plan.Slots.Zip(paths, (slot, path) => slot.Candidates.Select((_, c) => path.Contains(c) ? 1.0 : 0).ToArray()).ToList();
            relaxed.Derive(plan, weights).ShouldBe(architecture);
        }
    }

    [Fact]
    public void The_network_of_DARTS_has_its_28_slots_of_8_operations()
    {
        var (space, task) = Space("darts", nodes: 4);
        var plan = ((IRelaxedSpace)space).Relax(task, new RelaxOptions(WithNone: true));
        plan.Slots.Count.ShouldBe(28);
        plan.Slots.ShouldAllBe(s => s.Candidates.Count == 8 && s.Candidates[0] == "none");
        plan.Slots.Take(5).Select(s => s.Name).ShouldBe(["0→2", "1→2", "0→3", "1→3", "2→3"]);
        plan.Places.Values.ShouldBe([Enumerable.Range(0, 14), Enumerable.Range(14, 14), Enumerable.Range(14, 14)]);
    }

    /// <summary>
    /// The weights are written so that <c>none</c> is the largest everywhere. Of node 2's three edges those from 0 (0.3) and 2 (0.2) win over 1 (0.1);
    /// of node 1's equals both stay.
    /// </summary>
    [Fact]
    public void The_two_edges_with_the_largest_weight_of_an_operation_stay_and_nothing_never_does()
    {
        var (space, task) = Space("darts", nodes: 2);
        var relaxed = (IRelaxedSpace)space;
        var plan = relaxed.Relax(task, new RelaxOptions(WithNone: true));
        var weights = plan.Slots.Select(s => s.Candidates.Select(c => c == "none" ? 0.6 : 0.05).ToArray()).ToList();
        void Set(string group, string slot, string operation, double weight)
        {
            var i = Enumerable.Range(0, plan.Slots.Count).Single(i => plan.Slots[i].Group == group && plan.Slots[i].Name == slot);
            weights[i][plan.Slots[i].Candidates.ToList().IndexOf(operation)] = weight;
        }
        Set("normal", "0→3", "sep_conv_5x5", 0.3);
        Set("normal", "1→3", "skip_connect", 0.1);
        Set("normal", "2→3", "avg_pool_3x3", 0.2);
        relaxed.Derive(plan, weights).Genotype.ShouldBe(
            "Genotype(normal=[('max_pool_3x3', 0), ('max_pool_3x3', 1), ('sep_conv_5x5', 0), ('avg_pool_3x3', 2)], normal_concat=[2, 3], "
            + "reduce=[('max_pool_3x3', 0), ('max_pool_3x3', 1), ('max_pool_3x3', 0), ('max_pool_3x3', 1)], reduce_concat=[2, 3])");
    }

    [Fact]
    public void Of_six_edges_each_takes_its_largest_operation()
    {
        var (space, task) = Space("nasbench201");
        var relaxed = (IRelaxedSpace)space;
        var plan = relaxed.Relax(task, new RelaxOptions());
        double[] Only(int candidate) => [.. Enumerable.Range(0, 5).Select(i => i == candidate ? 0.3 : 0.175)];
        relaxed.Derive(plan, [Only(0), Only(1), Only(2), Only(3), Only(4), Only(3)]).Genotype.ShouldBe(
            "|none~0|+|skip_connect~0|nor_conv_1x1~1|+|nor_conv_3x3~0|avg_pool_3x3~1|nor_conv_3x3~2|");
    }

    [Fact]
    public void Candidates_lie_apart_in_the_flat_weights()
    {
        var (space, task) = Space("enas");
        var plan = ((IRelaxedSpace)space).Relax(task, new RelaxOptions());
        using var network = new Network(plan.Graph, 1) { Places = plan.Places };
        var node = Enumerable.Range(0, plan.Graph.Nodes.Count).First(i => plan.Graph.Nodes[i].Id == "cell1");
        var ranges = (from slot in Enumerable.Range(0, plan.Places["cell1"].Count)
                      from candidate in Enumerable.Range(0, 5)
                      select network.RangeOf(node, candidate, slot)).Where(r => r.Length > 0).OrderBy(r => r.Offset).ToList();
        ranges.Count.ShouldBe(plan.Places["cell1"].Count * 2, "two separable convolutions an edge have weights");
        ranges.Zip(ranges.Skip(1)).ShouldAllBe(p => p.First.Offset + p.First.Length <= p.Second.Offset);
    }

    private static (NetworkSpace Space, NetworkTask Task) Space(string name, int nodes = 3) => name == "nasbench201"
        ? (new NasBenchSpace(new() { Channels = 4 }), Task([2, 9, 8]))
        : (new CellSpace(new() { Operations = Enum.Parse<OperationSet>(name, ignoreCase: true), Nodes = nodes, Channels = 4, Cells = 3 }),
            Task(name == "dense" ? [5] : [2, 9, 8]));

    private static NetworkTask Task(int[] input) => new(new(input), new(OutputKind.Classes, 3), Samples.Plain(input[0]));

    /// <summary>Gives a network that stands alone the weights of its path; how many there were.</summary>
    private static int Copy(FlatWeights supernet, FlatWeights alone, NetworkSpace space, Architecture architecture)
    {
        var genotype = CellGenotype.FromText(architecture.Genotype);
        foreach (var name in alone.Names)
        {
            var (node, weight) = (name[..name.IndexOf('/')], name[(name.IndexOf('/') + 1)..]);
            var target = alone[name];
            var source = supernet.Names.Contains(name) ? supernet[name] : supernet[Candidate(node, weight, genotype, space, architecture)];
            target.copy_(target.shape.SequenceEqual(source.shape) ? source : Shown(source, node, genotype!, target.shape[1]));
        }
        return alone.Names.Count();
    }

    /// <summary>The name in the supernet of what the network alone calls <c>cell1.n2a</c> or, of NAS-Bench-201, <c>cell1.e02</c>.</summary>
    private static string Candidate(string node, string weight, CellGenotype? genotype, NetworkSpace space, Architecture architecture)
    {
        var (cell, edge) = (node[..node.IndexOf('.')], node[(node.IndexOf('.') + 1)..]);
        if (genotype is null)
        {
            var decided = space.Flatten()!.Encode(architecture)[$"edge{edge[1..]}"].Text;
            return $"{node}/c{Array.IndexOf(new NasBenchOptions().Operations, decided)}.{weight}";
        }
        var plan = cell is "cell2" or "cell3" && genotype.Reduce is not null ? genotype.Reduce : genotype.Normal;
        var (number, side) = (int.Parse(edge.AsSpan(1, 1)), edge[2]);
        var taken = plan.Edges[2 * (number - 1) + (side - 'a')];
        var set = JsonSerializer.Deserialize<JsonElement>(space.ToJson()).GetProperty("operations").GetString();
        var operations = CellOperations.Of(Enum.Parse<OperationSet>(set!, ignoreCase: true)).ToList();
        var isPair = set is "darts" or "dense";
        return $"{cell}/n{number}{(isPair ? 'a' : side)}s{taken.From}c{operations.IndexOf(taken.Operation)}.{weight}";
    }

    /// <summary>Where the cells before show only some nodes, the columns of these.</summary>
    private static Tensor Shown(Tensor source, string node, CellGenotype genotype, long columns)
    {
        var before = node switch { "cell2.in1" or "cell3.in0" => genotype.Normal, _ => genotype.Reduce! };
        var width = source.shape[1] / before.Nodes;
        var shown = cat([.. before.Output.Select(o => source.narrow(1, (o - 2) * width, width))], 1);
        shown.shape[1].ShouldBe(columns);
        return shown;
    }
}
