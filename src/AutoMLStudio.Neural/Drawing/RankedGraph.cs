namespace AutoMLStudio.Neural.Drawing;

/// <summary>An item, or a bend of a long link.</summary>
/// <param name="Rank">Its rank.</param>
/// <param name="Breadth">Size across the flow.</param>
/// <param name="IsBend">True for a bend.</param>
internal readonly record struct Vertex(int Rank, double Breadth, bool IsBend);

/// <summary>A link, or the part of a long one, from one rank to the next.</summary>
/// <param name="From">Vertex of the upper rank.</param>
/// <param name="To">Vertex of the lower rank.</param>
/// <param name="Weight">How much its straightness counts.</param>
internal readonly record struct Segment(int From, int To, double Weight);

/// <summary>A graph in ranks, its long links cut by bends so that every segment joins neighbouring ranks.</summary>
internal sealed class RankedGraph
{
    /// <summary>Room that a link takes where it passes items.</summary>
    private const double BendBreadth = 10;

    /// <summary>Segments of the trunk outweigh all others together.</summary>
    private const double TrunkWeight = 1e6;

    private RankedGraph(List<Vertex> vertices, List<Segment> segments, int[][] bends, List<int>[] ranks)
    {
        (Vertices, Segments, Bends, Ranks) = (vertices, segments, bends, ranks);
        Above = segments.ToLookup(s => s.To);
        Below = segments.ToLookup(s => s.From);
    }

    /// <summary>The items in their order, then the bends.</summary>
    public IReadOnlyList<Vertex> Vertices { get; }

    /// <summary>All segments.</summary>
    public IReadOnlyList<Segment> Segments { get; }

    /// <summary>The bends of each link, from its start on.</summary>
    public IReadOnlyList<int[]> Bends { get; }

    /// <summary>The vertices of each rank in their order across the flow.</summary>
    public List<int>[] Ranks { get; }

    /// <summary>The segments that come into a vertex.</summary>
    public ILookup<int, Segment> Above { get; }

    /// <summary>The segments that leave a vertex.</summary>
    public ILookup<int, Segment> Below { get; }

    public static RankedGraph Of(IReadOnlyList<LayoutItem> items, IReadOnlyList<LayoutLink> links, IReadOnlyList<LayoutLink>? order = null)
    {
        var ranks = RanksOf(items.Count, [.. links, .. order ?? []]);
        var trunk = Trunk(items, links);
        var vertices = items.Select((item, i) => new Vertex(ranks[i], item.Breadth, IsBend: false)).ToList();
        var segments = new List<Segment>();
        var bends = new int[links.Count][];
        for (var l = 0; l < links.Count; l++)
        {
            var (from, to) = (links[l].From, links[l].To);
            bends[l] = [.. Enumerable.Range(vertices.Count, ranks[to] - ranks[from] - 1)];
            foreach (var bend in bends[l]) vertices.Add(new(ranks[from] + 1 + bend - bends[l][0], BendBreadth, IsBend: true));
            int[] path = [from, .. bends[l], to];
            // [Gansner1993] (§4): the fewer items a segment touches, the more its straightness counts.
            foreach (var (a, b) in path.Zip(path.Skip(1)))
                segments.Add(new(a, b, trunk.Contains((from, to)) ? TrunkWeight : (a < items.Count, b < items.Count) switch
                {
                    (true, true) => 1,
                    (false, false) => 8,
                    _ => 2,
                }));
        }
        var rows = Enumerable.Range(0, ranks.DefaultIfEmpty(-1).Max() + 1).Select(_ => new List<int>()).ToArray();
        for (var v = 0; v < vertices.Count; v++) rows[vertices[v].Rank].Add(v);
        return new(vertices, segments, bends, rows);
    }

    /// <summary>Longest paths; then what starts no fewer links than it ends moves down to its first taker, which lengthens no link in all.</summary>
    private static int[] RanksOf(int count, IReadOnlyList<LayoutLink> links)
    {
        var (incoming, outgoing) = (links.ToLookup(l => l.To), links.ToLookup(l => l.From));
        var ranks = new int[count];
        for (var i = 0; i < count; i++) ranks[i] = incoming[i].Select(l => ranks[l.From] + 1).DefaultIfEmpty(0).Max();
        for (var i = count - 1; i >= 0; i--)
            if (outgoing[i].Any() && outgoing[i].Count() >= incoming[i].Count()) ranks[i] = outgoing[i].Min(l => ranks[l.To]) - 1;
        return ranks;
    }

    /// <summary>The links of the heaviest path from a start to an end.</summary>
    private static HashSet<(int, int)> Trunk(IReadOnlyList<LayoutItem> items, IReadOnlyList<LayoutLink> links)
    {
        var incoming = links.ToLookup(l => l.To, l => l.From);
        var weights = new double[items.Count];
        var before = new int?[items.Count];
        for (var i = 0; i < items.Count; i++)
        {
            foreach (var from in incoming[i])
                if (before[i] is not { } best || weights[from] > weights[best]) before[i] = from;
            weights[i] = items[i].Weight + (before[i] is { } b ? weights[b] : 0);
        }
        var trunk = new HashSet<(int, int)>();
        for (var at = items.Count == 0 ? -1 : Array.IndexOf(weights, weights.Max()); at >= 0 && before[at] is { } from; at = from)
            trunk.Add((from, at));
        return trunk;
    }
}
