using System.Text;
using AutoMLStudio.Neural.Architectures;

namespace AutoMLStudio.Neural.Drawing;

/// <summary>A sequence that follows itself several times, or a large part of the network such as a cell.</summary>
/// <param name="Id">No id of a node: it holds a colon.</param>
/// <param name="Name">From which part of the network to which, for example <c>layer2–layer5</c>; of one part its name.</param>
/// <param name="Count">How many times; 1 for one part.</param>
/// <param name="Pattern">The nodes of the first time.</param>
/// <param name="Members">The nodes of all times.</param>
internal sealed record Repeat(string Id, string Name, int Count, IReadOnlyList<GraphNode> Pattern, IReadOnlyList<GraphNode> Members)
{
    /// <summary>What kind of part it is, its width and what it is connected to aside: parts of one kind look alike from inside.</summary>
    public string Kind
    {
        get
        {
            var own = Pattern.Select(n => n.Id).ToHashSet(StringComparer.Ordinal);
            return string.Join('|', Pattern.Where(n => n.Inputs.All(own.Contains)).Select(n => Repeats.WithoutWidth(n.Operation.Label)));
        }
    }
}

/// <summary>
/// Finds what a drawing may fold: parts of a network (nodes that share what stands before the dot in their ids, with one input and one output) in a
/// row, alike in every operation and every shape, three times or more; and large parts with one output, whatever they take from, on their own.
/// </summary>
internal static class Repeats
{
    private const int Fewest = 3;
    private const int LongestPattern = 4;

    /// <summary>A part of as many nodes is worth a box of its own.</summary>
    private const int LargePart = 6;

    private sealed record Part(string Name, IReadOnlyList<GraphNode> Nodes, string? Entry, string? Exit);

    public static IReadOnlyList<Repeat> Of(NetworkGraph graph)
    {
        var takers = graph.Nodes.SelectMany(n => n.Inputs.Select(i => (From: i, To: n.Id))).ToLookup(l => l.From, l => l.To, StringComparer.Ordinal);
        var groups = graph.Nodes.GroupBy(n => n.Id.Split('.')[0], StringComparer.Ordinal).Select(g => (Name: g.Key, Nodes: g.ToList())).ToList();
        var parts = groups.SelectMany(g => Split(g.Name, g.Nodes, takers)).ToList();
        var runs = Chains(parts, takers).SelectMany(chain => Runs(graph, chain)).ToList();
        var taken = runs.SelectMany(r => r.Members).Select(n => n.Id).ToHashSet(StringComparer.Ordinal);
        var large = groups.Where(g => g.Nodes.Count >= LargePart && !g.Nodes.Exists(n => taken.Contains(n.Id)) && HasOneEnd(g.Nodes, takers));
        return [.. runs, .. large.Select(g => new Repeat($"repeat:{g.Name}", g.Name, 1, g.Nodes, g.Nodes))];
    }

    /// <summary>An operation's label without its number of channels and its step.</summary>
    public static string WithoutWidth(string label) =>
        string.Join(", ", label.Split(", ").Where(part => !part.All(char.IsAsciiDigit) && !part.StartsWith("stride ", StringComparison.Ordinal)));

    /// <summary>True when one node alone is taken from outside, and by none inside: then the part may stand as one box.</summary>
    private static bool HasOneEnd(List<GraphNode> nodes, ILookup<string, string> takers)
    {
        var own = nodes.Select(n => n.Id).ToHashSet(StringComparer.Ordinal);
        var ends = nodes.Where(n => !takers[n.Id].Any() || takers[n.Id].Any(t => !own.Contains(t))).ToList();
        return ends is [{ } end] && !takers[end.Id].Any(own.Contains);
    }

    private static IEnumerable<Part> Split(string name, List<GraphNode> nodes, ILookup<string, string> takers)
    {
        var whole = PartOf(name, nodes, takers);
        return whole is { Entry: not null, Exit: not null } || nodes.Count == 1 ? [whole] : nodes.Select(n => PartOf(n.Id, [n], takers));
    }

    private static Part PartOf(string name, IReadOnlyList<GraphNode> nodes, ILookup<string, string> takers)
    {
        var own = nodes.Select(n => n.Id).ToHashSet(StringComparer.Ordinal);
        var entries = nodes.SelectMany(n => n.Inputs).Where(i => !own.Contains(i)).Distinct(StringComparer.Ordinal).ToList();
        var exits = nodes.Where(n => takers[n.Id].All(t => !own.Contains(t)) || takers[n.Id].Any(t => !own.Contains(t))).ToList();
        return new(name, nodes, entries.Count == 1 ? entries[0] : null, exits.Count == 1 ? exits[0].Id : null);
    }

    /// <summary>Maximal sequences of parts, each of which alone takes what the one before gives.</summary>
    private static IEnumerable<List<Part>> Chains(List<Part> parts, ILookup<string, string> takers)
    {
        var partOf = parts.SelectMany(p => p.Nodes.Select(n => (n.Id, Part: p))).ToDictionary(p => p.Id, p => p.Part, StringComparer.Ordinal);
        Part? Next(Part part)
        {
            if (part.Exit is null) return null;
            var next = takers[part.Exit].Select(t => partOf[t]).Where(p => p != part).Distinct().ToList();
            return next is [{ } only] && only.Entry == part.Exit ? only : null;
        }
        var followers = parts.Select(Next).Where(p => p is not null).ToHashSet();
        foreach (var first in parts.Where(p => !followers.Contains(p)))
        {
            var chain = new List<Part>();
            for (var part = first; part is not null; part = Next(part)) chain.Add(part);
            yield return chain;
        }
    }

    private static IEnumerable<Repeat> Runs(NetworkGraph graph, List<Part> chain)
    {
        var signatures = chain.Select(p => Signature(graph, p)).ToList();
        for (var at = 0; at < chain.Count;)
        {
            var (pattern, count) = (1, 1);
            for (var length = 1; length <= LongestPattern; length++)
            {
                var times = Times(signatures, at, length);
                if (times >= Fewest && length * times > pattern * count) (pattern, count) = (length, times);
            }
            if (count >= Fewest)
            {
                var members = chain.GetRange(at, pattern * count);
                yield return new($"repeat:{chain[at].Name}", $"{members[0].Name}–{members[^1].Name}", count,
                    [.. members.Take(pattern).SelectMany(p => p.Nodes)], [.. members.SelectMany(p => p.Nodes)]);
            }
            at += pattern * count;
        }
    }

    private static int Times(List<string> signatures, int at, int length)
    {
        var times = 1;
        while (at + (times + 1) * length <= signatures.Count
            && Enumerable.Range(at, length).All(i => signatures[i] == signatures[i + times * length])) times++;
        return times;
    }

    /// <summary>Equal for parts that do the same to inputs of the same shape.</summary>
    private static string Signature(NetworkGraph graph, Part part)
    {
        var text = new StringBuilder();
        var places = part.Nodes.Select((n, i) => (n.Id, i)).ToDictionary(p => p.Id, p => p.i, StringComparer.Ordinal);
        foreach (var node in part.Nodes)
        {
            text.Append(NetworkGraph.Describe(node.Operation).ToJsonString());
            foreach (var input in node.Inputs) text.Append(places.TryGetValue(input, out var place) ? $" {place}" : $" ({graph.Shapes[input]})");
            text.Append(" -> ").Append(graph.Shapes[node.Id]).Append('\n');
        }
        return text.ToString();
    }
}
