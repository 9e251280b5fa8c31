namespace AutoMLStudio.Core.Numerics;

/// <summary>
/// The volume that points of several losses, each smaller the better, dominate up to a reference point: the one figure of a front that grows
/// whenever the front does. Exact: two losses by a sweep, three by a sweep over a staircase [Beume2009], more by the WFG recursion [While2012].
/// Points that do not beat the reference in every loss count nothing.
/// </summary>
/// <remarks>
/// Two and three losses take O(n log n) comparisons; four and five are meant for fronts of up to some hundred points, since the time of the recursion
/// grows with every loss.
/// </remarks>
public static class Hypervolume
{
    /// <summary>The volume between the points and the reference.</summary>
    /// <param name="points">Losses of each point; dominated points may be among them.</param>
    /// <param name="reference">One loss an objective, at least one.</param>
    public static double Of(IReadOnlyList<IReadOnlyList<double>> points, IReadOnlyList<double> reference)
    {
        var inside = points.Where(p => IsInside(p, reference)).Select(p => p.ToArray()).ToList();
        return Volume(inside, reference, reference.Count);
    }

    /// <summary>
    /// What each point alone adds to the volume of all: the volume that would be lost without it. 0 for a dominated point, for one that does not beat
    /// the reference and for each of two equal ones. As often the work of <see cref="Of"/> on the first two fronts as there are points on the first.
    /// </summary>
    /// <param name="points">Losses of each point.</param>
    /// <param name="reference">One loss an objective, at least one.</param>
    /// <returns>In the order of the points.</returns>
    public static double[] Contributions(IReadOnlyList<IReadOnlyList<double>> points, IReadOnlyList<double> reference)
    {
        var own = new double[points.Count];
        var inside = Enumerable.Range(0, points.Count).Where(i => IsInside(points[i], reference)).ToList();
        var arrays = points.Select(p => p.ToArray()).ToArray();
        var ranks = Pareto.Ranks([.. inside.Select(i => points[i])]);
        // A dominated point adds nothing, and what the second front hides stays hidden whichever point is taken away.
        List<int> seen = [.. inside.Where((_, k) => ranks[k] <= 1)];
        foreach (var i in inside.Where((_, k) => ranks[k] == 0)) own[i] = Added(arrays[i], [.. seen.Where(j => j != i).Select(j => arrays[j])], reference);
        return own;
    }

    /// <summary>The volume after each point: what <see cref="Of"/> says of the first, of the first two, and so on. Never shrinks.</summary>
    /// <param name="points">Losses of each point, in order of time.</param>
    /// <param name="reference">One loss an objective, at least one.</param>
    public static double[] Growth(IReadOnlyList<IReadOnlyList<double>> points, IReadOnlyList<double> reference)
    {
        var (front, volume, growth) = (new List<double[]>(), 0.0, new double[points.Count]);
        for (var i = 0; i < points.Count; i++)
        {
            double[] point = [.. points[i]];
            if (IsInside(point, reference) && !front.Exists(p => IsNowhereWorse(p, point)))
            {
                volume += Added(point, front, reference);
                front.RemoveAll(p => IsNowhereWorse(point, p));
                front.Add(point);
            }
            growth[i] = volume;
        }
        return growth;
    }

    /// <summary>
    /// A reference point for the volume of a front: its nadir, the worst of each loss on the front, moved away from the front by a tenth of the front's
    /// range, so that the outermost points count too [Ishibuchi2018]. Where the front has no range in a loss, by a tenth of the loss's size, or by 0.1 at 0.
    /// </summary>
    /// <param name="points">Losses of each point, at least one; dominated points do not matter.</param>
    public static double[] Reference(IReadOnlyList<IReadOnlyList<double>> points)
    {
        var front = Pareto.Front(points).Select(i => points[i]).ToList();
        return [.. Enumerable.Range(0, front[0].Count).Select(m => Beyond(front.Min(p => p[m]), front.Max(p => p[m])))];
    }

    private static double Beyond(double best, double worst) =>
        worst + 0.1 * (worst > best ? worst - best : worst != 0 ? Math.Abs(worst) : 1);

    /// <summary>Volume by the first <paramref name="size"/> losses of points that beat the reference.</summary>
    private static double Volume(List<double[]> points, IReadOnlyList<double> reference, int size)
    {
        if (points.Count == 0) return 0;
        if (size == 1) return reference[0] - points.Min(p => p[0]);
        if (size == 2) return Area(points, reference);
        if (size == 3) return Staircase.Volume(points, reference);
        return Recurse(points, reference, size);
    }

    // From the left to the right each point that lies lower than all before adds the strip between its height and theirs.
    private static double Area(List<double[]> points, IReadOnlyList<double> reference)
    {
        var (area, lowest) = (0.0, reference[1]);
        foreach (var point in points.OrderBy(p => p[0]))
        {
            if (point[1] >= lowest) continue;
            area += (reference[0] - point[0]) * (lowest - point[1]);
            lowest = point[1];
        }
        return area;
    }

    // [While2012], Fig. 4 and section III-B: the sum over the points of what each adds to those after it. With the worst in the last loss first, every
    // point is as bad there as those that limit it, so that the rest is a problem of one loss less.
    private static double Recurse(List<double[]> points, IReadOnlyList<double> reference, int size)
    {
        var (last, volume) = (size - 1, 0.0);
        var sorted = points.OrderByDescending(p => p[last]).ToList();
        for (var k = 0; k < sorted.Count; k++)
            volume += (reference[last] - sorted[k][last]) * Added(sorted[k], sorted[(k + 1)..], reference, last);
        return volume;
    }

    private static double Added(double[] point, List<double[]> others, IReadOnlyList<double> reference) =>
        Added(point, others, reference, reference.Count);

    // [While2012], Fig. 4: the box of a point less the volume of the others' parts in that box.
    private static double Added(double[] point, List<double[]> others, IReadOnlyList<double> reference, int size)
    {
        var box = 1.0;
        for (var m = 0; m < size; m++) box *= reference[m] - point[m];
        var limited = others.Select(p => Limited(p, point, size)).ToArray();
        var front = size > 2 ? Pareto.Front(limited).Select(i => limited[i]) : limited;
        return box - Volume([.. front], reference, size);
    }

    private static double[] Limited(double[] other, double[] point, int size)
    {
        var limited = new double[size];
        for (var m = 0; m < size; m++) limited[m] = Math.Max(other[m], point[m]);
        return limited;
    }

    private static bool IsNowhereWorse(double[] a, double[] b)
    {
        for (var m = 0; m < a.Length; m++)
            if (a[m] > b[m]) return false;
        return true;
    }

    private static bool IsInside(IReadOnlyList<double> point, IReadOnlyList<double> reference)
    {
        for (var m = 0; m < reference.Count; m++)
            if (!(point[m] < reference[m])) return false;
        return true;
    }
}
