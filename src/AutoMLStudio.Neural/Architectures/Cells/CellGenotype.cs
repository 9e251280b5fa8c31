namespace AutoMLStudio.Neural.Architectures.Cells;

/// <summary>An edge of a cell: an operation on an earlier state.</summary>
/// <param name="Operation">Name of the operation, for example <c>sep_conv_3x3</c>.</param>
/// <param name="From">The state: 0 and 1 are what the last two cells gave, 2 is the first node.</param>
public sealed record CellEdge(string Operation, int From);

/// <summary>A cell: nodes that add two edges each.</summary>
/// <param name="Edges">Two for each node, from the first node on.</param>
/// <param name="Output">The states that stand side by side in the cell's output.</param>
public sealed record CellPlan(IReadOnlyList<CellEdge> Edges, IReadOnlyList<int> Output)
{
    /// <summary>Number of nodes.</summary>
    public int Nodes => Edges.Count / 2;

    /// <summary>The states that no node takes: what [Zoph2018] put side by side.</summary>
    public IReadOnlyList<int> Unused => [.. Enumerable.Range(2, Nodes).Except(Edges.Select(e => e.From))];
}

/// <summary>A network of cells.</summary>
/// <param name="Normal">The cell that keeps the image's size.</param>
/// <param name="Reduce">The cell that halves it; null where there is none, as over rows.</param>
public sealed record CellGenotype(CellPlan Normal, CellPlan? Reduce)
{
    /// <summary>The text in which cells are published: <c>Genotype(normal=[('sep_conv_3x3', 1), …], normal_concat=[2, 3], reduce=…)</c>.</summary>
    public string ToText()
    {
        var normal = Text("normal", Normal);
        return $"Genotype({(Reduce is null ? normal : $"{normal}, {Text("reduce", Reduce)}")})";
    }

    /// <summary>Reads such a text in any layout; null when it is none.</summary>
    public static CellGenotype? FromText(string text)
    {
        if (GenotypeText.Parse(text) is not { } lists) return null;
        CellPlan? Plan(string name) => lists.Pairs.TryGetValue(name, out var pairs) && lists.Numbers.TryGetValue($"{name}_concat", out var concat)
            ? new([.. pairs.Select(p => new CellEdge(p.Name, p.From))], concat) : null;
        bool Fits(CellPlan? plan) => plan is not null && plan.Edges.Count is > 0 and <= 64 && plan.Edges.Count % 2 == 0 && plan.Output.Count > 0
            && plan.Edges.Select((e, i) => e.From < 2 + i / 2).All(earlier => earlier) && plan.Output.All(o => o < 2 + plan.Nodes);
        var (normal, reduce) = (Plan("normal"), Plan("reduce"));
        var known = 2 + (reduce is null ? 0 : 2);
        return Fits(normal) && (reduce is null || Fits(reduce)) && lists.Pairs.Count + lists.Numbers.Count == known ? new(normal!, reduce) : null;
    }

    private static string Text(string name, CellPlan plan) =>
        $"{GenotypeText.Pairs(name, plan.Edges.Select(e => (e.Operation, e.From)))}, {GenotypeText.Numbers($"{name}_concat", plan.Output)}";
}
