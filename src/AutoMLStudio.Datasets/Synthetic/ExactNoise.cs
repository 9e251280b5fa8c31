using AutoMLStudio.Core.Numerics;

namespace AutoMLStudio.Datasets.Synthetic;

/// <summary>
/// Noise that is the same to the last bit on every machine: additions and multiplications only, no logarithm or sine of the platform's library.
/// </summary>
internal static class ExactNoise
{
    /// <summary>Nearly standard normal: twelve uniform numbers added up have variance one; never beyond ±6.</summary>
    public static double Next(Rng rng)
    {
        var sum = -6.0;
        for (var i = 0; i < 12; i++) sum += rng.NextDouble();
        return sum;
    }
}
