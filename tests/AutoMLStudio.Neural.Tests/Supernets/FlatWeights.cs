using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Networks;
using static TorchSharp.torch;

namespace AutoMLStudio.Neural.Tests.Supernets;

/// <summary>Where the trained numbers of a network lie, found out a second time: parts of 64 bytes, one after another.</summary>
internal sealed class FlatWeights
{
    private const long Alignment = 16;

    private readonly Dictionary<string, (long Offset, WeightSpec Spec)> _places = new(StringComparer.Ordinal);

    public FlatWeights(Network network)
    {
        Network = network;
        var offset = 0L;
        foreach (var node in network.Graph.Nodes)
        {
            foreach (var spec in node.Operation.Weights(network.Graph.InputsOf(node)).Where(s => s.Trained))
            {
                _places[$"{node.Id}/{spec.Name}"] = (offset, spec);
                offset += (spec.Shape.Elements + Alignment - 1) / Alignment * Alignment;
            }
        }
    }

    public Network Network { get; }

    /// <summary>Names: the node's, a stroke, the weight's.</summary>
    public IEnumerable<string> Names => _places.Keys;

    /// <summary>A view of a weight, a matrix of a row an output.</summary>
    public Tensor this[string name]
    {
        get
        {
            var (offset, spec) = _places[name];
            return Network.Parameters.narrow(0, offset, spec.Shape.Elements).view(spec.Shape.Sizes[0], -1);
        }
    }
}
