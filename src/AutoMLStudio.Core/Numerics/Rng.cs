using System.Numerics;

namespace AutoMLStudio.Core.Numerics;

/// <summary>
/// A named stream of random numbers: the same seed and path give the same stream on every machine. xoshiro256** seeded by splitmix64 [Blackman2021].
/// </summary>
/// <remarks>
/// Streams are named, never carried: take a new one with <see cref="For"/> or <see cref="Split"/> wherever one is needed. Not thread-safe.
/// </remarks>
public sealed class Rng
{
    private readonly ulong _origin;
    private ulong _a, _b, _c, _d;

    private Rng(ulong origin)
    {
        _origin = origin;
        var state = origin;
        _a = SplitMix(ref state);
        _b = SplitMix(ref state);
        _c = SplitMix(ref state);
        _d = SplitMix(ref state);
    }

    /// <summary>The stream named by <paramref name="seed"/> and <paramref name="path"/>, for example study seed and trial number.</summary>
    public static Rng For(ulong seed, params ReadOnlySpan<long> path)
    {
        var hash = Mix(seed + 0x9E3779B97F4A7C15UL);
        foreach (var part in path) hash = Mix(hash ^ Mix(unchecked((ulong)part) + 0xD1B54A32D192ED03UL));
        return new Rng(hash);
    }

    /// <summary>
    /// A further stream named by this stream's own name and <paramref name="label"/>; does not depend on what was drawn from this one.
    /// </summary>
    public Rng Split(long label) => For(_origin, label);

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64()
    {
        var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        var t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public double NextDouble(double low, double high) => low + (high - low) * NextDouble();

    /// <summary>Uniform integer in [0, <paramref name="count"/>).</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public int Next(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return (int)Math.BigMul(NextUInt64(), (ulong)count, out _);
    }

    /// <summary>Standard normal, by inversion, so that one draw costs one number of the stream.</summary>
    public double NextGaussian() => Normal.Quantile(((NextUInt64() >> 11) + 0.5) * (1.0 / (1UL << 53)));

    /// <summary>Permutes <paramref name="items"/> uniformly in place (Fisher–Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = Next(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static ulong SplitMix(ref ulong state) => Mix(state += 0x9E3779B97F4A7C15UL);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
