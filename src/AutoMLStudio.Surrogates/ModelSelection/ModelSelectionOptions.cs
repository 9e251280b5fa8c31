using System.ComponentModel.DataAnnotations;

namespace AutoMLStudio.Surrogates.ModelSelection;

/// <summary>Options of <see cref="ModelSelectionSampler"/>.</summary>
public sealed record ModelSelectionOptions
{
    /// <summary>Random configurations that one is drawn from.</summary>
    [Display(Name = "Candidates", Description = "Random configurations among which one is drawn in proportion to its expected improvement.")]
    [Range(16, 100_000)]
    public int Candidates { get; init; } = 1_000;

    /// <summary>Uniform trials where no scheduler halves.</summary>
    [Display(Name = "Initial trials", Description = "Uniform trials before the model decides, when no scheduler compares trials at several budgets.")]
    [Range(2, 1_000)]
    public int InitialTrials { get; init; } = 10;
}
