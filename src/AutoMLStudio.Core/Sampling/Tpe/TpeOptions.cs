using System.ComponentModel.DataAnnotations;

namespace AutoMLStudio.Core.Sampling.Tpe;

/// <summary>How many of N trials count as good.</summary>
public enum TpeSplit
{
    /// <summary>⌈√N / 4⌉, at most 25 [Bergstra2013].</summary>
    SquareRoot,
    /// <summary>⌈0.15 N⌉, the quantile γ of the first paper [Bergstra2011].</summary>
    Quantile,
    /// <summary>⌈0.1 N⌉, at most 25, as in Optuna [Akiba2019].</summary>
    Capped,
}

/// <summary>How much each trial weighs in its density.</summary>
public enum TpeWeights
{
    /// <summary>1 for the newest 25; older ones less, down to 1/N for the first [Bergstra2013].</summary>
    Forgetting,
    /// <summary>All the same [Bergstra2011].</summary>
    Equal,
    /// <summary>
    /// A good trial by how far its loss is below that of the best trial that is not good [Watanabe2023b], with several objectives by the volume that
    /// it adds [Ozaki2020]; the others all the same.
    /// </summary>
    Improvement,
}

/// <summary>Options of <see cref="TpeSampler"/>.</summary>
public sealed record TpeOptions
{
    /// <summary>Whether one density spans all parameters.</summary>
    [Display(Name = "Multivariate",
        Description = "One density over all parameters, so that the search sees which values go together; otherwise one for each parameter.")]
    public bool Multivariate { get; init; } = true;

    /// <summary>Trials with a value before the densities are asked.</summary>
    [Display(Name = "Startup trials", Description = "Random trials with a value before the densities decide.")]
    [Range(1, 10_000)]
    public int StartupTrials { get; init; } = 10;

    /// <summary>Draws from the density of the good trials.</summary>
    [Display(Name = "Candidates", Description = "Draws from the density of the good trials, of which the most promising is tried.")]
    [Range(1, 10_000)]
    public int Candidates { get; init; } = 24;

    /// <summary>How many trials count as good.</summary>
    [Display(Name = "Split", Description = "How many of N trials count as good: quantile (15 %), capped (10 %, at most 25, as Optuna does) "
        + "or square_root (a quarter of the root of N, at most 25, as Hyperopt does).")]
    public TpeSplit Split { get; init; } = TpeSplit.Quantile;

    /// <summary>How much each trial weighs.</summary>
    [Display(Name = "Weights", Description = "How much each trial weighs: improvement (a good one by how far it is below the best of the others), "
        + "forgetting (the newest 25 fully, older ones less) or equal.")]
    public TpeWeights Weights { get; init; } = TpeWeights.Improvement;

    /// <summary>Weight of the prior, in trials.</summary>
    [Display(Name = "Prior weight", Description = "How many trials the prior counts as in each density; larger ones explore more.")]
    [Range(0.001, 1_000.0)]
    public double PriorWeight { get; init; } = 1;

    /// <summary>Whether the bounds count as neighbours.</summary>
    [Display(Name = "Bounds as neighbours",
        Description = "The outermost trials' kernels reach at least to the bounds, as in the first paper. Hyperopt and Optuna leave the bounds out.")]
    public bool BoundsAsNeighbours { get; init; }

    /// <summary>Least deviation of a kernel, in shares of a parameter's range; null for 0.03, for univariate densities 0.01.</summary>
    [Display(Name = "Minimum bandwidth", Description = "Least deviation of a kernel as a share of the parameter's range; 0.03 when empty, 0.01 for one "
        + "density a parameter. A noisy objective wants more.")]
    [Range(0.0001, 1.0)]
    public double? MinimumBandwidth { get; init; }

    /// <summary>How fast the least deviation falls with the trials of a density; null for 2, for univariate densities 1.</summary>
    [Display(Name = "Clip exponent", Description = "Kernels of a density of n trials are no narrower than n + 2 to the power of minus this; 2 when empty, 1 "
        + "for one density a parameter.")]
    [Range(0.0, 10.0)]
    public double? ClipExponent { get; init; }

    /// <summary>Δ.</summary>
    internal double Delta => MinimumBandwidth ?? (Multivariate ? 0.03 : 0.01);

    /// <summary>α.</summary>
    internal double Alpha => ClipExponent ?? (Multivariate ? 2 : 1);
}
