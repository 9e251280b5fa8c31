namespace AutoMLStudio.Neural.Drawing;

/// <summary>A thing to place.</summary>
/// <param name="Breadth">Its size across the flow; above 0.</param>
/// <param name="Depth">Its size along the flow; above 0.</param>
/// <param name="Weight">How much it counts when the path is chosen that is drawn as a straight line; at least 0.</param>
internal sealed record LayoutItem(double Breadth, double Depth, double Weight = 1);

/// <summary>A connection from one item to a later one, by their places in the list.</summary>
internal sealed record LayoutLink(int From, int To);

/// <summary>Free room.</summary>
/// <param name="Across">Between neighbours of one rank.</param>
/// <param name="Along">Between ranks: where connections bend.</param>
internal sealed record LayoutSpacing(double Across, double Along);

/// <summary>A point: <paramref name="Across"/> the flow and <paramref name="Along"/> it.</summary>
internal readonly record struct LayoutPoint(double Across, double Along);

/// <summary>
/// A layered drawing of a graph without circles, all of whose connections go forward [Sugiyama1981]: ranks, an order within each rank with few
/// crossings, coordinates. Deterministic. Coordinates start at 0.
/// </summary>
/// <remarks>
/// Deviations: ranks are longest paths, and items that only start connections are moved towards their takers; the coordinates minimise squared
/// lengths with the weights of [Gansner1993] (§4) one rank at a time, and the heaviest path through the graph is kept as a straight line, since a
/// network is read along its trunk.
/// </remarks>
internal sealed class LayeredLayout
{
    private LayeredLayout(IReadOnlyList<LayoutPoint> places, IReadOnlyList<IReadOnlyList<LayoutPoint>> routes, double breadth, double depth) =>
        (Places, Routes, Breadth, Depth) = (places, routes, breadth, depth);

    /// <summary>Of each item its smallest coordinates.</summary>
    public IReadOnlyList<LayoutPoint> Places { get; }

    /// <summary>Of each link the points that it goes through; it bends between ranks only and so crosses no item.</summary>
    public IReadOnlyList<IReadOnlyList<LayoutPoint>> Routes { get; }

    /// <summary>Size across the flow.</summary>
    public double Breadth { get; }

    /// <summary>Size along the flow.</summary>
    public double Depth { get; }

    /// <summary>The drawing of these items.</summary>
    /// <exception cref="ArgumentException">A link leads nowhere, or to an item that is not later in the list than where it begins.</exception>
    /// <param name="items">The things.</param>
    /// <param name="links">The connections.</param>
    /// <param name="spacing">Free room.</param>
    /// <param name="order">Pairs of which the second must stand in a later rank, without a connection between them.</param>
    public static LayeredLayout Of(
        IReadOnlyList<LayoutItem> items, IReadOnlyList<LayoutLink> links, LayoutSpacing spacing, IReadOnlyList<LayoutLink>? order = null)
    {
        if (links.Concat(order ?? []).FirstOrDefault(l => l.From < 0 || l.To >= items.Count || l.From >= l.To) is { } wrong)
            throw new ArgumentException($"{wrong} among {items.Count} items: from an item to a later one is expected.", nameof(links));
        var ranked = RankedGraph.Of(items, links, order);
        Crossings.Reduce(ranked);
        var across = Coordinates.Of(ranked, spacing.Across);
        var least = ranked.Vertices.Count == 0 ? 0 : ranked.Vertices.Select((v, i) => across[i] - v.Breadth / 2).Min();
        for (var i = 0; i < across.Length; i++) across[i] -= least;
        return Finish(ranked, items, links, across, spacing.Along);
    }

    private static LayeredLayout Finish(
        RankedGraph graph, IReadOnlyList<LayoutItem> items, IReadOnlyList<LayoutLink> links, double[] across, double gap)
    {
        var depths = graph.Ranks.Select(r => r.Where(v => v < items.Count).Select(v => items[v].Depth).DefaultIfEmpty(0).Max()).ToList();
        var starts = new double[depths.Count];
        for (var r = 1; r < starts.Length; r++) starts[r] = starts[r - 1] + depths[r - 1] + gap;
        double Start(int item) => starts[graph.Vertices[item].Rank] + (depths[graph.Vertices[item].Rank] - items[item].Depth) / 2;
        var places = items.Select((item, i) => new LayoutPoint(across[i] - item.Breadth / 2, Start(i))).ToList();
        var routes = new List<IReadOnlyList<LayoutPoint>>(links.Count);
        for (var l = 0; l < links.Count; l++)
        {
            var (from, to) = (links[l].From, links[l].To);
            List<LayoutPoint> route = [new(across[from], Start(from) + items[from].Depth)];
            void Through(int vertex, double along)
            {
                if (route[^1] != new LayoutPoint(across[vertex], along)) route.Add(new(across[vertex], along));
            }
            foreach (var vertex in (int[])[from, .. graph.Bends[l], to])
            {
                var rank = graph.Vertices[vertex].Rank;
                if (vertex != from) Through(vertex, starts[rank]);
                if (vertex != to) Through(vertex, starts[rank] + depths[rank]);
            }
            Through(to, Start(to));
            routes.Add(route);
        }
        var breadth = graph.Vertices.Select((v, i) => across[i] + v.Breadth / 2).DefaultIfEmpty(0).Max();
        return new(places, routes, breadth, starts.Length == 0 ? 0 : starts[^1] + depths[^1]);
    }
}
