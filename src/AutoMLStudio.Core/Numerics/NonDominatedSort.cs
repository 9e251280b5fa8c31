namespace AutoMLStudio.Core.Numerics;

/// <summary>
/// Which front of mutual compromises each point belongs to, by efficient non-dominated sorting [Zhang2015]: points are taken in lexicographic order, so
/// that only earlier ones can dominate, and the first front that does not is found by bisection (Algorithm 1, ENS-BS).
/// </summary>
/// <remarks>
/// Whether a front dominates a point is asked of a staircase for up to three losses, which takes the logarithm of its length: n log² n in all, where
/// the paper looks through the front. Equal points share a front.
/// </remarks>
internal static class NonDominatedSort
{
    /// <summary>The front of each point, 0 for those that nothing dominates.</summary>
    public static int[] Ranks(IReadOnlyList<IReadOnlyList<double>> points)
    {
        int[] order = [.. Enumerable.Range(0, points.Count)];
        Array.Sort(order, (i, j) => Compare(points[i], points[j]));
        var ranks = new int[points.Count];
        var fronts = new List<Front>();
        for (var k = 0; k < order.Length; k++)
        {
            var point = points[order[k]];
            if (k > 0 && Compare(points[order[k - 1]], point) == 0)
            {
                ranks[order[k]] = ranks[order[k - 1]];
                continue;
            }
            var rank = First(fronts, point);
            if (rank == fronts.Count) fronts.Add(point.Count <= Steps.Losses ? new Steps() : new Heap());
            fronts[rank].Add(point);
            ranks[order[k]] = rank;
        }
        return ranks;
    }

    /// <summary>What a front dominates, all earlier ones dominate too.</summary>
    private static int First(List<Front> fronts, IReadOnlyList<double> point)
    {
        var (low, high) = (0, fronts.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (fronts[middle].Dominates(point)) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private static int Compare(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        for (var m = 0; m < a.Count; m++)
            if (a[m].CompareTo(b[m]) is var sign and not 0) return sign;
        return 0;
    }

    /// <summary>The points of a front so far, all of them before the next one in lexicographic order.</summary>
    private abstract class Front
    {
        public abstract bool Dominates(IReadOnlyList<double> point);

        public abstract void Add(IReadOnlyList<double> point);
    }

    /// <summary>
    /// Up to three losses: of the earlier points, whose first loss is no larger, the second losses that no other beats in the third, growing, and
    /// their third losses, falling.
    /// </summary>
    private sealed class Steps : Front
    {
        public const int Losses = 3;

        private readonly List<double> _second = [];
        private readonly List<double> _third = [];

        public override bool Dominates(IReadOnlyList<double> point)
        {
            var (second, third) = Rest(point);
            var step = Step(second, isAfterEqual: true) - 1;
            return step >= 0 && _third[step] <= third;
        }

        public override void Add(IReadOnlyList<double> point)
        {
            var (second, third) = Rest(point);
            var at = Step(second, isAfterEqual: false);
            var end = at;
            while (end < _third.Count && _third[end] >= third) end++;
            _second.RemoveRange(at, end - at);
            _third.RemoveRange(at, end - at);
            _second.Insert(at, second);
            _third.Insert(at, third);
        }

        private static (double Second, double Third) Rest(IReadOnlyList<double> point) =>
            (point.Count > 1 ? point[1] : 0, point.Count > 2 ? point[2] : 0);

        private int Step(double second, bool isAfterEqual)
        {
            var (low, high) = (0, _second.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (_second[middle] < second || (isAfterEqual && _second[middle] == second)) low = middle + 1;
                else high = middle;
            }
            return low;
        }
    }

    /// <summary>Any number of losses: every point of the front is looked at, the latest first, as the paper does.</summary>
    private sealed class Heap : Front
    {
        private readonly List<IReadOnlyList<double>> _points = [];

        public override bool Dominates(IReadOnlyList<double> point)
        {
            for (var i = _points.Count - 1; i >= 0; i--)
                if (Pareto.Dominates(_points[i], point)) return true;
            return false;
        }

        public override void Add(IReadOnlyList<double> point) => _points.Add(point);
    }
}
