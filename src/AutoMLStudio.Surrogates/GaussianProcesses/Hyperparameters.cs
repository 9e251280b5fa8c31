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

    /// <summary>
    /// Variance of the unknown constants κ, one a feature of the environment, in values f(x) + κᵀφ: it adds Constant · φᵀφ′ to covariances. 0 for none.
    /// </summary>
    public double Constant { get; init; }

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
