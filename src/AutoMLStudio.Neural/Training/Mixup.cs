using AutoMLStudio.Core.Numerics;

namespace AutoMLStudio.Neural.Training;

/// <summary>How the examples of a batch are mixed [Zhang2018]: each with a partner from the same batch, all in one proportion.</summary>
/// <param name="Share">λ, the share of the example itself.</param>
/// <param name="Partners">Index of each example's partner.</param>
internal sealed record Mixup(double Share, long[] Partners)
{
    /// <summary>A draw for a batch with λ from Beta(α, α).</summary>
    public static Mixup Draw(double alpha, int examples, Rng rng)
    {
        var partners = new long[examples];
        for (var i = 0; i < examples; i++) partners[i] = i;
        rng.Shuffle<long>(partners);
        return new(Beta(alpha, rng), partners);
    }

    /// <summary>
    /// From Beta(α, α) [Johnk1964]: x = U^(1/α) and y = V^(1/α) are drawn until x + y ≤ 1, then it is x / (x + y); in logarithms, since the powers
    /// of a
    /// small α are too small for numbers.
    /// </summary>
    internal static double Beta(double alpha, Rng rng)
    {
        while (true)
        {
            var (x, y) = (Math.Log(1 - rng.NextDouble()) / alpha, Math.Log(1 - rng.NextDouble()) / alpha);
            var largest = Math.Max(x, y);
            var sum = largest + Math.Log(Math.Exp(x - largest) + Math.Exp(y - largest));
            if (sum <= 0) return Math.Exp(x - sum);
        }
    }
}
