namespace AutoMLStudio.Core.Numerics;

/// <summary>Which of many points span the most volume together.</summary>
internal static class HypervolumeSubset
{
    /// <summary>
    /// Indices of <paramref name="count"/> points, chosen one by one, each the one that adds the most to the volume of those before: at least 1 − 1/e of
    /// the largest volume that as many can have [Guerreiro2016].
    /// </summary>
    /// <remarks>
    /// What a point adds only falls as others are chosen, so that a point is looked at again only when what it added last would still win.
    /// </remarks>
    public static IReadOnlyList<int> Greedy(IReadOnlyList<IReadOnlyList<double>> points, int count, IReadOnlyList<double> reference)
    {
        var chosen = new List<int>(count);
        List<IReadOnlyList<double>> volume = [];
        // The earliest among equals comes first.
        var queue = new PriorityQueue<(int Index, int Seen), (double Gain, int Index)>(
            points.Select((p, i) => ((i, 0), (-Gain(p, volume, reference), i))));
        while (chosen.Count < count && queue.TryDequeue(out var next, out _))
        {
            if (next.Seen < chosen.Count)
            {
                queue.Enqueue((next.Index, chosen.Count), (-Gain(points[next.Index], volume, reference), next.Index));
                continue;
            }
            chosen.Add(next.Index);
            volume.Add(points[next.Index]);
        }
        return chosen;
    }

    /// <summary>The point's own box without what others share with it: their boxes' parts inside it are the boxes of the worse of both.</summary>
    private static double Gain(IReadOnlyList<double> point, List<IReadOnlyList<double>> others, IReadOnlyList<double> reference)
    {
        var shared = others.Select(o => (IReadOnlyList<double>)[.. o.Zip(point, Math.Max)]).ToList();
        var own = Hypervolume.Of([point], reference);
        return own > 0 ? Math.Max(own - Hypervolume.Of(shared, reference), 0) : 0;
    }
}
