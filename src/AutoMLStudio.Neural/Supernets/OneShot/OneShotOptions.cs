using System.ComponentModel.DataAnnotations;

namespace AutoMLStudio.Neural.Supernets.OneShot;

/// <summary>
/// Options of <c>one_shot</c>. [Bender2018] trained for much longer, with ghosts of 32 in batches of 1,024, and ranked 20,000 architectures, of
/// which ten were trained from scratch.
/// </summary>
public sealed record OneShotOptions : SupernetOptions
{
    /// <summary>A larger part for the shared weights: nothing else learns.</summary>
    public OneShotOptions() => ArchitectureFraction = 0.2;

    /// <summary>The probability that all paths into an operation are dropped, at the end of the search.</summary>
    [Display(Name = "Path dropout",
        Description = "Probability, reached at the end, that all paths into an operation are left out. Without it scores say little.")]
    [Range(0, 0.99)]
    public double PathDropout { get; init; } = 0.05;

    /// <summary>Examples that share what is dropped and the statistics of batch norms.</summary>
    [Display(Name = "Ghost batch size",
        Description = "Examples of a batch that share what is left out and their statistics; the batch size for no ghosts.")]
    [Range(2, 65_536)]
    public int Ghost { get; init; } = 32;

    /// <summary>Architectures that are ranked when the shared weights have learnt.</summary>
    [Display(Name = "Samples", Description = "Random architectures that the shared weights rank at the end; the authors took 20,000.")]
    [Range(1, 20_000)]
    public int Samples { get; init; } = 200;

    /// <summary>Architectures from all over the ranking that are trained from scratch too.</summary>
    [Display(Name = "Check",
        Description = "Architectures from the best to the worst that are trained from scratch as well, to compare with their rank. None when 0.")]
    [Range(0, 200)]
    public int Check { get; init; }
}
