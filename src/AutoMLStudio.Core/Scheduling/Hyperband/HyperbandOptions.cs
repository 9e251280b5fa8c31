using System.ComponentModel.DataAnnotations;

namespace AutoMLStudio.Core.Scheduling.Hyperband;

/// <summary>How the number of trials of a bracket becomes a whole one.</summary>
public enum BracketRounding
{
    /// <summary>⌈(s_max + 1)·ηˢ/(s + 1)⌉: the paper's form.</summary>
    Paper,
    /// <summary>⌊(s_max + 1)/(s + 1)⌋·ηˢ: HpBandSter's form.</summary>
    Hpbandster,
}

/// <summary>Options of the scheduler <c>hyperband</c>.</summary>
public sealed record HyperbandOptions : IRungOptions
{
    /// <summary>η: one trial in so many is promoted, with so many times the budget.</summary>
    [Display(Name = "Eta", Description = "One trial in so many is promoted to the next rung, with so many times the budget.")]
    [Range(2, 100)]
    public int Eta { get; init; } = 3;

    /// <summary>Units below which no rung lies.</summary>
    [Display(Name = "Smallest budget", Description = "Units that the first rung of the largest bracket has at least.")]
    [Range(1e-6, 1e9)]
    public double MinBudget { get; init; } = 1;

    /// <summary>How the number of trials of a bracket is rounded.</summary>
    [Display(Name = "Rounding", Description = "Trials of a bracket: rounded up, as in the paper, or a multiple of a power of eta, as in HpBandSter.")]
    public BracketRounding Rounding { get; init; }
}
