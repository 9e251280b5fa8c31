namespace AutoMLStudio.Surrogates.GaussianProcesses;

/// <summary>
/// Priors of the hyper-parameters that are sought as a mode: one of <see cref="LengthScalePrior"/>, and those of Optuna's sampler [Akiba2019] for the
/// others, Gamma(2, 1) on the scale and Gamma(1.1, 30) on the noise, up to constants; densities of the parameters themselves, whose mode is then sought
/// over their logarithms.
/// </summary>
internal static class HyperparameterPrior
{
    private const double ScaleShape = 2;
    private const double ScaleRate = 1;
    private const double NoiseShape = 1.1;
    private const double NoiseRate = 30;

    /// <summary>The log density; adds its derivatives by the logarithms of the parameters to <paramref name="gradient"/>.</summary>
    public static double LogDensity(Hyperparameters parameters, LengthScalePrior prior, Span<double> gradient)
    {
        var sum = 0.0;
        for (var d = 0; d < parameters.Weights.Length; d++)
        {
            var (density, slope) = OfLengthScale(prior, -0.5 * Math.Log(parameters.Weights[d]), parameters.Weights.Length);
            sum += density;
            gradient[d] -= 0.5 * slope;
        }
        if (parameters.Warping is { } warping)
        {
            var shapes = warping.A.Concat(warping.B).Select(s => Math.Log(s)).ToArray();
            for (var i = 0; i < shapes.Length; i++)
            {
                sum += InputWarping.LogPrior(shapes[i]);
                gradient[parameters.Weights.Length + i] += InputWarping.LogPriorSlope(shapes[i]);
            }
        }
        gradient[^2] += ScaleShape - 1 - ScaleRate * parameters.Scale;
        gradient[^1] += NoiseShape - 1 - NoiseRate * parameters.Noise;
        return sum + (ScaleShape - 1) * Math.Log(parameters.Scale) - ScaleRate * parameters.Scale
            + (NoiseShape - 1) * Math.Log(parameters.Noise) - NoiseRate * parameters.Noise;
    }

    /// <summary>The log density of a length-scale and its derivative by the logarithm of it.</summary>
    /// <param name="prior">Which prior.</param>
    /// <param name="logarithm">ln ℓ.</param>
    /// <param name="dimension">Number of dimensions.</param>
    public static (double Density, double Slope) OfLengthScale(LengthScalePrior prior, double logarithm, int dimension)
    {
        const double shape = 3, rate = 6, variance = 3, strength = 0.1;
        var length = Math.Exp(logarithm);
        switch (prior)
        {
            case LengthScalePrior.Gamma:
                return ((shape - 1) * logarithm - rate * length, shape - 1 - rate * length);
            case LengthScalePrior.DimensionScaled:
                var off = logarithm - Math.Sqrt(2) - 0.5 * Math.Log(dimension);
                return (-logarithm - off * off / (2 * variance), -1 - off / variance);
            default:
                var (square, inverse) = (length * length, 1 / (length * length));
                return (-strength * (square + inverse), -2 * strength * (square - inverse));
        }
    }
}
