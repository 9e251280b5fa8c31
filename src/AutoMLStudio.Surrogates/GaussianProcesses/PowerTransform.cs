namespace AutoMLStudio.Surrogates.GaussianProcesses;

/// <summary>
/// The power transformation of [Yeo2000] that makes values most like normally distributed ones, brought to mean 0 and variance 1: losses often span
/// orders of magnitude,
/// which no stationary process describes. Searches with it are described by [CowenRivers2022].
/// </summary>
/// <remarks>
/// Deviation: λ is kept in [0, 2], where neither side bends more than a logarithm. Beyond, a cluster of trials at one place would be spread out ever
/// further, draw the search to
/// itself and grow.
/// </remarks>
/// <param name="Lambda">Exponent; 1 changes nothing.</param>
/// <param name="Centre">Transformed value that becomes 0.</param>
/// <param name="Scale">Transformed unit that becomes 1; above zero.</param>
internal sealed record PowerTransform(double Lambda, double Centre, double Scale)
{
    private const int Steps = 40;

    /// <summary>Leaves values as they are.</summary>
    public static PowerTransform None { get; } = new(1, 0, 1);

    /// <summary>The transformation of highest likelihood for these standardised values, over a grid of λ; <see cref="None"/> for equal
    /// values.</summary>
    public static PowerTransform Fit(double[] values)
    {
        var jacobian = values.Sum(v => Math.Sign(v) * Math.Log(Math.Abs(v) + 1));
        var best = (Likelihood: double.NegativeInfinity, Transform: None);
        for (var k = 0; k <= Steps; k++)
        {
            var lambda = 2.0 * k / Steps;
            var transformed = values.Select(v => Bend(v, lambda)).ToArray();
            var mean = transformed.Average();
            var variance = transformed.Average(t => (t - mean) * (t - mean));
            // The profile log likelihood of [Yeo2000] without its constant.
            var likelihood = -0.5 * values.Length * Math.Log(variance) + (lambda - 1) * jacobian;
            if (variance > 1e-12 && likelihood > best.Likelihood) best = (likelihood, new(lambda, mean, Math.Sqrt(variance)));
        }
        return best.Transform;
    }

    /// <summary>The transformed value.</summary>
    public double Apply(double value) => (Bend(value, Lambda) - Centre) / Scale;

    /// <summary>The inverse of <see cref="Apply"/>.</summary>
    public double Invert(double transformed)
    {
        var value = Centre + Scale * transformed;
        return value >= 0 ? Unbend(value, Lambda) : -Unbend(-value, 2 - Lambda);
    }

    private static double Bend(double value, double lambda) => value >= 0 ? Power(value, lambda) : -Power(-value, 2 - lambda);

    /// <summary>((v + 1)^p − 1)/p for v ≥ 0, ln(v + 1) for p = 0.</summary>
    private static double Power(double value, double exponent) => exponent == 0
        ? Math.Log(value + 1)
        : (Math.Pow(value + 1, exponent) - 1) / exponent;

    private static double Unbend(double value, double exponent) =>
        (exponent == 0 ? Math.Exp(value) : Math.Pow(exponent * value + 1, 1 / exponent)) - 1;
}
