using System.Reflection;
using System.Text.Json.Serialization;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Blocks;
using AutoMLStudio.Neural.Architectures.Operations;
using AutoMLStudio.Neural.Export;
using AutoMLStudio.Neural.Networks;

namespace AutoMLStudio.Neural.Tests.Architectures;

/// <summary>What every operation must do, whichever it is.</summary>
public class EveryOperationTests
{
    [Fact]
    public void Every_operation_is_sampled()
    {
        var sampled = OperationSamples.Single.Select(s => s.Operation).Concat(OperationSamples.Double.Select(s => s.Operation)).Select(o => o.GetType());
        typeof(Operation).GetCustomAttributes<JsonDerivedTypeAttribute>().Select(a => a.DerivedType).Except(sampled).ShouldBeEmpty();
        typeof(Operation).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Operation)) && !t.IsAbstract)
            .Except(typeof(Operation).GetCustomAttributes<JsonDerivedTypeAttribute>().Select(a => a.DerivedType)).ShouldBeEmpty();
    }

    /// <summary>The network itself asserts the inferred shape of every node.</summary>
    [Fact]
    public void Every_operation_comes_back_from_JSON_trains_and_agrees_with_ONNX_Runtime()
    {
        foreach (var graph in Graphs())
        {
            var read = NetworkGraph.FromJson(graph.ToJson());
            read.ShouldBe(graph);
            read.CanonicalHash.ShouldBe(graph.CanonicalHash);
            read.Nodes[0].Operation.ShouldBe(graph.Nodes[0].Operation);
            graph.Nodes.ShouldAllBe(n => n.Operation.Label.Length > 0);
            using var network = new Network(graph, 1);
            ShortTraining.Steps(network, 1);
            OnnxCheck.Verify(OnnxExport.Write(network, new Dictionary<string, string>()), network, null, TestContext.Current.CancellationToken)
                .ShouldBeLessThan(OnnxCheck.Tolerance, graph.ToJson());
        }
    }

    [Fact]
    public void A_block_costs_what_its_parts_cost()
    {
        // ReLU, 4·9 depthwise, 4·4 pointwise, 2·4 norm; the same again with 6 outputs. On 5×4 places each.
        var shapes = new TensorShape[] { new(4, 9, 8) };
        var block = new SeparableConv(6, 3, 2);
        var cost = block.Cost(shapes, block.Infer(shapes));
        cost.Parameters.ShouldBe(36 + 16 + 8 + 36 + 24 + 12);
        cost.MultiplyAdds.ShouldBe(20 * (36 + 16 + 36 + 24));
        cost.Activations.ShouldBe(4 * 72 + 4 * 20 * 5 + 6 * 20 * 2);
        (block with { Kernel = 5 }).Cost(shapes, new(6, 5, 4)).Parameters.ShouldBe(100 + 16 + 8 + 100 + 24 + 12);
    }

    private static IEnumerable<NetworkGraph> Graphs()
    {
        foreach (var (operation, input) in OperationSamples.Single)
        {
            var graph = new GraphBuilder(new(input), new(OutputKind.Values, 3));
            var x = graph.Add("a", operation, NetworkGraph.InputId);
            yield return Finish(graph, operation.IsAuxiliary ? NetworkGraph.InputId : x);
        }
        foreach (var (operation, second, input) in OperationSamples.Double)
        {
            var graph = new GraphBuilder(new(input), new(OutputKind.Values, 3));
            var y = graph.Add("b", second, graph.Add("a", new BatchNorm(), NetworkGraph.InputId));
            yield return Finish(graph, graph.Add("c", operation, "a", y));
        }
    }

    private static NetworkGraph Finish(GraphBuilder graph, string x)
    {
        if (graph.ShapeOf(x).Sizes.Count > 1) x = graph.Add("flatten", new Flatten(), x);
        graph.Add("head", new Linear(3), x);
        return graph.Build();
    }
}
