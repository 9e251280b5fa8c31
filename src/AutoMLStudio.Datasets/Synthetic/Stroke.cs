namespace AutoMLStudio.Datasets.Synthetic;

/// <summary>A point or displacement; x to the right, y downwards.</summary>
internal readonly record struct Point(double X, double Y)
{
    public static Point operator +(Point a, Point b) => new(a.X + b.X, a.Y + b.Y);

    public static Point operator -(Point a, Point b) => new(a.X - b.X, a.Y - b.Y);

    public static Point operator *(double s, Point a) => new(s * a.X, s * a.Y);

    public double Dot(Point other) => X * other.X + Y * other.Y;
}

/// <summary>A pen stroke in the unit square.</summary>
internal sealed class Stroke
{
    private const int StepsPerPiece = 5;

    private Stroke(Point[] points) => Points = points;

    /// <summary>The corners of a polyline along the stroke.</summary>
    public Point[] Points { get; }

    /// <summary>Straight pieces from point to point.</summary>
    public static Stroke Line(params (double X, double Y)[] points) => new(Array.ConvertAll(points, p => new Point(p.X, p.Y)));

    /// <summary>A smooth curve through the points: a uniform Catmull–Rom spline [Catmull1974], whose ends are doubled.</summary>
    public static Stroke Curve(params (double X, double Y)[] points) => Spline(points, k => Math.Clamp(k, 0, points.Length - 1), points.Length - 1);

    /// <summary>A smooth closed curve through the points.</summary>
    public static Stroke Loop(params (double X, double Y)[] points) => Spline(points, k => (k + points.Length) % points.Length, points.Length);

    private static Stroke Spline((double X, double Y)[] points, Func<int, int> wrap, int pieces)
    {
        Point At(int k) => new(points[wrap(k)].X, points[wrap(k)].Y);
        var path = new List<Point> { At(0) };
        for (var k = 0; k < pieces; k++)
            for (var step = 1; step <= StepsPerPiece; step++)
                path.Add(CatmullRom(At(k - 1), At(k), At(k + 1), At(k + 2), (double)step / StepsPerPiece));
        return new Stroke([.. path]);
    }

    private static Point CatmullRom(Point a, Point b, Point c, Point d, double t) =>
        0.5 * (2 * b + t * (c - a) + t * t * (2 * a - 5 * b + 4 * c - d) + t * t * t * (3 * b - a - 3 * c + d));
}
