namespace AutoMLStudio.Datasets.Synthetic;

/// <summary>A square grey picture that strokes are drawn on, with smooth edges.</summary>
internal sealed class Canvas(int size)
{
    private readonly double[] _ink = new double[size * size];

    /// <summary>Covered share of each pixel, row by row, from 0 to 1.</summary>
    public ReadOnlySpan<double> Ink => _ink;

    /// <summary>
    /// Draws a polyline with round ends. A pixel is covered by how far its centre lies within the edge, in pixels, cut to [0, 1]: the usual
    /// approximation of area coverage by distance.
    /// </summary>
    /// <param name="path">Corners in the unit square.</param>
    /// <param name="width">Width of the pen in units of the square's side.</param>
    /// <param name="strength">Ink of a fully covered pixel.</param>
    public void Draw(ReadOnlySpan<Point> path, double width, double strength = 1)
    {
        var half = 0.5 * width * size;
        for (var i = 1; i < path.Length; i++) Piece(size * path[i - 1], size * path[i], half, strength);
    }

    private void Piece(Point from, Point to, double half, double strength)
    {
        var reach = half + 1;
        var along = to - from;
        var square = along.Dot(along);
        for (var row = First(Math.Min(from.Y, to.Y) - reach); row <= Last(Math.Max(from.Y, to.Y) + reach); row++)
            for (var column = First(Math.Min(from.X, to.X) - reach); column <= Last(Math.Max(from.X, to.X) + reach); column++)
            {
                var centre = new Point(column + 0.5, row + 0.5) - from;
                var share = square > 0 ? Math.Clamp(centre.Dot(along) / square, 0, 1) : 0;
                var gap = centre - share * along;
                var covered = strength * Math.Clamp(half + 0.5 - Math.Sqrt(gap.Dot(gap)), 0, 1);
                ref var pixel = ref _ink[row * size + column];
                pixel = Math.Max(pixel, covered);
            }
    }

    private static int First(double edge) => Math.Max(0, (int)Math.Floor(edge));

    private int Last(double edge) => Math.Min(size - 1, (int)Math.Ceiling(edge));
}
