namespace AutoMLStudio.Core.Numerics;

/// <summary>Points of several losses, each smaller the better, compared without weights.</summary>
public static class Pareto
{
    /// <summary>True when <paramref name="a"/> is nowhere worse than <paramref name="b"/> and somewhere better.</summary>
    public static bool Dominates(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        var better = false;
        for (var i = 0; i < a.Count; i++)
        {
            if (a[i] > b[i]) return false;
            better |= a[i] < b[i];
        }
        return better;
    }

    /// <summary>
    /// The front that each point belongs to: 0 for those that nothing dominates, 1 for those that only front 0 dominates, and so on ([Deb2002],
    /// section III-A). Of n points n log² n steps for up to three losses.
    /// </summary>
    public static int[] Ranks(IReadOnlyList<IReadOnlyList<double>> points) => NonDominatedSort.Ranks(points);

    /// <summary>
    /// How lonely each point of one front is: the sum over the losses of the distance between its two neighbours, in shares of the front's range;
    /// infinite for the outermost ([Deb2002], section III-B).
    /// </summary>
    public static double[] Crowding(IReadOnlyList<IReadOnlyList<double>> front)
    {
        var distances = new double[front.Count];
        for (var m = 0; front.Count > 0 && m < front[0].Count; m++)
        {
            int[] order = [.. Enumerable.Range(0, front.Count).OrderBy(i => front[i][m])];
            var range = front[order[^1]][m] - front[order[0]][m];
            distances[order[0]] = distances[order[^1]] = double.PositiveInfinity;
            for (var k = 1; range > 0 && k < order.Length - 1; k++) distances[order[k]] += (front[order[k + 1]][m] - front[order[k - 1]][m]) / range;
        }
        return distances;
    }

    /// <summary>The points from the best to the worst: by front, and within a front the lonelier first. For one loss, by the loss.</summary>
    /// <returns>Indices of the points; equal ones in their own order.</returns>
    public static int[] Order(IReadOnlyList<IReadOnlyList<double>> points)
    {
        if (points.Count > 0 && points[0].Count == 1) return [.. Enumerable.Range(0, points.Count).OrderBy(i => points[i][0])];
        var ranks = Ranks(points);
        var crowding = new double[points.Count];
        foreach (var front in Enumerable.Range(0, points.Count).GroupBy(i => ranks[i]))
        {
            int[] members = [.. front];
            var distances = Crowding([.. members.Select(i => points[i])]);
            for (var k = 0; k < members.Length; k++) crowding[members[k]] = distances[k];
        }
        return [.. Enumerable.Range(0, points.Count).OrderBy(i => ranks[i]).ThenByDescending(i => crowding[i])];
    }

    /// <summary>
    /// The same where points may break constraints ([Deb2002], section VI): those that break none come first, then the others by how much they break
    /// them, in the order above where that is equal.
    /// </summary>
    /// <param name="points">The losses.</param>
    /// <param name="violations">How much each breaks, 0 for nothing.</param>
    public static int[] Order(IReadOnlyList<IReadOnlyList<double>> points, IReadOnlyList<double> violations) =>
    [
        .. Enumerable.Range(0, points.Count).GroupBy(i => violations[i]).OrderBy(g => g.Key).SelectMany(group =>
        {
            int[] members = [.. group];
            return Order([.. members.Select(i => points[i])]).Select(k => members[k]);
        }),
    ];

    /// <summary>The points that no other dominates, of equal ones all.</summary>
    /// <returns>Indices of the points, by the first loss, then by the second, and so on.</returns>
    public static int[] Front(IReadOnlyList<IReadOnlyList<double>> points)
    {
        var front = new List<int>();
        foreach (var i in Enumerable.Range(0, points.Count).Order(Comparer<int>.Create((a, b) => CompareInOrder(points[a], points[b]))))
            if (points[i].Count == 2 ? IsLower(points, front, i) : !front.Exists(j => Dominates(points[j], points[i]))) front.Add(i);
        return [.. front];
    }

    // In this order a point is dominated by none that comes later; with two losses it is enough to look at the last of the front.
    private static bool IsLower(IReadOnlyList<IReadOnlyList<double>> points, List<int> front, int point) =>
        front.Count == 0 || !Dominates(points[front[^1]], points[point]);

    private static int CompareInOrder(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        for (var m = 0; m < a.Count; m++)
            if (a[m].CompareTo(b[m]) is not 0 and var order) return order;
        return 0;
    }
}
