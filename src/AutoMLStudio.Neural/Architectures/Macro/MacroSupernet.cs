using AutoMLStudio.Neural.Architectures.Blocks;
using AutoMLStudio.Neural.Architectures.Operations;
using AutoMLStudio.Neural.Supernets;

namespace AutoMLStudio.Neural.Architectures.Macro;

/// <summary>
/// All networks of the space in one: a mixture of the operations in each layer, and each earlier layer beside it or not. A slot a layer for its
/// operation, then one for each earlier layer.
/// </summary>
/// <remarks>
/// [Pham2018] add the layers chosen up while they search and put them side by side in the end; here a layer that was drawn computes what it does in
/// the network trained in the end. Norms scale and shift whatever the search asks for.
/// </remarks>
internal static class MacroSupernet
{
    /// <summary>Group of the slots that hold operations.</summary>
    public const string Layers = "layers";

    /// <summary>Group of the slots that hold connections.</summary>
    public const string Skips = "skips";

    private static readonly string[] Connection = ["none", "skip"];

    /// <summary>The network.</summary>
    public static SupernetPlan Build(IReadOnlyList<string> operations, MacroOptions options, NetworkTask task)
    {
        var (slots, places) = (new List<Slot>(), new Dictionary<string, IReadOnlyList<int>>(StringComparer.Ordinal));
        var graph = MacroNetwork.Build(options, task, (graph, at) =>
        {
            var mixture = new Mixture([.. operations.Select(o => MacroNetwork.Make(o, at.Channels, at.Form))]);
            var x = graph.Add($"{at.Id}.op", mixture, at.Input);
            places[x] = [slots.Count];
            slots.Add(new(Layers, at.Id, operations));
            if (at.Earlier.Count == 0) return x;
            var beside = graph.Add($"{at.Id}.out", new Beside(at.Channels), [.. at.Earlier, x]);
            places[beside] = [.. Enumerable.Range(slots.Count, at.Earlier.Count)];
            slots.AddRange(at.Earlier.Select((_, j) => new Slot(Skips, $"{j + 1}→{at.Number}", Connection, j + 1, at.Number)));
            return beside;
        });
        return new(graph, slots, places);
    }
}
