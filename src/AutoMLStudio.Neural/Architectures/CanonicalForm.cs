using System.Security.Cryptography;
using System.Text;
using AutoMLStudio.Neural.Architectures.Operations;

namespace AutoMLStudio.Neural.Architectures;

/// <summary>
/// The form in which networks that compute the same are one: names are gone, identities are bypassed, zeros are added to nothing, and inputs whose
/// order makes no difference have none.
/// </summary>
/// <remarks>
/// Nodes are coloured by what is before them, then again by what takes from them, until no more of them are told apart, as Weisfeiler and Leman
/// colour graphs [Weisfeiler1968]; the sorted colours are the form. The second way tells a value that is shared from two that are alike. Side by side
/// counts as symmetric: swapped channels are the same network with its weights permuted.
/// </remarks>
internal static class CanonicalForm
{
    private sealed record Node(string Label, bool Symmetric, IReadOnlyList<int> Inputs);

    public static string HashOf(NetworkGraph graph)
    {
        var nodes = Simplify(graph);
        var colours = nodes.Select(n => n.Label).ToArray();
        for (var kinds = 0; ;)
        {
            var after = After(nodes, Before(nodes, colours));
            var now = after.Distinct(StringComparer.Ordinal).Count();
            if (now <= kinds) return Digest(string.Join('\n', after.Order(StringComparer.Ordinal)));
            (kinds, colours) = (now, after);
        }
    }

    /// <summary>The nodes that count, the network's input first; those that nothing takes from any more are gone, except the last.</summary>
    private static List<Node> Simplify(NetworkGraph graph)
    {
        var nodes = new List<Node> { new($"input {graph.Input} {graph.Output}", false, []) };
        var places = new Dictionary<string, int?>(StringComparer.Ordinal) { [NetworkGraph.InputId] = 0 };
        foreach (var node in graph.Nodes.Where(graph.IsMain))
        {
            var inputs = node.Inputs.Select(i => places[i]).ToList();
            var isSum = node.Operation is Add;
            // Nothing from nothing, but of a convolution with a norm, which shifts; a sum leaves nothing out of account.
            if (node.Operation is Zero || (inputs.All(i => i is null) && KeepsNothing(node.Operation))) places[node.Id] = null;
            else if (node.Operation is Identity || (isSum && inputs.Count(i => i is not null) == 1))
                places[node.Id] = inputs.First(i => i is not null);
            else
            {
                var kept = isSum ? inputs.Where(i => i is not null) : inputs;
                places[node.Id] = nodes.Count;
                nodes.Add(new($"{NetworkGraph.Describe(node.Operation).ToJsonString()} {graph.Shapes[node.Id]}", node.Operation.IsSymmetric,
                    [.. kept.Select(i => i ?? -1)]));
            }
        }
        return Reachable(nodes, places[graph.Nodes[^1].Id] ?? 0);
    }

    private static bool KeepsNothing(Operation operation) => operation is Add or Identity or Zero or AveragePool or MaxPool or DropPath;

    private static List<Node> Reachable(List<Node> nodes, int last)
    {
        var keep = new HashSet<int>();
        var open = new Stack<int>([last, 0]);
        while (open.TryPop(out var at))
            if (at >= 0 && keep.Add(at))
                foreach (var input in nodes[at].Inputs) open.Push(input);
        var kept = keep.Order().ToList();
        var place = kept.Select((old, i) => (old, i)).Append((-1, -1)).ToDictionary(p => p.Item1, p => p.Item2);
        return [.. kept.Select(old => nodes[old] with { Inputs = [.. nodes[old].Inputs.Select(i => place[i])] })];
    }

    private static string[] Before(List<Node> nodes, string[] colours)
    {
        var result = new string[nodes.Count];
        for (var i = 0; i < result.Length; i++)
        {
            var inputs = nodes[i].Inputs.Select(p => p < 0 ? "nothing" : result[p]);
            result[i] = Digest(colours[i] + "\n" + string.Join('\n', nodes[i].Symmetric ? inputs.Order(StringComparer.Ordinal) : inputs));
        }
        return result;
    }

    private static string[] After(List<Node> nodes, string[] colours)
    {
        var takers = nodes.SelectMany((n, taker) => n.Inputs.Select((from, place) => (from, taker, place: n.Symmetric ? 0 : place)))
            .ToLookup(t => t.from);
        var result = new string[nodes.Count];
        for (var i = result.Length - 1; i >= 0; i--)
        {
            var taken = takers[i].Select(t => $"{t.place} {result[t.taker]}").Order(StringComparer.Ordinal);
            result[i] = Digest(colours[i] + "\n" + string.Join('\n', taken));
        }
        return result;
    }

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
