using System.Text.Json.Nodes;
using AutoMLStudio.Core.Options;
using AutoMLStudio.Neural.Architectures;

namespace AutoMLStudio.Neural.Drawing;

/// <summary>One box of a drawing: an operation, a folded sequence, or where the network begins or ends.</summary>
internal sealed record Figure(
    string Id, string Op, string Label, string? Detail, string Family, IReadOnlyList<string> Inputs, TensorShape Shape,
    IReadOnlyList<TensorShape> InputShapes, OperationCost Cost, JsonObject Attributes, Repeat? Repeat, bool IsFolded)
{
    /// <summary>True for what is drawn directly below the operation that it follows: what has no life of its own.</summary>
    public bool IsLight => Family is "normalization" or "activation" or "regularization";
}

/// <summary>From a network to the boxes of its drawing.</summary>
internal static class Figures
{
    /// <summary>Id of the box that the network ends in; no node's.</summary>
    public const string OutputId = "$output";

    /// <summary>Longer lists of numbers are told by their length.</summary>
    private const int LongestList = 8;

    /// <param name="graph">The network.</param>
    /// <param name="repeats">Its repeated sequences.</param>
    /// <param name="isFolded">Which of them are one box.</param>
    /// <returns>Each box after those that it takes from.</returns>
    public static IReadOnlyList<Figure> Of(NetworkGraph graph, IReadOnlyList<Repeat> repeats, Func<Repeat, bool> isFolded)
    {
        var repeatOf = repeats.SelectMany(r => r.Members.Select(n => (n.Id, Repeat: r))).ToDictionary(m => m.Id, m => m.Repeat, StringComparer.Ordinal);
        string Box(string id) => repeatOf.TryGetValue(id, out var repeat) && isFolded(repeat) ? repeat.Id : id;
        var figures = new List<Figure> { Begin(graph) };
        var folded = new HashSet<Repeat>();
        foreach (var node in graph.Nodes)
        {
            var repeat = repeatOf.GetValueOrDefault(node.Id);
            if (repeat is null || !isFolded(repeat)) figures.Add(Of(graph, node, [.. node.Inputs.Select(Box).Distinct()], repeat));
            else if (folded.Add(repeat)) figures.Add(Fold(graph, repeat, Box(repeat.Pattern.SelectMany(n => n.Inputs).First(i => Box(i) != repeat.Id))));
        }
        figures.Add(End(graph, Box(graph.Nodes[^1].Id)));
        return figures;
    }

    private static Figure Of(NetworkGraph graph, GraphNode node, IReadOnlyList<string> inputs, Repeat? repeat)
    {
        var attributes = NetworkGraph.Describe(node.Operation);
        var op = attributes["op"]!.GetValue<string>();
        attributes.Remove("op");
        foreach (var (name, list) in attributes.Where(a => a.Value is JsonArray { Count: > LongestList }).ToList())
            attributes[name] = $"{list!.AsArray().Count} numbers";
        return new(node.Id, op, node.Operation.Label, null, OptionsSchema.SnakeCase($"{node.Operation.Family}"), inputs, graph.Shapes[node.Id],
            graph.InputsOf(node), graph.CostOf(node), attributes, repeat, IsFolded: false);
    }

    private static Figure Fold(NetworkGraph graph, Repeat repeat, string input)
    {
        var own = repeat.Members.Select(n => n.Id).ToHashSet(StringComparer.Ordinal);
        var exit = repeat.Members.Last(n => graph.Nodes.All(t => !t.Inputs.Contains(n.Id) || !own.Contains(t.Id)));
        var source = repeat.Pattern.SelectMany(n => n.Inputs).First(i => !own.Contains(i));
        return new(repeat.Id, "repeat", $"{repeat.Count} × {repeat.Name}", string.Join(" · ", repeat.Pattern.Select(n => n.Operation.Label)), "repeat",
            [input], graph.Shapes[exit.Id], [graph.Shapes[source]], repeat.Members.Select(graph.CostOf).Aggregate((a, b) => a + b),
            new JsonObject { ["times"] = repeat.Count, ["operations"] = repeat.Members.Count }, repeat, IsFolded: true);
    }

    private static Figure Begin(NetworkGraph graph) => new(
        NetworkGraph.InputId, "input", $"input {graph.Input}", null, "input", [], graph.Input, [], new(0, 0, graph.Input.Elements), [], null, false);

    private static Figure End(NetworkGraph graph, string input)
    {
        var (kind, size) = graph.Output;
        var label = kind == OutputKind.Values && size == 1 ? "value" : graph.Output.Words;
        var shape = graph.Shapes[graph.Nodes[^1].Id];
        return new(OutputId, "output", label, null, "output", [input], shape, [shape], new(0, 0, 0), [], null, false);
    }
}
