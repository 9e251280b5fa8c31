using System.ComponentModel.DataAnnotations;

namespace AutoMLStudio.Core.Sampling.Bohb;

/// <summary>Options of <see cref="BohbSampler"/>; the defaults are those of the paper and of the authors' HpBandSter.</summary>
public sealed record BohbOptions
{
    /// <summary>Trials in each density at least; null for one more than there are parameters.</summary>
    [Display(Name = "Points in a model", Description = "Trials that each of the two densities is made of at least; one more than there are "
        + "parameters when empty.")]
    [Range(2, 10_000)]
    public int? MinPoints { get; init; }

    /// <summary>Percent of the trials that count as good.</summary>
    [Display(Name = "Good trials", Description = "Percent of the trials at a budget that count as good.")]
    [Range(1.0, 50.0)]
    public double TopPercent { get; init; } = 15;

    /// <summary>Draws from the density of the good trials.</summary>
    [Display(Name = "Candidates", Description = "Draws near good trials, of which the most promising is tried.")]
    [Range(1, 10_000)]
    public int Candidates { get; init; } = 64;

    /// <summary>Share of trials that are drawn at random.</summary>
    [Display(Name = "Random share", Description = "Share of the trials that ignore the model; it keeps Hyperband's guarantees.")]
    [Range(0.0, 1.0)]
    public double RandomFraction { get; init; } = 1.0 / 3;

    /// <summary>How much wider than the density's the kernels are that candidates are drawn from.</summary>
    [Display(Name = "Bandwidth factor", Description = "How much wider than in the density the kernels are that candidates are drawn from.")]
    [Range(0.1, 100.0)]
    public double BandwidthFactor { get; init; } = 3;

    /// <summary>Bandwidth below which no kernel gets.</summary>
    [Display(Name = "Smallest bandwidth", Description = "Share of a parameter's range below which no kernel narrows, so that equal trials do not "
        + "end the search.")]
    [Range(1e-6, 1.0)]
    public double MinBandwidth { get; init; } = 1e-3;
}
