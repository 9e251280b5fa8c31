using AutoMLStudio.Core;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Cells;
using AutoMLStudio.Neural.Architectures.Operations;
using AutoMLStudio.Neural.Export;
using AutoMLStudio.Neural.Networks;

namespace AutoMLStudio.Neural.Tests.Architectures;

/// <summary>What every space must do, whichever it is. <c>./studio bench spaces</c> does the same with 200 architectures a space.</summary>
public class EverySpaceTests
{
    private const int Architectures = 16;

    public static TheoryData<string> Names => [.. SpaceSamples.All.Keys];

    [Fact]
    public void Too_few_cells_for_both_kinds_are_refused()
    {
        Should.Throw<ArgumentException>(() => new CellSpace(new CellOptions { Cells = 2 }))
            .Message.ShouldStartWith("cells is 2: at least 3 are expected");
        Should.NotThrow(() => new CellSpace(new CellOptions { Cells = 1, Operations = OperationSet.Dense }));
    }

    [Fact]
    public void Every_space_of_the_catalogue_is_sampled() =>
        NeuralCatalog.Methods.Where(m => m.Kind == MethodKind.ArchitectureSpace).Select(m => m.Key)
            .Except(SpaceSamples.All.Values.Select(s => s.Space.Key)).ShouldBeEmpty();

    /// <summary>The network itself asserts the inferred shape of every node.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Random_architectures_are_built_train_and_agree_with_ONNX_Runtime(string name)
    {
        var (space, kinds) = SpaceSamples.All[name];
        for (var i = 0; i < Architectures; i++)
        {
            var task = SpaceSamples.Task(kinds[i % kinds.Length], (ulong)i);
            var graph = space.Build(space.Sample(Rng.For(11, i)), task);
            NetworkGraph.FromJson(graph.ToJson()).ShouldBe(graph);
            if (task.Output.Kind != OutputKind.Values) graph = graph.Append("probabilities", new Softmax());
            using var network = new Network(graph, (ulong)i);
            ShortTraining.Steps(network, (ulong)i);
            OnnxCheck.Verify(OnnxExport.Write(network, new Dictionary<string, string>()), network, task.Scale, TestContext.Current.CancellationToken)
                .ShouldBeLessThan(OnnxCheck.Tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_canonical_hash_is_that_of_every_isomorphic_network(string name)
    {
        var (space, kinds) = SpaceSamples.All[name];
        for (var i = 0; i < Architectures; i++)
        {
            var graph = space.Build(space.Sample(Rng.For(12, i)), SpaceSamples.Task(kinds[0], 1));
            Shuffled(graph, Rng.For(13, i)).CanonicalHash.ShouldBe(graph.CanonicalHash);
        }
    }

    /// <summary>The same network with other names, other orders of nodes and, where it makes no difference, of inputs.</summary>
    private static NetworkGraph Shuffled(NetworkGraph graph, Rng rng)
    {
        var numbers = Enumerable.Range(0, graph.Nodes.Count).ToArray();
        rng.Shuffle<int>(numbers);
        var names = graph.Nodes.Select((n, i) => (n.Id, Name: $"x{numbers[i]}")).Append((NetworkGraph.InputId, NetworkGraph.InputId))
            .ToDictionary(n => n.Item1, n => n.Item2, StringComparer.Ordinal);
        var nodes = graph.Nodes.Select(n =>
        {
            var inputs = n.Inputs.Select(i => names[i]).ToArray();
            if (n.Operation.IsSymmetric) rng.Shuffle<string>(inputs);
            return new GraphNode(names[n.Id], n.Operation, inputs);
        }).ToArray();
        // Side by side in another order is the same up to a permutation of channels.
        rng.Shuffle<GraphNode>(nodes);
        return new(graph.Input, graph.Output, nodes);
    }
}
