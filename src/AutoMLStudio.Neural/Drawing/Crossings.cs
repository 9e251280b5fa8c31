namespace AutoMLStudio.Neural.Drawing;

/// <summary>
/// Orders the ranks so that few segments cross: sweeps down and up, each rank sorted by the barycentres of its neighbours in the rank before
/// [Sugiyama1981]. The best order seen is kept.
/// </summary>
internal static class Crossings
{
    private const int Sweeps = 24;

    /// <summary>Sorts the ranks of the graph in place.</summary>
    public static void Reduce(RankedGraph graph)
    {
        var position = new int[graph.Vertices.Count];
        Note(graph, position);
        var (best, fewest) = (graph.Ranks.Select(r => r.ToArray()).ToArray(), Count(graph, position));
        for (var sweep = 0; sweep < Sweeps && fewest > 0; sweep++)
        {
            Sweep(graph, position, down: sweep % 2 == 0);
            var crossings = Count(graph, position);
            if (crossings >= fewest) continue;
            (best, fewest) = (graph.Ranks.Select(r => r.ToArray()).ToArray(), crossings);
        }
        for (var r = 0; r < best.Length; r++) graph.Ranks[r] = [.. best[r]];
    }

    /// <summary>Pairs of segments that cross, when the vertices stand in the order of the ranks.</summary>
    public static long Count(RankedGraph graph)
    {
        var position = new int[graph.Vertices.Count];
        Note(graph, position);
        return Count(graph, position);
    }

    private static void Sweep(RankedGraph graph, int[] position, bool down)
    {
        for (var step = 1; step < graph.Ranks.Length; step++)
        {
            var rank = graph.Ranks[down ? step : graph.Ranks.Length - 1 - step];
            // A vertex without neighbours there keeps its place. The sort is stable.
            double Key(int v)
            {
                var neighbours = down ? graph.Above[v].Select(s => position[s.From]) : graph.Below[v].Select(s => position[s.To]);
                return neighbours.Select(p => (double)p).DefaultIfEmpty(position[v]).Average();
            }
            var sorted = rank.OrderBy(Key).ToList();
            for (var i = 0; i < sorted.Count; i++) position[rank[i] = sorted[i]] = i;
        }
    }

    private static void Note(RankedGraph graph, int[] position)
    {
        foreach (var rank in graph.Ranks)
            for (var i = 0; i < rank.Count; i++) position[rank[i]] = i;
    }

    /// <summary>Two segments between the same ranks cross when their ends stand in opposite orders: inversions, counted with a Fenwick tree.</summary>
    private static long Count(RankedGraph graph, int[] position)
    {
        var total = 0L;
        foreach (var rank in graph.Ranks)
        {
            var ends = rank.SelectMany(v => graph.Below[v].Select(s => position[s.To]).Order()).ToArray();
            if (ends.Length < 2) continue;
            var tree = new long[ends.Max() + 2];
            for (var i = 0; i < ends.Length; i++)
            {
                var notAfter = 0L;
                for (var j = ends[i] + 1; j > 0; j -= j & -j) notAfter += tree[j];
                total += i - notAfter;
                for (var j = ends[i] + 1; j < tree.Length; j += j & -j) tree[j]++;
            }
        }
        return total;
    }
}
