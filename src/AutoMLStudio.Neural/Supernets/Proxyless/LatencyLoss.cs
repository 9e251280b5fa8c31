using System.ComponentModel.DataAnnotations;

namespace AutoMLStudio.Neural.Supernets.Proxyless;

/// <summary>How an expected latency changes the loss that the architecture parameters learn from.</summary>
public enum LatencyForm
{
    /// <summary>The loss times a power of the logarithm of the latency.</summary>
    [Display(Name = "times a power of its logarithm")]
    MulLog,
    /// <summary>The loss plus the latency's excess over the target.</summary>
    [Display(Name = "added")]
    AddLinear,
}

/// <summary>A loss with an expected latency in it, and its slopes.</summary>
/// <param name="Value">The loss.</param>
/// <param name="CrossEntropySlope">Its derivative by the cross-entropy.</param>
/// <param name="LatencySlope">Its derivative by the expected latency, per microsecond.</param>
/// <remarks>
/// The published search has two forms: 0.2 · CE · (ln E / ln T)^0.3 for phones, and CE + λ (E − T) / T; [Cai2019] (Eq. 6) gives the plain sum of
/// which the second is a scaling. Logarithms are of microseconds, where the published ones are of milliseconds: networks of tens of microseconds
/// would have negative ones, and 50 µs stand to 500 µs on a processor as their models do on a phone.
/// </remarks>
internal readonly record struct LatencyLoss(double Value, double CrossEntropySlope, double LatencySlope)
{
    /// <summary>Weight of the cross-entropy in the product: of no effect with Adam beyond its epsilon.</summary>
    private const double Scale = 0.2;

    /// <summary>Logarithms of less are too near to 0 to take powers of.</summary>
    private const double Shortest = 1.5;

    /// <summary>The strength of a form where none is said: the published ones.</summary>
    public static double DefaultStrength(LatencyForm form) => form == LatencyForm.MulLog ? 0.3 : 0.1;

    /// <summary>The loss.</summary>
    /// <param name="form">Form.</param>
    /// <param name="strength">Exponent of the product or factor in the sum.</param>
    /// <param name="crossEntropy">Cross-entropy of a batch.</param>
    /// <param name="expected">Expected latency in microseconds.</param>
    /// <param name="target">Target in microseconds.</param>
    public static LatencyLoss Of(LatencyForm form, double strength, double crossEntropy, double expected, double target)
    {
        if (form == LatencyForm.AddLinear)
            return new(crossEntropy + strength * (expected - target) / target, 1, strength / target);
        var (own, reference) = (Math.Max(expected, Shortest), Math.Log(Math.Max(target, Shortest)));
        var ratio = Math.Log(own) / reference;
        var factor = Scale * Math.Pow(ratio, strength);
        var slope = expected > Shortest ? Scale * crossEntropy * strength * Math.Pow(ratio, strength - 1) / (reference * own) : 0;
        return new(factor * crossEntropy, factor, slope);
    }
}
