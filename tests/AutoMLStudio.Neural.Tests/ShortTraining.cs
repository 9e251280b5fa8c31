using AutoMLStudio.Neural.Architectures.Operations;
using AutoMLStudio.Neural.Networks;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Tests;

/// <summary>Training as short as can be.</summary>
internal static class ShortTraining
{
    /// <summary>A few steps, so that statistics and weights are none of those that networks start with. Compares shapes on the way.</summary>
    public static void Steps(Network network, ulong seed)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(seed);
        var tokens = network.Graph.Nodes.Select(n => n.Operation).OfType<Embedding>().FirstOrDefault()?.Tokens;
        for (var i = 0; i < 3; i++)
        {
            var shape = network.Graph.Input.Batched(4);
            var batch = tokens is { } count ? randint(0, count, shape, generator: generator).to(ScalarType.Float32)
                : randn(shape, generator: generator).mul_(2).add_(0.5);
            var ends = new List<Tensor>();
            ends.Add(network.Forward(batch, training: true, generator, ends));
            foreach (var end in ends)
            {
                end.shape.ShouldBe(network.Graph.Output.ShapeFor(network.Graph.Input).Batched(4));
                end.square().mean().backward(retain_graph: true);
            }
            using var frozen = no_grad();
            network.Parameters.sub_(network.Gradients.clamp(-1, 1).mul_(0.01));
            network.Gradients.zero_();
        }
    }
}
