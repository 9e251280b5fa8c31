namespace AutoMLStudio.Surrogates.GaussianProcesses;

/// <summary>The hyper-parameters of a Gaussian process on standardised values.</summary>
/// <param name="Weights">ℓ⁻² a dimension: inverse squared length-scales.</param>
/// <param name="Scale">Variance of the process.</param>
/// <param name="Noise">Variance of the observation noise; at least <see cref="MinimumNoise"/>.</param>
internal sealed record Hyperparameters(double[] Weights, double Scale, double Noise)
{
    /// <summary>Smallest variance of the noise: keeps the matrix well conditioned when observations are exact.</summary>
    public const double MinimumNoise = 1e-6;

    /// <summary>The correlation.</summary>
    public KernelKind Kernel { get; init; }

    /// <summary>Mean of the process.</summary>
    public double Mean { get; init; }

    /// <summary>Σ (q × q, row by row) of the q features of the environment; null without such features.</summary>
    public double[]? Environment { get; init; }

    /// <summary>What bends the coordinates before distances are taken; null for none.</summary>
    public InputWarping? Warping { get; init; }

    /// <summary>Length-scales.</summary>
    public IEnumerable<double> LengthScales => Weights.Select(w => 1 / Math.Sqrt(w));

    /// <summary>Logarithms in the order of the optimisation: weights, a and b of the warping if there is one, scale, noise.</summary>
    public double[] ToLogarithms() =>
        [.. Weights.Concat(Warping?.A ?? []).Concat(Warping?.B ?? []).Append(Scale).Append(Noise).Select(w => Math.Log(w))];

    /// <summary>The inverse of <see cref="ToLogarithms"/>, for points of some dimension.</summary>
    public static Hyperparameters FromLogarithms(ReadOnlySpan<double> logarithms, int dimension, KernelKind kernel = KernelKind.Matern52)
    {
        double[] values = [.. logarithms];
        for (var i = 0; i < values.Length; i++) values[i] = Math.Exp(values[i]);
        InputWarping? warping = values.Length == dimension + 2 ? null : new(values[dimension..(2 * dimension)], values[(2 * dimension)..(3 * dimension)]);
        return new(values[..dimension], values[^2], values[^1]) { Kernel = kernel, Warping = warping };
    }
}

/// <summary>
/// The priors of Optuna's Gaussian-process sampler [Akiba2019]: ln p = −Σ (0.1 ℓ² + 0.1 ℓ⁻²), Gamma(2, 1) on the scale, Gamma(1.1, 30) on the noise,
/// up to constants;
/// densities of the parameters themselves, whose mode is then sought over their logarithms.
/// </summary>
internal static class HyperparameterPrior
{
    private const double LengthScaleStrength = 0.1;
    private const double ScaleShape = 2;
    private const double ScaleRate = 1;
    private const double NoiseShape = 1.1;
    private const double NoiseRate = 30;

    /// <summary>The log density; adds its derivatives by the logarithms of the parameters to <paramref name="gradient"/>.</summary>
    public static double LogDensity(Hyperparameters parameters, Span<double> gradient)
    {
        var sum = 0.0;
        for (var d = 0; d < parameters.Weights.Length; d++)
        {
            var weight = parameters.Weights[d];
            sum -= LengthScaleStrength * (1 / weight + weight);
            gradient[d] += LengthScaleStrength * (1 / weight - weight);
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
}
