using System.ComponentModel.DataAnnotations;

namespace AutoMLStudio.Surrogates.Stopping;

/// <summary>Options of the stopping rule <c>regret</c>; the defaults are those of Optuna's terminator [Akiba2019].</summary>
public sealed record RegretBoundOptions
{
    /// <summary>Where the study ends, in the unit of the objective; null for the error of measuring it.</summary>
    [Display(Name = "Threshold",
        Description = "The study ends when no more than this can be gained, in the unit of the metric. Empty: the error of measuring the best trial, which "
            + "it reports beside the metric as METRIC_error, or else the noise that the model sees.")]
    [Range(0.0, 1e12)]
    public double? Below { get; init; }

    /// <summary>Completed trials before the bound is looked at.</summary>
    [Display(Name = "Trials before", Description = "Completed trials before the bound is looked at.")]
    [Range(2, 10_000)]
    public int MinTrials { get; init; } = 20;

    /// <summary>Share of the trials, the best ones, that the model learns from.</summary>
    [Display(Name = "Best share", Description = "Share of the trials, the best ones, that the model learns from; never fewer than the trials before.")]
    [Range(0.01, 1.0)]
    public double Top { get; init; } = 0.5;

    /// <summary>δ: the chance that the bound does not hold.</summary>
    [Display(Name = "Delta", Description = "Chance that the bound does not hold, if the model is right.")]
    [Range(1e-6, 0.999)]
    public double Delta { get; init; } = 0.1;
}
