using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Blocks;
using AutoMLStudio.Neural.Architectures.Operations;
using AutoMLStudio.Neural.Networks;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Tests.Networks;

/// <summary>A network under search computes what a selection says, and nothing else.</summary>
public class SelectionTests
{
    private static readonly Mixture Choice = new([new ReluConvNorm(4, 3), new Zero(), new MaxPool(3, 1, 1), new Identity()]);

    [Fact]
    public void A_mixture_is_the_sum_of_its_candidates_times_their_weights()
    {
        using var scope = NewDisposeScope();
        using var network = Make();
        var batch = randn([3, 4, 6, 5], generator: new Generator(5));
        var weights = tensor(new[] { 0.5f, 0.1f, 0.3f, 0.1f });
        var alone = Enumerable.Range(0, 4).Select(c => network.Forward(batch, Selection.Of([[c]]))).ToList();
        var expected = alone.Select((a, i) => a * weights[i]).Aggregate((a, b) => a + b);
        Close(network.Forward(batch, Selection.Mixed([weights])), expected);
        Close(alone[3], batch);
        Close(alone[1], zeros_like(batch));
        Close(network.Forward(batch, Selection.Of([[]])), zeros_like(batch));
        Close(network.Forward(batch, Selection.Of([[0, 2]])), alone[0] + alone[2]);
    }

    [Fact]
    public void The_gradient_of_a_weight_is_what_its_candidate_gives()
    {
        using var scope = NewDisposeScope();
        using var network = Make();
        var batch = randn([3, 4, 6, 5], generator: new Generator(6));
        var weights = tensor(new[] { 0.5f, 0.1f, 0.3f, 0.1f }, requires_grad: true);
        var slope = randn([3, 120], generator: new Generator(7));
        (network.Forward(batch, Selection.Mixed([weights])) * slope).sum().backward();
        var expected = stack(Enumerable.Range(0, 4).Select(c => (network.Forward(batch, Selection.Of([[c]])) * slope).sum()));
        Close(weights.grad!, expected);
    }

    [Fact]
    public void Only_the_weights_of_what_takes_part_get_a_gradient()
    {
        using var scope = NewDisposeScope();
        var graph = new GraphBuilder(new(4, 6, 5), new(OutputKind.Values, 2));
        var x = graph.Add("mix", new Mixture([new ReluConvNorm(4, 3), new SeparableConv(4, 3), new Identity()]), NetworkGraph.InputId);
        graph.Add("head", new Linear(2), graph.Add("flat", new Flatten(), x));
        using var network = new Network(graph.Build(), 1) { Places = new Dictionary<string, IReadOnlyList<int>> { ["mix"] = [0] } };
        var ranges = Enumerable.Range(0, 3).Select(c => network.RangeOf(0, c)).ToList();
        network.Forward(randn([3, 4, 6, 5], generator: new Generator(8)), Selection.Of([[1]])).square().sum().backward();
        var used = ranges.Select(r => r.Length > 0 && network.Gradients.narrow(0, r.Offset, r.Length).abs().sum().item<float>() > 0);
        used.ShouldBe([false, true, false]);
        ranges[0].Length.ShouldBeGreaterThanOrEqualTo(4 * 4 * 9 + 8);
        ranges[1].Offset.ShouldBeGreaterThanOrEqualTo(ranges[0].Offset + ranges[0].Length);
        ranges[2].Length.ShouldBe(0);
    }

    private static Network Make()
    {
        var graph = new GraphBuilder(new(4, 6, 5), new(OutputKind.Values, 120));
        graph.Add("mix", Choice, NetworkGraph.InputId);
        graph.Add("flat", new Flatten(), "mix");
        return new(graph.Build(), 1) { Places = new Dictionary<string, IReadOnlyList<int>> { ["mix"] = [0] } };
    }

    private static void Close(Tensor actual, Tensor expected) => (actual.reshape(-1) - expected.reshape(-1)).abs().max().item<float>().ShouldBeLessThan(1e-5f);
}
