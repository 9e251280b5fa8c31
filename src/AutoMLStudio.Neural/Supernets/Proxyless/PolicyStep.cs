using AutoMLStudio.Core.Numerics;

namespace AutoMLStudio.Neural.Supernets.Proxyless;

/// <summary>
/// A step of the architecture parameters by rewards ([Cai2019], §3.3.2, with [Williams1992]): ∇ ≈ 1/M Σ_m (R_m − b) ∇ log p(path_m), where b is a
/// moving mean of the rewards that a batch of them enters before it is compared with it.
/// </summary>
internal static class PolicyStep
{
    /// <summary>Share of its former value that the baseline keeps.</summary>
    public const double Memory = 0.99;

    /// <summary>Share of the reward's exponent where none is said: the published one.</summary>
    public const double DefaultStrength = 0.1;

    /// <summary>The reward R = quality · (target / latency)^w, as [Tan2019] (Eq. 2).</summary>
    /// <param name="quality">Accuracy, or 1 / (1 + loss) where there is none.</param>
    /// <param name="latency">Microseconds; null to leave it out.</param>
    /// <param name="target">Microseconds.</param>
    /// <param name="strength">w.</param>
    public static double Reward(double quality, double? latency, double target, double strength) =>
        latency is { } own ? quality * Math.Pow(target / Math.Max(own, 1), strength) : quality;

    /// <summary>The baseline after these rewards; the first ones start it.</summary>
    public static double Baseline(double? before, IReadOnlyList<double> rewards) =>
        before is { } known ? Memory * known + (1 - Memory) * rewards.Average() : rewards.Average();

    /// <summary>The gradient of the expected loss −R by the architecture parameters of each slot.</summary>
    /// <param name="probabilities">Of each slot's candidates.</param>
    /// <param name="paths">The paths drawn.</param>
    /// <param name="rewards">Their rewards.</param>
    /// <param name="baseline">b.</param>
    public static IReadOnlyList<double[]> Gradient(
        IReadOnlyList<double[]> probabilities, IReadOnlyList<int[]> paths, IReadOnlyList<double> rewards, double baseline)
    {
        var gradients = probabilities.Select(p => new double[p.Length]).ToList();
        for (var m = 0; m < paths.Count; m++)
            for (var slot = 0; slot < gradients.Count; slot++)
                for (var c = 0; c < gradients[slot].Length; c++)
                    gradients[slot][c] -= (rewards[m] - baseline) * ((c == paths[m][slot] ? 1 : 0) - probabilities[slot][c]) / paths.Count;
        return gradients;
    }

    /// <summary>A path drawn by probabilities.</summary>
    public static int[] Draw(IReadOnlyList<double[]> probabilities, Rng rng) => [.. probabilities.Select(p => Gates.Draw(p, rng))];
}
