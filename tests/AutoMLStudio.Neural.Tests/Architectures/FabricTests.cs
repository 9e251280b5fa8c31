using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Fabric;
using AutoMLStudio.Neural.Architectures.Operations;
using AutoMLStudio.Neural.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Tests.Architectures;

public class FabricTests
{
    private static readonly NetworkTask Digits = new(new TensorShape(1, 28, 20), Samples.Ten, Samples.Plain(1));

    [Fact]
    public void A_fabric_is_a_grid_of_layers_and_scales_down_to_one_place()
    {
        var graph = Build(new FabricOptions(), "4 layers, 5 channels");
        var nodes = graph.Nodes.Where(n => n.Operation is FabricNode).ToList();
        // 28×20, 14×10, 7×5, 4×3, 2×2, 1×1.
        nodes.Count.ShouldBe(4 * 6);
        for (var layer = 1; layer <= 4; layer++)
            Enumerable.Range(1, 6).Select(s => $"{graph.Shapes[$"layer{layer}-scale{s}"]}")
                .ShouldBe(["5×28×20", "5×14×10", "5×7×5", "5×4×3", "5×2×2", "5×1×1"]);
    }

    [Fact]
    public void Nodes_take_from_the_three_scales_around_them_and_down_their_own_first_and_last_layer()
    {
        var graph = Build(new FabricOptions(), "3 layers, 4 channels");
        string[] From(string id) => [.. graph.Nodes.Single(n => n.Id == id).Inputs];
        From("layer1-scale1").ShouldBe(["scale"]);
        From("layer1-scale3").ShouldBe(["layer1-scale2"]);
        From("layer2-scale1").ShouldBe(["layer1-scale1", "layer1-scale2"]);
        From("layer2-scale3").ShouldBe(["layer1-scale2", "layer1-scale3", "layer1-scale4"]);
        From("layer3-scale3").ShouldBe(["layer2-scale2", "layer2-scale3", "layer2-scale4", "layer3-scale2"]);
    }

    /// <summary>Edges between columns: 3 a scale less 2 at the rims; in the first and the last column one a scale but the first; one from the image.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void A_fabric_has_the_weights_of_its_edges(int layers)
    {
        var (scales, channels) = (6, 3);
        var graph = Build(new FabricOptions { MinChannels = 1 }, $"{layers} layers, {channels} channels");
        var edges = (layers - 1) * (3 * scales - 2) + 2 * (scales - 1);
        graph.ParameterCount.ShouldBe(
            9 * channels + edges * 9 * channels * channels + layers * scales * 2 * channels + (channels + 1) * 10);
    }

    /// <summary>[Saxena2016] (§3.2): between the places 1/2 and 1/4, at them 1 blends linearly; ones at four neighbouring places repeat the nearest.</summary>
    [Fact]
    public void Doubling_can_repeat_places_and_blend_between_them()
    {
        using var scope = NewDisposeScope();
        var image = tensor(new float[] { 1, 3, 5, 9 }, [1, 1, 2, 2]);
        Run(image, 4, [0, 0, 0, 0, 1, 1, 0, 1, 1]).ShouldBe([1, 1, 3, 3, 1, 1, 3, 3, 5, 5, 9, 9, 5, 5, 9, 9]);
        Run(image, 3, [0.25f, 0.5f, 0.25f, 0.5f, 1, 0.5f, 0.25f, 0.5f, 0.25f]).ShouldBe([1, 2, 3, 3, 4.5f, 6, 5, 7, 9]);
    }

    [Fact]
    public void A_size_that_is_not_searched_is_no_decision_and_still_part_of_the_text()
    {
        var space = new FabricSpace(new FabricOptions { MinLayers = 8, MaxLayers = 8 });
        space.Flatten().Parameters.Select(p => p.Name).ShouldBe(["channels"]);
        space.WhyNotIn(new(FabricSpace.SpaceKey, "8 layers, 16 channels")).ShouldBeNull();
        space.WhyNotIn(new(FabricSpace.SpaceKey, "7 layers, 16 channels")).ShouldNotBeNull();
        Should.Throw<ArgumentException>(() => new FabricSpace(new FabricOptions { MinLayers = 4, MaxLayers = 4, MinChannels = 8, MaxChannels = 8 }))
            .Message.ShouldContain("nothing to search");
    }

    private static float[] Run(Tensor image, int size, float[] kernel)
    {
        var state = new NodeState([tensor(kernel, [1, 1, 3, 3])], Training: false, Generator: null);
        return new UpConv2d(1, size, size).Forward([image], state).contiguous().data<float>().ToArray();
    }

    private static NetworkGraph Build(FabricOptions options, string text) =>
        new FabricSpace(options).Build(new Architecture(FabricSpace.SpaceKey, text), Digits);
}
