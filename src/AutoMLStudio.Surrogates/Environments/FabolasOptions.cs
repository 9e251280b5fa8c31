using System.ComponentModel.DataAnnotations;

namespace AutoMLStudio.Surrogates.Environments;

/// <summary>Options of <see cref="FabolasSampler"/>.</summary>
public sealed record FabolasOptions : EnvironmentOptions
{
    /// <summary>Smallest budget as a share of the whole.</summary>
    [Display(Name = "Smallest share", Description = "Smallest part of the data (or of the budget) that a trial may get.")]
    [Range(1e-4, 0.5)]
    public double SmallestShare { get; init; } = 1.0 / 128;
}

/// <summary>Options of <see cref="MultiTaskSampler"/>.</summary>
public sealed record MultiTaskOptions : EnvironmentOptions
{
    /// <summary>Budget of the auxiliary task as a share of the whole; 0 for none, so that only earlier trials are other tasks.</summary>
    [Display(Name = "Auxiliary share",
        Description = "Part of the data (or of the budget) that the cheap, auxiliary task has; 0 for none, so that only earlier trials are other tasks.")]
    [Range(0, 0.9)]
    public double AuxiliaryShare { get; init; } = 0.25;

    /// <inheritdoc/>
    public override bool ChoosesParts => AuxiliaryShare > 0;

    /// <summary>First trials, all on the auxiliary task; on the only one without it.</summary>
    [Display(Name = "Initial trials",
        Description = "Random trials on the auxiliary task before the model decides, on the only one where there is none. With earlier trials the first "
            + "of them is the configuration predicted best.")]
    [Range(2, 1_000)]
    public int InitialTrials { get; init; } = 2;
}
