using AutoMLStudio.Core.Numerics;

namespace AutoMLStudio.Surrogates.Fronts;

/// <summary>A box of losses: positions of its bounds among the levels of each loss; a lower bound of −1 is none.</summary>
internal readonly record struct Box(int[] Lower, int[] Upper);

/// <summary>
/// What no point of a front dominates, below a reference point, cut into boxes that do not overlap [Yang2019]: by the levels of the last
/// loss into slabs, each slab by the loss before, and so on.
/// </summary>
internal sealed class FrontBoxes
{
    /// <summary>Points of the front that are kept, by the number of losses: k points make up to k + 1 boxes of two losses, k²/2 of three.</summary>
    private const int MostOfTwo = 100, MostOfThree = 32, MostOfMore = 16;

    private readonly List<Box> _boxes = [];

    /// <summary>The boxes of the front of these points.</summary>
    /// <param name="points">Losses, as many of each.</param>
    /// <param name="reference">Points must be below it to count.</param>
    public FrontBoxes(IReadOnlyList<double[]> points, double[] reference)
    {
        List<double[]> below = [.. points.Where(p => p.Zip(reference).All(pair => pair.First < pair.Second))];
        var front = Thin(Front(below), reference);
        Levels = [.. reference.Select((r, m) => (double[])[.. front.Select(p => p[m]).Distinct().Order(), r])];
        Cut(reference.Length - 1, front, new int[reference.Length], new int[reference.Length]);
    }

    /// <summary>For each loss the bounds that boxes have, growing; the last is the reference.</summary>
    public double[][] Levels { get; }

    /// <summary>The boxes.</summary>
    public IReadOnlyList<Box> Boxes => _boxes;

    /// <summary>
    /// A tenth beyond the worst value of each loss, as [Ozaki2020] has it. The nadir of the front, by which volumes are shown, would be no goal for a
    /// search: a front that starts short would hardly be worth lengthening.
    /// </summary>
    public static double[] Reference(IReadOnlyList<double[]> points) =>
        [.. Enumerable.Range(0, points[0].Length).Select(m => Beyond(points.Min(p => p[m]), points.Max(p => p[m])))];

    private static double Beyond(double best, double worst) => worst + 0.1 * (worst > best ? worst - best : 1);

    private static List<double[]> Front(List<double[]> points) => [.. Pareto.Front(points).Select(i => points[i])];

    /// <summary>The points that add the most volume, where there are more than the cost allows: the rest counts as not yet found.</summary>
    private static List<double[]> Thin(List<double[]> front, double[] reference)
    {
        var most = reference.Length switch { <= 2 => MostOfTwo, 3 => MostOfThree, _ => MostOfMore };
        if (front.Count <= most) return front;
        var added = Hypervolume.Contributions(front, reference);
        return [.. Enumerable.Range(0, front.Count).OrderByDescending(i => added[i]).Take(most).Select(i => front[i])];
    }

    /// <summary>Cuts what these points leave over in the first losses, up to <paramref name="loss"/>; bounds of the later ones are given.</summary>
    private void Cut(int loss, List<double[]> front, int[] lower, int[] upper)
    {
        int Level(double value) => Array.BinarySearch(Levels[loss], value);
        if (loss == 0)
        {
            (lower[0], upper[0]) = (-1, front.Count == 0 ? Levels[0].Length - 1 : Level(front.Min(p => p[0])));
            _boxes.Add(new([.. lower], [.. upper]));
            return;
        }
        int[] bounds = [-1, .. front.Select(p => Level(p[loss])).Distinct().Order(), Levels[loss].Length - 1];
        for (var i = 0; i + 1 < bounds.Length; i++)
        {
            (lower[loss], upper[loss]) = (bounds[i], bounds[i + 1]);
            // In this slab dominates whatever is no worse in the loss that is cut and no worse in those before.
            List<double[]> active = [.. front.Where(p => Level(p[loss]) <= bounds[i])];
            Cut(loss - 1, loss == 1 ? active : First(active, loss), lower, upper);
        }
    }

    /// <summary>The points that no other dominates in the first losses, of equal ones one.</summary>
    private static List<double[]> First(List<double[]> points, int losses)
    {
        List<double[]> heads = [.. points.Select(p => p[..losses]).DistinctBy(p => string.Join(' ', p.Select(BitConverter.DoubleToInt64Bits)))];
        return Front(heads);
    }
}
