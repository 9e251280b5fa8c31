using AutoMLStudio.Neural.Architectures.Operations;

namespace AutoMLStudio.Neural.Architectures.Recurrent;

/// <summary>A recurrent cell.</summary>
/// <param name="Nodes">Its nodes; each takes from an earlier one, 0 is the first state.</param>
/// <param name="Output">The nodes whose mean is the new state, from 1.</param>
public sealed record RecurrentGenotype(IReadOnlyList<RecurrentNode> Nodes, IReadOnlyList<int> Output)
{
    /// <summary>The nodes that no other takes.</summary>
    public static IReadOnlyList<int> LooseEnds(IReadOnlyList<RecurrentNode> nodes) =>
        [.. Enumerable.Range(1, nodes.Count).Except(nodes.Select(n => n.From))];

    /// <summary>The text in which cells are published: <c>Genotype(recurrent=[('relu', 0), …], concat=[1, …])</c>.</summary>
    public string ToText() =>
        $"Genotype({GenotypeText.Pairs("recurrent", Nodes.Select(n => (Names.Of(n.Function), n.From)))}, {GenotypeText.Numbers("concat", Output)})";

    /// <summary>Reads such a text in any layout; null when it is none.</summary>
    public static RecurrentGenotype? FromText(string text)
    {
        if (GenotypeText.Parse(text) is not { } lists || lists.Pairs.Count != 1 || lists.Numbers.Count != 1
            || !lists.Pairs.TryGetValue("recurrent", out var pairs) || !lists.Numbers.TryGetValue("concat", out var output)) return null;
        var functions = pairs.Select(p => Names.Parse<CellFunction>(p.Name)).ToList();
        if (pairs.Count == 0 || functions.Contains(null) || pairs.Where((p, i) => p.From > i).Any()) return null;
        if (output.Count == 0 || output.Any(o => o < 1 || o > pairs.Count)) return null;
        return new([.. pairs.Select((p, i) => new RecurrentNode(functions[i]!.Value, p.From))], output);
    }

    /// <summary>
    /// The network: vectors of the tokens, the signal or an image's rows, the recurrent layer, and a linear one at its last place or, for tokens, at
    /// all.
    /// </summary>
    /// <exception cref="GraphException">The data are rows of a table.</exception>
    public NetworkGraph Build(int features, NetworkTask task) => Around(new RecurrentCell(features, Nodes, Output), features, task);

    /// <summary>That network around any recurrent layer, which is its node <c>cell</c>.</summary>
    internal static NetworkGraph Around(Operation cell, int features, NetworkTask task)
    {
        var graph = new GraphBuilder(task.Input, task.Output);
        var x = graph.Add("cell", cell, TaskEntry.Signal(graph, task, features));
        if (task.Output.Kind != OutputKind.Tokens) x = graph.Add("last", new LastPlace(), x);
        return TaskEntry.End(graph, task, x);
    }
}
