using AutoMLStudio.Neural.Networks;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Tests.Supernets;

/// <summary>
/// The numbers of a network by node and name, as they lie in its flat tensors: what tests copy from a network under search to a settled one.
/// </summary>
internal static class RawWeights
{
    /// <summary>Where a network's weights start: at multiples of so many numbers.</summary>
    private const long Alignment = 16;

    /// <summary>
    /// Views of the numbers, [outputs, rest], of kernels the rest in the order height, width, inputs; they belong to the current scope.
    /// </summary>
    public static Dictionary<(string Node, string Weight), Tensor> Of(Network network)
    {
        var views = new Dictionary<(string, string), Tensor>();
        var (trained, collected) = (0L, 0L);
        foreach (var node in network.Graph.Nodes)
        {
            foreach (var spec in node.Operation.Weights(network.Graph.InputsOf(node)))
            {
                ref var at = ref spec.Trained ? ref trained : ref collected;
                views[(node.Id, spec.Name)] = (spec.Trained ? network.Parameters : network.Statistics).narrow(0, at, spec.Shape.Elements)
                    .view(spec.Shape.Sizes[0], -1);
                at += (spec.Shape.Elements + Alignment - 1) / Alignment * Alignment;
            }
        }
        trained.ShouldBe(network.Parameters.numel());
        collected.ShouldBe(network.Statistics.numel());
        return views;
    }

    /// <summary>The largest difference of two outputs.</summary>
    public static float Difference(Tensor a, Tensor b) => (a - b).abs().max().item<float>();
}
