using System.Text.RegularExpressions;

namespace AutoMLStudio.Neural.Architectures;

/// <summary>The checked form of a network: nodes in their canonical order, and the shape of each.</summary>
internal sealed partial record GraphPlan(IReadOnlyList<GraphNode> Nodes, IReadOnlyDictionary<string, TensorShape> Shapes)
{
    /// <summary>More numbers than this in one value are refused: no machine trains that, and products of sizes stay far from overflow.</summary>
    private const long MaximumElements = 1L << 31;

    private const int MaximumNodes = 10_000;

    public static GraphPlan Of(TensorShape input, NetworkOutput output, IReadOnlyList<GraphNode> nodes)
    {
        Refuse(FrameFaults(input, output, nodes));
        Refuse(LinkFaults(nodes));
        var order = Sort(nodes);
        if (order.Count < nodes.Count)
            Refuse([$"The nodes {List(nodes.Except(order))} take from each other in a circle."]);
        var shapes = Infer(input, order);
        var taken = nodes.SelectMany(n => n.Inputs).ToHashSet(StringComparer.Ordinal);
        var ends = nodes.Where(n => !taken.Contains(n.Id)).ToList();
        var main = ends.Where(n => !n.Operation.IsAuxiliary).ToList();
        if (main.Count != 1) Refuse([$"The nodes {List(ends)} all end the network; exactly one node may be taken by no other."]);
        Refuse(nodes.Where(n => n.Operation.IsAuxiliary && taken.Contains(n.Id))
            .Select(n => $"Node '{n.Id}' ({n.Operation.Label}) is taken by others; it can only end the network."));
        Refuse(ends.Where(e => !shapes[e.Id].Equals(output.ShapeFor(input)))
            .Select(e => $"Node '{e.Id}' gives {shapes[e.Id]} as the network's output; {output.Words} are expected."));
        return new GraphPlan(order, shapes);
    }

    private static IEnumerable<string> FrameFaults(TensorShape input, NetworkOutput output, IReadOnlyList<GraphNode> nodes)
    {
        if (input.Sizes.Count is not (1 or 2 or 3) || input.Sizes.Any(s => s < 1))
            yield return $"The input is {input}: [features], [channels, length] or [channels, height, width] is expected, each at least 1.";
        var least = output.Kind == OutputKind.Values ? 1 : 2;
        if (output.Size < least) yield return $"The output has size {output.Size}: at least {least} is expected.";
        if (nodes.Count is 0 or > MaximumNodes) yield return $"The network has {nodes.Count} nodes: 1 to {MaximumNodes} are expected.";
        foreach (var id in nodes.Select(n => n.Id).Where(id => !IdPattern().IsMatch(id) || id == NetworkGraph.InputId))
            yield return $"Node '{id}': an id of 1 to 64 letters, digits, '_', '.' or '-' other than '{NetworkGraph.InputId}' is expected.";
        foreach (var group in nodes.GroupBy(n => n.Id, StringComparer.Ordinal).Where(g => g.Count() > 1))
            yield return $"Node '{group.Key}' stands {group.Count()} times.";
    }

    private static IEnumerable<string> LinkFaults(IReadOnlyList<GraphNode> nodes)
    {
        var ids = nodes.Select(n => n.Id).Append(NetworkGraph.InputId).ToHashSet(StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            foreach (var unknown in node.Inputs.Where(i => !ids.Contains(i)))
                yield return $"Node '{node.Id}' takes from '{unknown}', which is no node.";
            var (least, most) = (node.Operation.MinimumInputs, node.Operation.MaximumInputs);
            if (node.Inputs.Count < least || node.Inputs.Count > most)
                yield return $"Node '{node.Id}' ({node.Operation.Label}) has {node.Inputs.Count} inputs: "
                    + (least == most ? $"{least} expected." : $"at least {least} expected.");
        }
    }

    /// <summary>
    /// Kahn's algorithm; among nodes that are ready the smallest id comes first, which makes the order canonical. What only leads to a second end
    /// comes before all else that is ready, so that the output is last, and stays where it is when the output is followed by one more node.
    /// </summary>
    private static List<GraphNode> Sort(IReadOnlyList<GraphNode> nodes)
    {
        var main = Main(nodes);
        var byId = nodes.ToDictionary(n => n.Id, StringComparer.Ordinal);
        var open = nodes.ToDictionary(n => n.Id, n => n.Inputs.Count(i => i != NetworkGraph.InputId), StringComparer.Ordinal);
        var takers = nodes.SelectMany(n => n.Inputs.Select(i => (From: i, To: n.Id))).ToLookup(l => l.From, l => l.To, StringComparer.Ordinal);
        var ready = new SortedSet<string>(open.Where(o => o.Value == 0).Select(o => o.Key), Comparer<string>.Create((a, b) =>
            main.Contains(a) == main.Contains(b) ? string.CompareOrdinal(a, b) : main.Contains(a) ? 1 : -1));
        var order = new List<GraphNode>(nodes.Count);
        while (ready.Min is { } id)
        {
            ready.Remove(id);
            order.Add(byId[id]);
            foreach (var taker in takers[id])
                if (--open[taker] == 0) ready.Add(taker);
        }
        return order;
    }

    /// <summary>Ids of the nodes from which the output can be reached: all but what ends in a second one.</summary>
    internal static HashSet<string> Main(IReadOnlyList<GraphNode> nodes)
    {
        var byId = nodes.ToDictionary(n => n.Id, StringComparer.Ordinal);
        var taken = nodes.SelectMany(n => n.Inputs).ToHashSet(StringComparer.Ordinal);
        var found = new HashSet<string>(StringComparer.Ordinal);
        // Nodes in a circle have no end: they are found from wherever they lead to, and are refused afterwards.
        var open = new Stack<string>(nodes.Where(n => !n.Operation.IsAuxiliary && !taken.Contains(n.Id)).Select(n => n.Id));
        while (open.TryPop(out var id))
        {
            if (!found.Add(id)) continue;
            foreach (var input in byId[id].Inputs.Where(byId.ContainsKey)) open.Push(input);
        }
        return found;
    }

    private static Dictionary<string, TensorShape> Infer(TensorShape input, List<GraphNode> order)
    {
        var shapes = new Dictionary<string, TensorShape>(StringComparer.Ordinal) { [NetworkGraph.InputId] = input };
        foreach (var node in order)
        {
            try
            {
                var shape = node.Operation.Infer([.. node.Inputs.Select(i => shapes[i])]);
                if (shape.Elements > MaximumElements) throw new ShapeException($"its output {shape} is too large.");
                shapes[node.Id] = shape;
            }
            catch (Exception exception) when (exception is ShapeException or OverflowException)
            {
                Refuse([$"Node '{node.Id}' ({node.Operation.Label}): {exception.Message}"]);
            }
        }
        return shapes;
    }

    private static void Refuse(IEnumerable<string> faults)
    {
        var list = faults.ToList();
        if (list.Count > 0) throw new GraphException(list);
    }

    private static string List(IEnumerable<GraphNode> nodes) => string.Join(", ", nodes.Select(n => $"'{n.Id}'"));

    [GeneratedRegex("^[A-Za-z0-9_.-]{1,64}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IdPattern();
}
