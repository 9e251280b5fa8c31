using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Operations;

namespace AutoMLStudio.Neural.Tests.Architectures;

public class NetworkGraphTests
{
    private static readonly TensorShape Digits = new(1, 8, 8);

    [Fact]
    public void A_small_network_has_the_costs_worked_by_hand()
    {
        var graph = Diamond();
        // conv a: 4·1·9 + 4; conv b: 4·1·1 + 4; head: 10·8 + 10.
        graph.ParameterCount.ShouldBe(40 + 8 + 90);
        // 4·64 outputs of 9 products, of 1 product, and 80 for the head.
        graph.MultiplyAdds.ShouldBe(2304 + 256 + 80);
        graph.ActivationCount.ShouldBe(64 + 256 + 256 + 512 + 8 + 10);
        graph.Shapes["join"].ShouldBe(new TensorShape(8, 8, 8));
    }

    [Fact]
    public void Equal_networks_have_equal_texts_whatever_the_order_of_their_nodes()
    {
        var graph = Diamond();
        var shuffled = new NetworkGraph(graph.Input, graph.Output, [.. graph.Nodes.Reverse()]);
        shuffled.ToJson().ShouldBe(graph.ToJson());
        shuffled.ShouldBe(graph);
        graph.Nodes.Select(n => n.Id).ShouldBe(["a", "b", "join", "pool", "head"]);
    }

    [Fact]
    public void A_network_survives_its_JSON_form()
    {
        var graph = Diamond().Append("probabilities", new Softmax());
        NetworkGraph.FromJson(graph.ToJson()).ShouldBe(graph);
        graph.ToJson().ShouldContain(
            """{"id":"a","operation":{"op":"conv2d","channels":4,"kernel":3,"stride":1,"padding":1,"groups":1,"bias":true,"dilation":1,"form":"square"},"inputs":["input"]}""");
    }

    public static TheoryData<string, GraphNode[]> Faulty => new()
    {
        { "1 to 10000 are expected", [] },
        { "Node 'input'", [new("input", new Flatten(), ["input"])] },
        { "Node 'a b'", [new("a b", new Flatten(), ["input"])] },
        { "Node 'a' stands 2 times", [new("a", new Flatten(), ["input"]), new("a", new Linear(10), ["a"])] },
        { "Node 'a' takes from 'x', which is no node", [new("a", new Flatten(), ["x"])] },
        { "Node 'a' (flatten) has 0 inputs: 1 expected", [new("a", new Flatten(), [])] },
        { "Node 'a' (add) has 1 inputs: at least 2", [new("a", new Add(), ["input"])] },
        { "'a', 'b' take from each other in a circle", [new("a", new Add(), ["input", "b"]), new("b", new Activate(Activation.Relu), ["a"])] },
        { "Node 'a' (linear 10): it takes [features]", [new("a", new Linear(10), ["input"])] },
        { "'a', 'b' all end the network", [new("a", new Flatten(), ["input"]), new("b", new Flatten(), ["input"])] },
        { "Node 'a' gives 64 as the network's output; 10 classes are expected", [new("a", new Flatten(), ["input"])] },
        { "Node 'a' (conv 1×1, 65536): its output", [new("a", new Conv2d(65_536, 1, 1, 127), ["input"]), new("b", new Flatten(), ["a"])] },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public void Faults_name_their_node(string message, GraphNode[] nodes) =>
        Should.Throw<GraphException>(() => new NetworkGraph(Digits, Samples.Ten, nodes)).Message.ShouldContain(message);

    [Fact]
    public void All_faults_of_a_kind_are_told_at_once() =>
        Should.Throw<GraphException>(() =>
            new NetworkGraph(Digits, Samples.Ten, [new("a", new Flatten(), ["x"]), new("b", new Flatten(), ["y"])])).Faults.Count.ShouldBe(2);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"input":[1,8,8],"output":{"kind":"classes","size":10},"nodes":null}""")]
    [InlineData("""{"input":[1,8,8],"output":{"kind":"classes","size":10},"nodes":[null]}""")]
    [InlineData("""{"input":[1,8,8],"output":{"kind":"classes","size":10},"nodes":[{"id":"a","operation":{"op":"nonsense"},"inputs":["input"]}]}""")]
    [InlineData("""{"input":[1,8,8],"output":{"kind":"classes","size":10},"nodes":[{"id":"a","operation":null,"inputs":["input"]}]}""")]
    [InlineData("""{"input":[1,8,8],"output":{"kind":"classes","size":10},"nodes":[{"id":"a","operation":{"op":"flatten"},"inputs":[null]}]}""")]
    [InlineData("""{"input":[1,-8,8],"output":{"kind":"classes","size":1},"nodes":[{"id":"a","operation":{"op":"flatten"},"inputs":["input"]}]}""")]
    public void Texts_that_are_no_network_are_refused_with_a_reason(string json) =>
        Should.Throw<GraphException>(() => NetworkGraph.FromJson(json)).Message.ShouldNotBeEmpty();

    private static NetworkGraph Diamond()
    {
        var graph = new GraphBuilder(Digits, Samples.Ten);
        var a = graph.Add("a", new Conv2d(4, 3, Padding: 1), NetworkGraph.InputId);
        var b = graph.Add("b", new Conv2d(4, 1), NetworkGraph.InputId);
        graph.Add("head", new Linear(10), graph.Add("pool", new GlobalAveragePool(), graph.Add("join", new Concat(), a, b)));
        return graph.Build();
    }
}
