using System.Numerics;

namespace AutoMLStudio.Core.Numerics;

/// <summary>
/// The Sobol sequence: points of the unit cube that fill it more evenly than random ones. Direction numbers of [Joe2008], in the Gray-code order of
/// [Antonov1979]; scrambled by random lower-triangular matrices and a digital shift [Matousek1998].
/// </summary>
/// <remarks>
/// Every coordinate has 53 binary digits. In each dimension every aligned block of 2ᵏ points has one point in each of the 2ᵏ equal intervals,
/// scrambled or not. The table ends at dimension 101; the coordinates beyond it are independent uniform numbers named by dimension and index, so that
/// the cube stays covered without correlated projections (a hybrid of Monte Carlo and quasi-Monte Carlo). Immutable and thread-safe.
/// </remarks>
public sealed class Sobol
{
    private const int Bits = 53;

    private readonly ulong[][] _columns;
    private readonly ulong[] _shifts;
    private readonly ulong _beyond;

    /// <summary>A sequence in <paramref name="dimension"/> dimensions.</summary>
    /// <param name="dimension">At least 1.</param>
    /// <param name="scramble">The stream that names the scrambling; null for the plain sequence, whose point 0 is the origin.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="dimension"/> is not positive.</exception>
    public Sobol(int dimension, Rng? scramble)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimension);
        Dimension = dimension;
        _columns = Columns(Math.Min(dimension, SobolTable.Dimensions));
        _shifts = new ulong[_columns.Length];
        if (scramble is null) return;
        for (var d = 0; d < _columns.Length; d++)
        {
            Scramble(_columns[d], scramble);
            _shifts[d] = scramble.NextUInt64() >> (64 - Bits);
        }
        _beyond = scramble.NextUInt64();
    }

    /// <summary>Number of coordinates of a point.</summary>
    public int Dimension { get; }

    /// <summary>The point of this index, each coordinate in [0, 1).</summary>
    /// <param name="index">0 to 2⁵³ − 1; any order, each at the same cost.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is negative or too large.</exception>
    public double[] Point(long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, 1L << Bits);
        var gray = (ulong)(index ^ (index >> 1));
        var point = new double[Dimension];
        for (var d = 0; d < _columns.Length; d++)
        {
            var digits = _shifts[d];
            for (var rest = gray; rest != 0; rest &= rest - 1) digits ^= _columns[d][BitOperations.TrailingZeroCount(rest)];
            point[d] = digits * (1.0 / (1UL << Bits));
        }
        for (var d = _columns.Length; d < Dimension; d++) point[d] = Rng.For(_beyond, d, index).NextDouble();
        return point;
    }

    /// <summary>The generating matrices by columns: bit 52 of column k is the first digit of direction number k + 1.</summary>
    private static ulong[][] Columns(int dimensions)
    {
        var columns = new ulong[dimensions][];
        columns[0] = [.. Enumerable.Range(0, Bits).Select(k => 1UL << (Bits - 1 - k))];
        var rest = SobolTable.Entries;
        for (var d = 1; d < dimensions; d++)
        {
            var degree = BitOperations.Log2(rest[0]);
            columns[d] = Recurrence(rest[0], rest[1..(degree + 1)]);
            rest = rest[(degree + 1)..];
        }
        return columns;
    }

    /// <summary>m_k = 2a₁m_{k−1} ⊕ 4a₂m_{k−2} ⊕ … ⊕ 2ˢm_{k−s} ⊕ m_{k−s}, where the a are the polynomial's coefficients [Joe2008] (Eq. 2).</summary>
    private static ulong[] Recurrence(uint polynomial, ReadOnlySpan<ushort> initial)
    {
        var s = initial.Length;
        var m = new ulong[Bits];
        for (var k = 0; k < s; k++) m[k] = initial[k];
        for (var k = s; k < Bits; k++)
        {
            m[k] = m[k - s];
            for (var i = 1; i <= s; i++)
                if ((polynomial >> (s - i) & 1) != 0) m[k] ^= m[k - i] << i;
        }
        for (var k = 0; k < Bits; k++) m[k] <<= Bits - 1 - k;
        return m;
    }

    /// <summary>
    /// Multiplies the matrix from the left by a random lower-triangular one with ones on its diagonal: digit r becomes itself plus a random sum of
    /// the digits before it.
    /// </summary>
    private static void Scramble(ulong[] columns, Rng rng)
    {
        var rows = new ulong[Bits];
        for (var r = 0; r < Bits; r++)
        {
            var diagonal = 1UL << (Bits - 1 - r);
            var before = ((1UL << Bits) - 1) & ~(2 * diagonal - 1);
            rows[r] = diagonal | (rng.NextUInt64() & before);
        }
        for (var k = 0; k < Bits; k++)
        {
            var digits = 0UL;
            for (var r = 0; r < Bits; r++) digits |= (ulong)(BitOperations.PopCount(rows[r] & columns[k]) & 1) << (Bits - 1 - r);
            columns[k] = digits;
        }
    }
}
