namespace AutoMLStudio.Core.Numerics;

/// <summary>
/// The front of the points met so far in a plane, and the area that it dominates, for a sweep along a third loss: [Beume2009], section III-B, which keeps
/// the front in a balanced tree. Here it is a sorted list: a search takes O(log n), and moving the tail is quick at the sizes of a front.
/// </summary>
internal sealed class Staircase(double right, double top)
{
    private readonly List<(double X, double Y)> _steps = [];

    private double Area { get; set; }

    /// <summary>The volume of points of three losses that all beat the reference.</summary>
    public static double Volume(List<double[]> points, IReadOnlyList<double> reference)
    {
        var (stairs, volume, below) = (new Staircase(reference[0], reference[1]), 0.0, reference[2]);
        foreach (var point in points.OrderBy(p => p[2]))
        {
            volume += stairs.Area * (point[2] - below);
            below = point[2];
            stairs.Add(point[0], point[1]);
        }
        return volume + (stairs.Area * (reference[2] - below));
    }

    private void Add(double x, double y)
    {
        var first = FirstFrom(x);
        if (first > 0 && _steps[first - 1].Y <= y) return;
        var end = first;
        var (left, height) = (x, first > 0 ? _steps[first - 1].Y : top);
        if (end < _steps.Count && _steps[end].X == x && _steps[end].Y <= y) return;
        for (; end < _steps.Count && _steps[end].Y >= y; end++)
        {
            Area += (_steps[end].X - left) * (height - y);
            (left, height) = _steps[end];
        }
        Area += ((end < _steps.Count ? _steps[end].X : right) - left) * (height - y);
        _steps.RemoveRange(first, end - first);
        _steps.Insert(first, (x, y));
    }

    /// <summary>Index of the first step that is not left of <paramref name="x"/>.</summary>
    private int FirstFrom(double x)
    {
        var (low, high) = (0, _steps.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_steps[middle].X < x) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
