using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Cells;
using AutoMLStudio.Neural.Architectures.Operations;
using AutoMLStudio.Neural.Networks;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Tests.Supernets;

/// <summary>A cell with all candidates on its edges against sums written out.</summary>
public class MixedCellTests
{
    private const int Channels = 4;

    [Theory]
    [InlineData(OperationSet.Darts, 1)]
    [InlineData(OperationSet.Darts, 2)]
    [InlineData(OperationSet.Nasnet, 2)]
    [InlineData(OperationSet.Dense, 1)]
    public void A_node_and_its_gradients_are_those_of_a_weighted_sum_of_its_operations(OperationSet set, int stride)
    {
        using var scope = NewDisposeScope();
        var cell = new MixedCell(set, Nodes: 1, Channels, stride, WithNone: true);
        var graph = Graph(cell, set == OperationSet.Dense);
        using var network = new Network(graph, 3) { Places = new Dictionary<string, IReadOnlyList<int>> { ["cell"] = [0, 1] } };
        var batch = randn(graph.Input.Batched(5), generator: new Generator(1));
        var weights = rand([2, cell.Candidates.Count], generator: new Generator(2)).requires_grad_();
        // One operation at a time, of weight 1.
        var alone = Enumerable.Range(0, 2).Select(edge => stack(Enumerable.Range(0, cell.Candidates.Count)
            .Select(c => network.Forward(batch, Selection.Of([edge == 0 ? [c] : [], edge == 1 ? [c] : []])).detach()))).ToList();
        var mixed = network.Forward(batch, Selection.Mixed(weights.unbind(0)));
        var expected = Enumerable.Range(0, 2).Select(e => (alone[e] * weights[e].detach().view(-1, 1, 1)).sum(dim: 0)).Aggregate((a, b) => a + b);
        Distance(mixed, expected).ShouldBeLessThan(1e-4f);

        var direction = randn(mixed.shape, generator: new Generator(4));
        network.Gradients.zero_();
        (mixed * direction).sum().backward();
        for (var edge = 0; edge < 2; edge++) Distance(weights.grad![edge], (alone[edge] * direction).sum([1, 2])).ShouldBeLessThan(2e-3f);
        network.Gradients.abs().max().data<float>()[0].ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Every_node_sums_all_edges_where_all_take_part()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var cell = new MixedCell(OperationSet.Amoebanet, Nodes: 3, Channels, Stride: 2, TwoSided: true);
        var graph = Graph(cell, isDense: false);
        using var network = new Network(graph, 3) { Places = new Dictionary<string, IReadOnlyList<int>> { ["cell"] = [.. Enumerable.Range(0, 18)] } };
        var batch = randn(graph.Input.Batched(5), generator: new Generator(1));
        cell.Edges.Count().ShouldBe(18);
        var all = Selection.Of([.. cell.Edges.Select(_ => (int[])[.. Enumerable.Range(0, cell.Candidates.Count)])]);
        Distance(network.Forward(batch, all), network.Forward(batch, training: true)).ShouldBeLessThan(1e-4f);
    }

    [Fact]
    public void A_node_with_nothing_selected_is_zero_and_so_is_one_that_another_takes()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var cell = new MixedCell(OperationSet.Enas, Nodes: 2, Channels, OnlyUnused: true);
        var batch = randn([2, Channels, 6, 6], generator: new Generator(1));
        Tensor Run(params IReadOnlyList<IReadOnlyList<Route>> routes)
        {
            var weights = cell.Weights([new(Channels, 6, 6), new(Channels, 6, 6)]);
            return cell.Forward([batch, batch], new NodeState(Ones(weights), Training: true, null) { Routes = routes });
        }
        var skip = new Route(cell.Candidates.ToList().IndexOf(CellOperations.Skip));
        Distance(Run([], [], [], [], []), zeros(2, 2 * Channels, 6, 6)).ShouldBe(0);
        // Node 1 is in0; node 2 takes it and in1.
        Distance(Run([skip], [], [], [skip], [skip]), cat([zeros_like(batch), batch.Times(2)], 1)).ShouldBe(0);
        Distance(Run([skip], [], [skip], [skip], []), cat([batch, batch.Times(2)], 1)).ShouldBe(0);
    }

    [Fact]
    public void Dropout_behind_identities_fades_over_the_search_and_keeps_the_mean()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var cell = new MixedCell(OperationSet.Darts, Nodes: 1, Channels, SkipDropout: 0.5);
        var batch = ones([64, Channels, 8, 8]);
        var weights = cell.Weights([new(Channels, 8, 8), new(Channels, 8, 8)]);
        IReadOnlyList<Route> skip = [new(cell.Candidates.ToList().IndexOf(CellOperations.Skip))];
        double Zeros(double progress, out double mean)
        {
            var state = new NodeState(Ones(weights), Training: true, new Generator(7), progress);
            var output = cell.Forward([batch, batch], state with { Routes = [skip, []] });
            mean = output.mean().data<float>()[0];
            return output.eq(zeros_like(output)).to(ScalarType.Float32).mean().data<float>()[0];
        }
        Zeros(0, out var mean).ShouldBe(0.5, 0.02);
        mean.ShouldBe(1, 0.03);
        Zeros(0.2, out _).ShouldBe(0.5 / Math.E, 0.02);
        Zeros(1, out _).ShouldBeLessThan(0.01);
    }

    private static NetworkGraph Graph(MixedCell cell, bool isDense)
    {
        var graph = new GraphBuilder(new(isDense ? [Channels] : [Channels, 8, 6]), new(OutputKind.Values, cell.Nodes * Channels));
        var second = graph.Add("second", new Activate(Activation.Tanh), NetworkGraph.InputId);
        var x = graph.Add("cell", cell, NetworkGraph.InputId, second);
        if (!isDense) x = graph.Add("pool", new GlobalAveragePool(), x);
        return graph.Build(x);
    }

    private static IReadOnlyList<Tensor> Ones(IReadOnlyList<WeightSpec> weights) =>
        [.. weights.Select(w => ones(w.Shape.Sizes.Select(s => (long)s).ToArray()))];

    private static float Distance(Tensor a, Tensor b) => (a - b).abs().max().data<float>()[0];
}
