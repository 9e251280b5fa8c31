using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Chain;
using AutoMLStudio.Neural.Architectures.Operations;
using AutoMLStudio.Neural.Drawing;
using FsCheck.Xunit;

namespace AutoMLStudio.Neural.Tests.Drawing;

public class NetworkDrawingTests
{
    [Fact]
    public void Norm_and_activation_share_a_card_with_what_they_follow()
    {
        var drawing = NetworkDrawing.Of(Chain(2, skip: false), new(FlowDirection.Down));
        drawing.Cards.Select(c => string.Join(' ', c.Nodes)).ShouldBe(
            ["input scale", "layer1.conv layer1.norm layer1.activate", "layer2.conv layer2.norm layer2.activate", "pool", "head", "$output"]);
        var (conv, norm) = (Node(drawing, "layer1.conv"), Node(drawing, "layer1.norm"));
        norm.Y.ShouldBe(conv.Y + conv.Height);
        drawing.Edges.Count.ShouldBe(5);
    }

    [Fact]
    public void An_operation_whose_output_is_taken_twice_keeps_its_own_card_end()
    {
        var drawing = NetworkDrawing.Of(Chain(1, skip: true, channels: 8), new(FlowDirection.Down));
        // The activation follows the sum; the sum takes from the norm and, round the layer, from the input.
        drawing.Cards.Select(c => string.Join(' ', c.Nodes)).ShouldBe(
            ["input scale", "layer1.conv layer1.norm", "layer1.add layer1.activate", "pool", "head", "$output"]);
        drawing.Edges.Select(e => $"{e.From}>{e.To}").ShouldContain("scale>layer1.add");
    }

    [Fact]
    public void Equal_layers_in_a_row_fold_into_one_box_with_their_sums()
    {
        var graph = Chain(6, skip: false, channels: 8);
        var folded = NetworkDrawing.Of(graph, new(FlowDirection.Down, Unfolded: new HashSet<string>()));
        var repeat = folded.Repeats.ShouldHaveSingleItem();
        (repeat.Count, repeat.Folded, repeat.Box).ShouldBe((6, true, null));
        var box = folded.Nodes.Single(n => n.Op == "repeat");
        box.Label.ShouldBe("6 × layer1–layer6");
        box.Detail.ShouldBe("conv 3×3, 8 · batch norm · relu");
        // Each layer: 8·8·3·3 weights, and a scale and a shift for each of 8 channels.
        box.Parameters.ShouldBe(6 * (576 + 16));
        box.Inputs.ShouldBe(["scale"]);
        Node(folded, "pool").Inputs.ShouldBe([box.Id]);

        var open = NetworkDrawing.Of(graph, new(FlowDirection.Down, Unfolded: new HashSet<string> { repeat.Id }));
        open.Nodes.Count.ShouldBe(graph.Nodes.Count + 2);
        var frame = open.Repeats.Single().Box!;
        open.Nodes.Where(n => n.Repeat == repeat.Id).ShouldAllBe(n => n.X > frame[0] && n.X + n.Width < frame[0] + frame[2] && n.Y > frame[1]);
    }

    [Fact]
    public void Layers_that_differ_in_shape_are_not_folded() =>
        NetworkDrawing.Of(Chain(3, skip: false, channels: 4), new(Unfolded: new HashSet<string>())).Repeats.ShouldBeEmpty();

    [Fact]
    public void A_drawing_runs_the_way_that_shows_it_larger()
    {
        var graph = Chain(4, skip: false);
        NetworkDrawing.Of(graph, new(Aspect: 5)).Direction.ShouldBe(FlowDirection.Right);
        NetworkDrawing.Of(graph, new(Aspect: 0.3)).Direction.ShouldBe(FlowDirection.Down);
    }

    [Fact]
    public void A_box_tells_attributes_shapes_and_cost()
    {
        var node = Node(NetworkDrawing.Of(Chain(1, skip: false)), "layer1.conv");
        (node.Op, node.Family, node.Label).ShouldBe(("conv2d", "convolution", "conv 3×3, 8, stride 2"));
        node.Attributes["kernel"]!.GetValue<int>().ShouldBe(3);
        // 6×6 places, each of 8 channels sums 3·3 products of 1 channel.
        (node.Parameters, node.MultiplyAdds).ShouldBe((72, 6 * 6 * 8 * 9));
        node.InputShapes.Single().ShouldBe(new TensorShape(1, 12, 12));
        node.Shape.ShouldBe(new TensorShape(8, 6, 6));
    }

    [Property(MaxTest = 40)]
    public void Every_network_of_the_chain_space_is_drawn_whole_and_without_overlap(ulong seed, bool images, bool right, bool open)
    {
        var kind = images ? NetworkKind.Cnn : NetworkKind.Mlp;
        var space = Samples.Space(seed, kind);
        var graph = space.Build(space.Sample(Rng.For(seed)), Samples.Task(seed, images));
        var options = new DrawingOptions(right ? FlowDirection.Right : FlowDirection.Down, 1, new HashSet<string>(open ? [NetworkDrawing.All] : []));
        var drawing = NetworkDrawing.Of(graph, options);
        drawing.Nodes.Sum(n => n.Op == "repeat" ? n.Attributes["operations"]!.GetValue<int>() : 1).ShouldBe(graph.Nodes.Count + 2);
        drawing.Nodes.Sum(n => n.Parameters).ShouldBe(graph.ParameterCount);
        drawing.Nodes.Sum(n => n.MultiplyAdds).ShouldBe(graph.MultiplyAdds);
        foreach (var (a, i) in drawing.Cards.Select((c, i) => (c, i)))
            foreach (var b in drawing.Cards.Take(i))
                (a.X < b.X + b.Width && b.X < a.X + a.Width && a.Y < b.Y + b.Height && b.Y < a.Y + a.Height).ShouldBeFalse();
        foreach (var card in drawing.Cards)
            (card.X >= 0 && card.Y >= 0 && card.X + card.Width <= drawing.Width && card.Y + card.Height <= drawing.Height).ShouldBeTrue();
    }

    internal static NetworkGraph Chain(int layers, bool skip, int channels = 1)
    {
        var genotype = new ChainGenotype(NetworkKind.Cnn, [.. Enumerable.Repeat(new ChainLayer(8, 3, Activation.Relu, skip), layers)]);
        var side = 12;
        // Too small to be halved, so that layers keep their shape.
        if (channels == 8) side = 6;
        return ChainNetwork.Build(genotype, new NetworkTask(new TensorShape(channels, side, side), Samples.Ten, Samples.Plain(channels)));
    }

    private static DrawnNode Node(DrawnNetwork drawing, string id) => drawing.Nodes.Single(n => n.Id == id);
}
