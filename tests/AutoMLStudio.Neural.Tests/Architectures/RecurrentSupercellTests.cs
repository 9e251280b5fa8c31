using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Operations;
using AutoMLStudio.Neural.Architectures.Recurrent;
using AutoMLStudio.Neural.Networks;
using AutoMLStudio.Neural.Supernets;
using TorchSharp;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Tests.Architectures;

/// <summary>The cell that holds all recurrent cells computes what any of them does, and mixtures as the paper writes them.</summary>
public class RecurrentSupercellTests
{
    private const int Features = 5;
    private const int Nodes = 4;

    private static readonly NetworkTask Text = new(new TensorShape(7), new NetworkOutput(OutputKind.Tokens, 6), null, Tokens: 6);

    [Theory]
    [InlineData(CellOutput.All, true, false)]
    [InlineData(CellOutput.LooseEnds, false, true)]
    [InlineData(CellOutput.LooseEnds, true, false)]
    public void With_one_function_a_node_it_is_the_cell_that_is_derived(CellOutput output, bool withNone, bool edgeWeights)
    {
        using var scope = NewDisposeScope();
        var space = new RecurrentSpace(new RecurrentOptions { Features = Features, Nodes = Nodes, Output = output });
        var plan = Plan(space, withNone);
        var super = new RecurrentSupercell(Features, Nodes, output, withNone, edgeWeights, Norm: false);
        var weights = Drawn(super);
        var batch = randn([3, 2, 6], generator: new Generator(4));
        for (var i = 0; i < 20; i++)
        {
            var architecture = space.Sample(Rng.For(9, i));
            var genotype = RecurrentGenotype.FromText(architecture.Genotype)!;
            var routes = Selection.Of(((IRelaxedSpace)space).PathsOf(plan, architecture)).Slots;
            var own = genotype.Nodes.Select((n, k) => weights[edgeWeights ? 2 + RecurrentSupercell.Edge(n.From, k + 1) : 2 + k]);
            var cell = new RecurrentCell(Features, genotype.Nodes, genotype.Output);
            var expected = cell.Forward([batch], State([weights[0], weights[1], .. own]));
            Close(super.Forward([batch], State(weights, routes)), expected);
        }
    }

    /// <summary>One step from a state of zeros, each sum written out as [Liu2019] do; the first candidate is nothing.</summary>
    [Fact]
    public void A_node_is_the_weighted_sum_of_all_functions_of_all_earlier_nodes()
    {
        using var scope = NewDisposeScope();
        var super = new RecurrentSupercell(Features, 2, CellOutput.All, WithNone: true, EdgeWeights: false, Norm: false);
        var weights = Drawn(super);
        var alphas = Enumerable.Range(0, 3).Select(i => randn([5], generator: new Generator((ulong)i)).softmax(0)).ToList();
        var batch = randn([3, 2, 1], generator: new Generator(4));
        var states = new List<Tensor> { Highway(batch.squeeze(2).matmul(weights[0].t()), zeros(3, Features), x => x.tanh()) };
        Func<Tensor, Tensor>[] functions = [x => x.tanh(), x => x.relu(), x => x.sigmoid(), x => x];
        for (var to = 1; to <= 2; to++)
        {
            var sum = zeros(3, Features);
            for (var from = 0; from < to; from++)
                for (var f = 0; f < 4; f++)
                    sum += alphas[RecurrentSupercell.Edge(from, to)][f + 1]
                        * Highway(states[from].matmul(weights[1 + to].t()), states[from], functions[f]);
            states.Add(sum);
        }
        Close(super.Forward([batch], State(weights, Selection.Mixed(alphas).Slots)).squeeze(2), (states[1] + states[2]) / 2);
    }

    [Fact]
    public void Gradients_reach_every_weight_of_every_edge()
    {
        using var scope = NewDisposeScope();
        var space = new RecurrentSpace(new RecurrentOptions { Features = Features, Nodes = Nodes });
        var plan = Plan(space, withNone: true);
        using var network = new Network(plan.Graph, 3) { Places = plan.Places };
        var alphas = plan.Slots.Select(_ => zeros([5], requires_grad: true)).ToList();
        var texts = randint(0, 6, [4, 7], ScalarType.Float32, generator: new Generator(2));
        var output = network.Forward(texts, Selection.Mixed(alphas.Select(a => a.softmax(0))));
        output.shape.ShouldBe([4, 6, 7]);
        output.square().sum().backward();
        alphas.ShouldAllBe(a => a.grad!.abs().min().item<float>() > 0);
        network.Gradients.isfinite().all().item<bool>().ShouldBeTrue();
    }

    [Fact]
    public void The_strongest_edge_of_a_node_is_kept_and_nothing_is_never_chosen()
    {
        var space = new RecurrentSpace(new RecurrentOptions { Features = Features, Nodes = 3 });
        var plan = Plan(space, withNone: true);
        plan.Slots.Select(s => (s.From, s.To)).ShouldBe([(0, 1), (0, 2), (1, 2), (0, 3), (1, 3), (2, 3)]);
        plan.Slots[0].Candidates.ShouldBe(["none", "tanh", "relu", "sigmoid", "identity"]);
        double[][] weights =
        [
            [0.9, 0.01, 0.02, 0.03, 0.04],
            [0.1, 0.3, 0.2, 0.2, 0.2], [0.2, 0.1, 0.4, 0.1, 0.2],
            [0.2, 0.2, 0.2, 0.2, 0.2], [0.9, 0, 0.1, 0, 0], [0.1, 0.2, 0.1, 0.5, 0.1],
        ];
        ((IRelaxedSpace)space).Derive(plan, weights).Genotype
            .ShouldBe("Genotype(recurrent=[('identity', 0), ('relu', 1), ('sigmoid', 2)], concat=[1, 2, 3])");
    }

    [Theory]
    [InlineData(CellOutput.All)]
    [InlineData(CellOutput.LooseEnds)]
    public void Weights_of_an_architectures_own_paths_derive_it(CellOutput output)
    {
        var space = new RecurrentSpace(new RecurrentOptions { Features = Features, Nodes = Nodes, Output = output });
        var plan = Plan(space, withNone: false);
        for (var i = 0; i < 50; i++)
        {
            var architecture = space.Sample(Rng.For(5, i));
            var paths = ((IRelaxedSpace)space).PathsOf(plan, architecture);
            var weights = paths.Zip(plan.Slots, (p, s) => s.Candidates.Select((_, c) => p.Contains(c) ? 1.0 : 0).ToArray()).ToList();
            ((IRelaxedSpace)space).Derive(plan, weights).ShouldBe(architecture);
        }
    }

    private static SupernetPlan Plan(RecurrentSpace space, bool withNone) => ((IRelaxedSpace)space).Relax(Text, new RelaxOptions(withNone));

    private static List<Tensor> Drawn(RecurrentSupercell cell) => [.. cell.Weights([new TensorShape(2, 6)])
        .Select((w, i) => randn([.. w.Shape.Sizes.Select(s => (long)s)], generator: new Generator((ulong)i + 10)))];

    private static NodeState State(IReadOnlyList<Tensor> weights, IReadOnlyList<IReadOnlyList<Route>>? routes = null) =>
        new(weights, Training: true, Generator: null, Routes: routes);

    private static Tensor Highway(Tensor product, Tensor from, Func<Tensor, Tensor> function) =>
        from + product.narrow(1, 0, Features).sigmoid() * (function(product.narrow(1, Features, Features)) - from);

    private static void Close(Tensor actual, Tensor expected)
    {
        actual.shape.ShouldBe(expected.shape);
        (actual - expected).abs().max().item<float>().ShouldBeLessThan(1e-5f);
    }
}
