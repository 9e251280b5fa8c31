using System.ComponentModel.DataAnnotations;

namespace AutoMLStudio.Neural.Supernets.Darts;

/// <summary>How much of the effect of architecture parameters on the shared weights their gradient sees.</summary>
public enum DartsOrder
{
    /// <summary>None: the shared weights as they are ([Liu2019], §2.3, ξ = 0).</summary>
    First,
    /// <summary>One step of the shared weights ahead ([Liu2019], Eqs. 6 to 8): about two and a half times the work.</summary>
    Second,
}

/// <summary>
/// Options of the sampler <c>darts</c>. Defaults are those of [Liu2019] but for the first order and what a short search needs; remedies against collapse
/// are off.
/// </summary>
public sealed record DartsOptions : SupernetOptions
{
    /// <summary>Order of the gradient; [Liu2019] search with both, two cores only with the first.</summary>
    [Display(Name = "Order",
        Description = "first: the architecture parameters learn with the shared weights as they are; second: one step of the weights ahead, "
            + "2.5 times the work.")]
    public DartsOrder Order { get; init; } = DartsOrder.First;

    /// <summary>
    /// Share of the search in which only the shared weights learn [Xu2020] (§4.2; 15 of 50 epochs there); [Liu2019] have none. Operations without
    /// weights are ahead at first, and a short search would end with them.
    /// </summary>
    [Display(Name = "Warm-up share",
        Description = "Share of the epochs in which only the shared weights learn, before operations are weighed. DARTS has none; PC-DARTS 0.3.")]
    [Range(0, 0.95)]
    public double WarmUp { get; init; } = 0.3;

    /// <summary>
    /// Learning rate of the architecture parameters' Adam; null for what [Liu2019] take for the space, 0.0003 or for recurrent cells 0.003, raised
    /// by the square root of how many fewer steps there are than their 19,550 [Malladi2022] (§4): the noise of the gradients then leads as
    /// far from the start as it did there.
    /// </summary>
    [Display(Name = "Architecture learning rate",
        Description = "Step size of the architecture parameters. When empty 0.0003 (recurrent cells 0.003), which was meant for 19,550 steps, "
            + "and more where there are fewer.")]
    [Range(1e-6, 1)]
    public double? ArchitectureLearningRate { get; init; }

    /// <summary>Weight decay of the architecture parameters.</summary>
    [Display(Name = "Architecture weight decay", Description = "Pull of the architecture parameters towards 0, all operations equal.")]
    [Range(0, 1)]
    public double ArchitectureWeightDecay { get; init; } = 1e-3;

    /// <summary>Most identities in a normal cell that is derived [Chen2019] (§3.3; 2 there); null for any number.</summary>
    [Display(Name = "Most skip connections",
        Description = "The most identities that a derived normal cell may have; the weakest give way to other operations. P-DARTS takes 2.")]
    [Range(0, 16)]
    public int? MaxSkips { get; init; }

    /// <summary>The search ends before the normal cell would have so many identities [Liang2019] (§3.2, Criterion 1; 2 there); null for never.</summary>
    [Display(Name = "Stop at skip connections",
        Description = "The search ends as soon as the derived normal cell has this many identities; the cell before counts. DARTS+ takes 2.")]
    [Range(1, 16)]
    public int? StopSkips { get; init; }

    /// <summary>Rate of dropout behind identities at the start, which falls off [Chen2019] (§3.3; 0 to 0.7 there).</summary>
    [Display(Name = "Skip dropout",
        Description = "Dropout behind identities at the start of the search, so that they do not win for being easy to train; it falls off.")]
    [Range(0, 0.95)]
    public double SkipDropout { get; init; }

    /// <summary>Weight of the β-decay at the end, to which it rises evenly from 0 [Ye2022] (Eq. 12; 50 there); 0 for none.</summary>
    [Display(Name = "Beta decay",
        Description = "Keeps the operations' weights from drifting apart early: the weight of that loss at the end of the search, to which it rises. "
            + "β-DARTS takes 50.")]
    [Range(0, 1000)]
    public double BetaDecay { get; init; }

    /// <summary>Whether to report the largest eigenvalue of the validation loss's Hessian in the architecture parameters [Zela2020] (§4.1).</summary>
    [Display(Name = "Eigenvalue",
        Description = "Reports after each epoch how sharply the loss bends in the architecture parameters: it grows before a search collapses. "
            + "Up to 40 passes more an epoch.")]
    public bool Eigenvalue { get; init; }

    /// <summary>Whether the search ends when that eigenvalue grows fast, and goes back to where it did not yet [Zela2020] (§4.3).</summary>
    [Display(Name = "Stop by eigenvalue",
        Description = "Ends the search when the eigenvalue has grown by a third within five epochs, and takes the architecture of five epochs before.")]
    public bool StopEigenvalue { get; init; }
}
