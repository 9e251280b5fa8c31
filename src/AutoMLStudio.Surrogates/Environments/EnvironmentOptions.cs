using System.ComponentModel.DataAnnotations;
using AutoMLStudio.Core.Sampling;

namespace AutoMLStudio.Surrogates.Environments;

/// <summary>Options that searches over points and budgets share.</summary>
public abstract record EnvironmentOptions : IBudgetChoice
{
    /// <inheritdoc/>
    public virtual bool ChoosesParts => true;

    /// <summary>Draws of the hyper-parameters that are thrown away.</summary>
    [Display(Name = "Burn-in", Description = "Rounds of slice sampling before hyper-parameters are kept.")]
    [Range(0, 10_000)]
    public int BurnIn { get; init; } = 100;

    /// <summary>Draws of the hyper-parameters that the worth is averaged over.</summary>
    [Display(Name = "Samples", Description = "Draws of the hyper-parameters that the worth of a trial is averaged over.")]
    [Range(1, 200)]
    public int Samples { get; init; } = 10;

    /// <summary>Seconds (or budget units, where no time is measured) that a trial costs beside its own.</summary>
    [Display(Name = "Overhead", Description = "Seconds that are added to what a trial is expected to cost, for the search itself: nothing is then for free.")]
    [Range(0.0, 1e6)]
    public double Overhead { get; init; } = 1e-3;

    /// <summary>How often the incumbent is tried with the whole budget.</summary>
    [Display(Name = "Verify every",
        Description = "The first trial after the random ones, and every so many after it, is the configuration predicted best with the whole budget, "
            + "so that there is a model to take home; 0 never.")]
    [Range(0, 10_000)]
    public int VerifyEvery { get; init; } = 10;
}
