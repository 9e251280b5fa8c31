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
        foreach (var node in graph.Nodes)
        {
            var repeat = repeatOf.GetValueOrDefault(node.Id);
            if (repeat is null || !isFolded(repeat)) figures.Add(Of(graph, node, [.. node.Inputs.Select(Box).Distinct()], repeat));
            // Its last node comes after all that it takes from.
            else if (node == repeat.Members[^1])
                figures.Add(Fold(graph, repeat, [.. repeat.Members.SelectMany(n => n.Inputs).Select(Box).Where(b => b != repeat.Id).Distinct()]));
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

    private static Figure Fold(NetworkGraph graph, Repeat repeat, IReadOnlyList<string> inputs)
    {
        var own = repeat.Members.Select(n => n.Id).ToHashSet(StringComparer.Ordinal);
        var exit = repeat.Members.Last(n => graph.Nodes.All(t => !t.Inputs.Contains(n.Id) || !own.Contains(t.Id)));
        var sources = repeat.Pattern.SelectMany(n => n.Inputs).Where(i => !own.Contains(i)).Distinct().Select(i => graph.Shapes[i]);
        var shape = graph.Shapes[exit.Id];
        var (label, detail) = repeat.Count > 1
            ? ($"{repeat.Count} × {repeat.Name}", string.Join(" · ", repeat.Pattern.Select(n => n.Operation.Label)))
            : ($"{repeat.Name}, {shape.Channels} {(shape.IsImage ? "channels" : "features")}", Summary(repeat));
        var cost = repeat.Members.Select(graph.CostOf).Aggregate((a, b) => a + b);
        return new(repeat.Id, "repeat", label, detail, "repeat", inputs, shape, [.. sources], cost,
            new JsonObject { ["times"] = repeat.Count, ["operations"] = repeat.Members.Count }, repeat, IsFolded: true);
    }

    /// <summary>What a part computes: how often which operation, the most frequent first; merging and fitting of its inputs aside.</summary>
    private static string Summary(Repeat repeat)
    {
        var own = repeat.Members.Select(n => n.Id).ToHashSet(StringComparer.Ordinal);
        return string.Join(" · ", repeat.Members
            .Where(n => n.Operation.Family is not (OperationFamily.Merging or OperationFamily.Regularization) && n.Inputs.Any(own.Contains))
            .CountBy(n => Repeats.WithoutWidth(n.Operation.Label)).OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal)
            .Select(c => $"{c.Value} {c.Key}"));
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
