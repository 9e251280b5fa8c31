using AutoMLStudio.Core.Numerics;

namespace AutoMLStudio.Datasets.Synthetic;

/// <summary>
/// A random smooth map of the plane: an affine map (size, proportions, slant, turn, place) after an elastic one, both as [Simard2003]
/// varies handwriting. There the displacements of all pixels are smoothed by a Gaussian; here those of a coarse lattice are blended smoothly and move
/// the pen's points, so that edges stay sharp. Only operations that every machine rounds alike.
/// </summary>
internal sealed class Deformation
{
    private const int Lattice = 4;
    private readonly Point[] _push = new Point[Lattice * Lattice];
    private readonly Point _column1, _column2, _shift;

    public Deformation(Rng rng)
    {
        for (var i = 0; i < _push.Length; i++) _push[i] = new Point(rng.NextDouble(-0.07, 0.07), rng.NextDouble(-0.07, 0.07));
        var size = rng.NextDouble(0.7, 0.95);
        var width = size * rng.NextDouble(0.8, 1.1);
        var slant = rng.NextDouble(-0.25, 0.25);
        // The half angle's tangent t gives cosine and sine without the platform's trigonometry: a turn of up to 17 degrees.
        var t = rng.NextDouble(-0.15, 0.15);
        var (cosine, sine) = ((1 - t * t) / (1 + t * t), 2 * t / (1 + t * t));
        _column1 = new Point(width * cosine, width * sine);
        _column2 = new Point(size * (slant * cosine - sine), size * (slant * sine + cosine));
        _shift = new Point(0.5 + rng.NextDouble(-0.1, 0.1), 0.5 + rng.NextDouble(-0.1, 0.1));
    }

    /// <summary>Where <paramref name="point"/> of the unit square comes to lie.</summary>
    public Point Apply(Point point)
    {
        var moved = point + Push(point) - new Point(0.5, 0.5);
        return _shift + moved.X * _column1 + moved.Y * _column2;
    }

    private Point Push(Point point)
    {
        var (column, u) = Cell(point.X);
        var (row, v) = Cell(point.Y);
        var upper = _push[row * Lattice + column] + u * (_push[row * Lattice + column + 1] - _push[row * Lattice + column]);
        var lower = _push[(row + 1) * Lattice + column] + u * (_push[(row + 1) * Lattice + column + 1] - _push[(row + 1) * Lattice + column]);
        return upper + v * (lower - upper);
    }

    /// <summary>
    /// The lattice cell that <paramref name="x"/> lies in and the share of the way across it, eased (3t² − 2t³) so that no crease shows.
    /// </summary>
    private static (int Cell, double Share) Cell(double x)
    {
        var scaled = Math.Clamp(x, 0, 1) * (Lattice - 1);
        var cell = Math.Min((int)scaled, Lattice - 2);
        var t = scaled - cell;
        return (cell, t * t * (3 - 2 * t));
    }
}
