using AutoMLStudio.Core.Numerics;

namespace AutoMLStudio.Surrogates.Acquisitions;

/// <summary>Draws in proportion to weights, without putting back.</summary>
internal static class Roulette
{
    /// <summary>Up to <paramref name="count"/> items. The largest of ln p + Gumbel noise is a draw in proportion to p; the next largest are draws
    /// without putting back.</summary>
    /// <param name="items">Items, each asked for one random number, in this order.</param>
    /// <param name="logWeight">Logarithm of an item's weight; −∞ is drawn last.</param>
    /// <param name="count">Draws.</param>
    /// <param name="rng">Randomness.</param>
    public static IEnumerable<int> Draw(IEnumerable<int> items, Func<int, double> logWeight, int count, Rng rng) =>
        items.OrderByDescending(i => logWeight(i) - Math.Log(-Math.Log(rng.NextDouble() + 0.5 / (1L << 53)))).Take(count);
}
