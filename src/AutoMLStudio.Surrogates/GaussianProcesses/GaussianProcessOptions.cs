using System.ComponentModel.DataAnnotations;
using AutoMLStudio.Surrogates.Acquisitions;

namespace AutoMLStudio.Surrogates.GaussianProcesses;

/// <summary>Options of <see cref="GaussianProcessSampler"/>; the defaults of the search are those of Optuna's sampler [Akiba2019], the length-scales' prior is BoTorch's.</summary>
public sealed record GaussianProcessOptions
{
    /// <summary>What makes a point worth trying.</summary>
    [Display(Name = "Acquisition",
        Description = "What makes a point worth trying: log_ei (the logarithm of the expected improvement; qLogEI of the batch while trials run), ei (expected "
            + "improvement), pi (probability of improvement), ucb (confidence bound), "
            + "thompson (a function drawn from the model), max_value_entropy, knowledge_gradient, entropy_search.")]
    public AcquisitionKind Acquisition { get; init; } = AcquisitionKind.LogEi;

    /// <summary>The correlation of the process.</summary>
    [Display(Name = "Kernel", Description = "matern52 (functions that bend) or squared_exponential (perfectly smooth ones).")]
    public KernelKind Kernel { get; init; } = KernelKind.Matern52;

    /// <summary>What is believed of length-scales beforehand, where the hyper-parameters are their most probable values.</summary>
    [Display(Name = "Length-scale prior",
        Description = "gamma (moderate ones), dimension_scaled (longer with more parameters: when many of them may not matter) or symmetric (around the "
            + "whole range); mcmc has the paper's own.")]
    public LengthScalePrior Prior { get; init; } = LengthScalePrior.Gamma;

    /// <summary>How the hyper-parameters of the process are found.</summary>
    [Display(Name = "Hyper-parameters",
        Description = "map (their most probable values: quick) or mcmc (an average over draws by slice sampling, as in the paper: less sure of itself "
            + "with few trials).")]
    public HyperparameterInference Hyperparameters { get; init; } = HyperparameterInference.Map;

    /// <summary>Draws of the hyper-parameters that are thrown away.</summary>
    [Display(Name = "Burn-in", Description = "Rounds of slice sampling before hyper-parameters are kept (mcmc).")]
    [Range(0, 10_000)]
    public int BurnIn { get; init; } = 100;

    /// <summary>Draws of the hyper-parameters that are averaged over.</summary>
    [Display(Name = "Samples", Description = "Draws of the hyper-parameters that the acquisition is averaged over (mcmc).")]
    [Range(1, 200)]
    public int Samples { get; init; } = 10;

    /// <summary>Whether the worth is divided by the expected duration.</summary>
    [Display(Name = "Per second", Description = "Divides the acquisition by how long a trial is expected to take, which a second model learns; ucb and thompson, which are no gain, "
            + "stay as they are.")]
    public bool PerSecond { get; init; }

    /// <summary>Trials with a value before the model is asked.</summary>
    [Display(Name = "Initial trials", Description = "Quasi-random trials before the model decides.")]
    [Range(2, 1_000)]
    public int InitialTrials { get; init; } = 10;

    /// <summary>Quasi-random points at which the acquisition is looked at.</summary>
    [Display(Name = "Candidates", Description = "Quasi-random points at which the acquisition is evaluated for each proposal.")]
    [Range(16, 100_000)]
    public int Candidates { get; init; } = 2_048;

    /// <summary>Local searches of the acquisition.</summary>
    [Display(Name = "Local searches", Description = "Gradient searches of the acquisition that start from the most promising candidates.")]
    [Range(2, 100)]
    public int LocalSearches { get; init; } = 10;

    /// <summary>Joint draws of the values of pending trials.</summary>
    [Display(Name = "Fantasies", Description = "Imagined outcomes of running trials that the acquisition is averaged over.")]
    [Range(1, 1_024)]
    public int Fantasies { get; init; } = 128;

    /// <summary>Weight of the deviation in the confidence bound.</summary>
    [Display(Name = "Kappa", Description = "Weight of the uncertainty in the confidence bound; the others do not use it.")]
    [Range(0.0, 100.0)]
    public double Kappa { get; init; } = 2;

    /// <summary>Whether losses far above the others are clipped.</summary>
    [Display(Name = "Clip outliers",
        Description = "Losses more than three interquartile ranges above the third quartile count as if they stood there: a diverged "
            + "run does not hide the rest.")]
    public bool ClipOutliers { get; init; } = true;

    /// <summary>Whether losses are transformed to look normally distributed.</summary>
    [Display(Name = "Warp losses",
        Description = "Learns a power of the losses that makes them most like normally distributed ones: helps where they span orders of magnitude.")]
    public bool WarpLosses { get; init; } = true;

    /// <summary>Whether parameters are bent so that the objective looks equally rough along them.</summary>
    [Display(Name = "Warp inputs",
        Description = "Learns for each numeric parameter how to stretch and squeeze its range, where the objective changes faster at one end than at the "
            + "other: as if a log scale had been chosen.")]
    public bool WarpInputs { get; init; }

    /// <summary>Trials that the model learns from.</summary>
    [Display(Name = "Maximum points",
        Description = "Trials the model learns from at most: the best half and the newest half. A proposal's time grows with the cube of it.")]
    [Range(50, 5_000)]
    public int MaximumPoints { get; init; } = 1_000;
}

/// <summary>How the hyper-parameters of a Gaussian process are found.</summary>
public enum HyperparameterInference
{
    /// <summary>The mode of their posterior density.</summary>
    Map,
    /// <summary>Draws from it by slice sampling.</summary>
    Mcmc,
}
