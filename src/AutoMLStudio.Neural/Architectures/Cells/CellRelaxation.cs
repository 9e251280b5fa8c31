using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Neural.Supernets;

namespace AutoMLStudio.Neural.Architectures.Cells;

/// <summary>
/// All cells of a space in one network [Liu2019]. Slots are the edges of the normal cell and of the reduction cell, which all cells of a kind share: by
/// kind, then node, then side, then the state that the edge leaves from. Searches by weights have nothing as a candidate too, and one edge between two
/// states. Where a node may take a state twice [Zoph2018], searches by paths have two edges, one for each of the node's operations, with weights of
/// their own as in [Pham2018]; nodes that another takes then stand as zeros in the output, so that a path computes what its architecture's network does.
/// </summary>
internal sealed class CellRelaxation(CellSpace space, CellOptions options)
{
    private const string Second = ", second";

    private bool IsDense => options.Operations == OperationSet.Dense;

    /// <summary>Two different states a node, in no order.</summary>
    private bool TakesPairs => CellSpace.TakesPairs(options);

    /// <summary>The network.</summary>
    public SupernetPlan Relax(NetworkTask task, RelaxOptions relax)
    {
        MixedCell Cell(int channels, bool isReduction) => new(options.Operations, options.Nodes, channels, isReduction ? 2 : 1,
            relax.WithNone, TwoSided: !TakesPairs && !relax.WithNone, OnlyUnused: !TakesPairs, relax.Affine, relax.SkipDropout);

        var places = new Dictionary<string, IReadOnlyList<int>>(StringComparer.Ordinal);
        var edges = Cell(options.Channels, isReduction: false).Edges.ToList();
        var graph = CellNetwork.Build(new(options.Channels, options.Cells), task, IsDense, relax.Affine, (builder, place) =>
        {
            places[place.Id] = [.. Enumerable.Range(place.IsReduction ? edges.Count : 0, edges.Count)];
            return builder.Add(place.Id, Cell(place.Channels, place.IsReduction), place.Input0, place.Input1);
        });
        var candidates = Cell(options.Channels, isReduction: false).Candidates;
        var slots = CellSpace.KindsOf(options).SelectMany(kind => edges.Select(e => new Slot(kind, Name(e), candidates, e.From, e.Node + 1)));
        return new(graph, [.. slots], places);
    }

    /// <summary>The candidates that an architecture is made of, by slot.</summary>
    public IReadOnlyList<IReadOnlyList<int>> PathsOf(SupernetPlan plan, Architecture architecture)
    {
        var genotype = CellGenotype.FromText(architecture.Genotype)!;
        var paths = plan.Slots.Select(_ => new List<int>()).ToList();
        var places = plan.Slots.Select((s, i) => (Key: (s.Group, s.Name), i)).ToDictionary(p => p.Key, p => p.i);
        foreach (var (kind, cell) in CellSpace.KindsOf(options).Zip([genotype.Normal, genotype.Reduce]))
        {
            for (var i = 0; i < cell!.Edges.Count; i++)
            {
                var (edge, node) = (cell.Edges[i], i / 2 + 1);
                // Of two edges each operation has its own; a single one carries both.
                if (!places.TryGetValue((kind, Name(new(node, i % 2, edge.From))), out var slot)) slot = places[(kind, Name(new(node, 0, edge.From)))];
                paths[slot].Add(CandidateOf(plan.Slots[slot], edge.Operation));
            }
        }
        return paths;
    }

    /// <summary>
    /// For each node the two edges with the largest weight of an operation, nothing left out, and that operation on each [Liu2019] (§2.4). With two sides
    /// the largest of each.
    /// </summary>
    public Architecture Derive(SupernetPlan plan, IReadOnlyList<double[]> weights)
    {
        var cells = CellSpace.KindsOf(options).Select(kind =>
        {
            var edges = plan.Slots.Select((slot, i) => (slot, weights: weights[i])).Where(s => s.slot.Group == kind)
                .Select(s => (To: s.slot.To!.Value, Side: SideOf(s.slot), Best: Best(s.slot, s.weights)));
            var kept = edges.GroupBy(e => e.To).OrderBy(g => g.Key).SelectMany(node => Kept([.. node])).ToList();
            var cell = new CellPlan(kept, []);
            return cell with { Output = TakesPairs ? [.. Enumerable.Range(2, cell.Nodes)] : cell.Unused };
        }).ToList();
        return space.Of(new CellGenotype(cells[0], cells.ElementAtOrDefault(1)).ToText());
    }

    private static IEnumerable<CellEdge> Kept(IReadOnlyList<(int To, int Side, (CellEdge Edge, double Weight) Best)> edges)
    {
        var sides = edges.GroupBy(e => e.Side).OrderBy(g => g.Key).ToList();
        // Sorting keeps the order of equals: the earlier state wins.
        var kept = sides.Count == 1 ? edges.OrderByDescending(e => e.Best.Weight).Take(2) : sides.Select(s => s.MaxBy(e => e.Best.Weight));
        return kept.Select(e => e.Best.Edge);
    }

    private static (CellEdge Edge, double Weight) Best(Slot slot, double[] weights)
    {
        var best = Enumerable.Range(0, weights.Length).Where(i => slot.Candidates[i] != CellOperations.None).MaxBy(i => weights[i]);
        return (new(slot.Candidates[best], slot.From!.Value), weights[best]);
    }

    private static int CandidateOf(Slot slot, string operation) => Enumerable.Range(0, slot.Candidates.Count).First(i => slot.Candidates[i] == operation);

    private static string Name(MixedEdge edge) => $"{edge.From}→{edge.Node + 1}{(edge.Side == 0 ? "" : Second)}";

    private static int SideOf(Slot slot) => slot.Name.EndsWith(Second, StringComparison.Ordinal) ? 1 : 0;
}
