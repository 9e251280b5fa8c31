namespace AutoMLStudio.Neural.Drawing;

/// <summary>
/// Coordinates across the flow. Sweeps down and up: each rank is moved as near to its neighbours in the rank before as the order and the room that
/// its vertices need allow, in weighted least squares.
/// </summary>
internal static class Coordinates
{
    private const int Sweeps = 8;

    /// <summary>Centre of each vertex; neighbours of a rank keep <paramref name="gap"/> between them.</summary>
    public static double[] Of(RankedGraph graph, double gap)
    {
        var centres = new double[graph.Vertices.Count];
        foreach (var rank in graph.Ranks)
            for (var i = 1; i < rank.Count; i++) centres[rank[i]] = centres[rank[i - 1]] + Apart(graph, rank, i, gap);
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            for (var step = 0; step < graph.Ranks.Length; step++)
            {
                var down = sweep % 2 == 0;
                Place(graph, graph.Ranks[down ? step : graph.Ranks.Length - 1 - step], down, centres, gap);
            }
        }
        return centres;
    }

    private static double Apart(RankedGraph graph, List<int> rank, int i, double gap) =>
        (graph.Vertices[rank[i - 1]].Breadth + graph.Vertices[rank[i]].Breadth) / 2 + gap;

    private static void Place(RankedGraph graph, List<int> rank, bool down, double[] centres, double gap)
    {
        var (offsets, wishes, weights) = (new double[rank.Count], new double[rank.Count], new double[rank.Count]);
        for (var i = 0; i < rank.Count; i++)
        {
            if (i > 0) offsets[i] = offsets[i - 1] + Apart(graph, rank, i, gap);
            var pulls = down ? graph.Above[rank[i]].Select(s => (At: centres[s.From], s.Weight)).ToList()
                : graph.Below[rank[i]].Select(s => (At: centres[s.To], s.Weight)).ToList();
            // The heaviest alone decide where a vertex would like to be, or a straight line would lean towards every branch.
            var most = pulls.Select(p => p.Weight).DefaultIfEmpty(0).Max();
            var wish = pulls.Where(p => p.Weight == most).Select(p => p.At).DefaultIfEmpty(centres[rank[i]]).Average();
            (wishes[i], weights[i]) = (wish - offsets[i], Math.Max(most, 1e-3));
        }
        var placed = Increasing(wishes, weights);
        for (var i = 0; i < rank.Count; i++) centres[rank[i]] = placed[i] + offsets[i];
    }

    /// <summary>The non-decreasing sequence nearest to <paramref name="wishes"/> in weighted least squares, by pooling adjacent violators.</summary>
    internal static double[] Increasing(double[] wishes, double[] weights)
    {
        var pools = new Stack<(double Mean, double Weight, int Count)>();
        for (var i = 0; i < wishes.Length; i++)
        {
            var pool = (Mean: wishes[i], Weight: weights[i], Count: 1);
            while (pools.TryPeek(out var last) && last.Mean > pool.Mean)
            {
                pools.Pop();
                var weight = last.Weight + pool.Weight;
                pool = (last.Mean + (pool.Mean - last.Mean) * (pool.Weight / weight), weight, last.Count + pool.Count);
            }
            pools.Push(pool);
        }
        return [.. pools.Reverse().SelectMany(p => Enumerable.Repeat(p.Mean, p.Count))];
    }
}
