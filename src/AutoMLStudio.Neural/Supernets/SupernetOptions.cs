using System.ComponentModel.DataAnnotations;

namespace AutoMLStudio.Neural.Supernets;

/// <summary>What all searches by shared weights have in common. Defaults are those of [Liu2019] but for what two cores could not train.</summary>
public abstract record SupernetOptions
{
    /// <summary>Epochs of a search; [Liu2019] take 50.</summary>
    [Display(Name = "Search epochs", Description = "Passes over the training data in which the shared weights learn. DARTS takes 50.")]
    [Range(1, 10_000)]
    public int Epochs { get; init; } = 20;

    /// <summary>Searches, each from other weights.</summary>
    [Display(Name = "Searches", Description = "Searches from different random weights; their results differ, so that several are worth comparing.")]
    [Range(1, 100)]
    public int Searches { get; init; } = 1;

    /// <summary>Architectures of each search that are trained from scratch.</summary>
    [Display(Name = "Finals", Description = "Architectures of each search that are trained from scratch, the best ones first.")]
    [Range(1, 1000)]
    public int Finals { get; init; } = 1;

    /// <summary>Examples in a batch.</summary>
    [Display(Name = "Search batch size", Description = "Examples in one step of the search.")]
    [Range(2, 65_536)]
    public int BatchSize { get; init; } = 64;

    /// <summary>Share of the training part that decides on architectures while the rest trains the shared weights; [Liu2019] take half.</summary>
    [Display(Name = "Architecture fraction",
        Description = "Share of the training part that architectures are chosen by, while the rest trains the shared weights.")]
    [Range(0.01, 0.9)]
    public double ArchitectureFraction { get; init; } = 0.5;

    /// <summary>Learning rate of the shared weights at the start; null for what the literature has for the method and the space.</summary>
    [Display(Name = "Learning rate",
        Description = "Step size of the shared weights at the start. When empty the published one: 0.025 or 0.05, 20 for recurrent cells.")]
    [Range(1e-6, 100)]
    public double? LearningRate { get; init; }

    /// <summary>Learning rate at the end, to which half a cosine leads; null as above.</summary>
    [Display(Name = "Last learning rate",
        Description = "Step size of the shared weights at the end, to which it falls along half a cosine. When empty the "
            + "published one; recurrent cells keep theirs.")]
    [Range(0, 100)]
    public double? LastLearningRate { get; init; }

    /// <summary>Momentum of the shared weights; null as above.</summary>
    [Display(Name = "Momentum", Description = "Momentum of the shared weights' gradient descent. When empty 0.9, none for recurrent cells.")]
    [Range(0, 0.9999)]
    public double? Momentum { get; init; }

    /// <summary>Weight decay of the shared weights; null as above.</summary>
    [Display(Name = "Weight decay", Description = "Pull of the shared weights towards 0. When empty the published one, for example 0.0003.")]
    [Range(0, 1)]
    public double? WeightDecay { get; init; }

    /// <summary>Longest gradient of the shared weights; null as above.</summary>
    [Display(Name = "Gradient clipping",
        Description = "Length to which longer gradients of the shared weights are shortened. When empty 5, 0.25 for recurrent cells.")]
    [Range(1e-6, 1e6)]
    public double? ClipNorm { get; init; }

    /// <summary>What the method's authors took; these [Liu2019].</summary>
    internal virtual Descent Published => new(0.025, 0.001, 0.9, 3e-4, 5);

    /// <summary>Candidates of a slot that a step runs at most; null for all of them.</summary>
    internal virtual int? PathsInStep => null;

    /// <summary>Share of a network that a step runs at most, by the slot with the fewest candidates.</summary>
    internal double ShareOf(SupernetPlan plan) =>
        PathsInStep is { } paths ? plan.Slots.Select(s => Math.Min(1, (double)paths / s.Candidates.Count)).DefaultIfEmpty(1).Max() : 1;

    /// <summary>How the shared weights of a space learn: as the options say, or else as is published for the space, or else for the method.</summary>
    internal Descent DescentIn(IRelaxedSpace space)
    {
        var published = space.Published ?? Published;
        return published with
        {
            Rate = LearningRate ?? published.Rate,
            LastRate = LastLearningRate ?? Math.Min(published.LastRate, LearningRate ?? published.Rate),
            Momentum = Momentum ?? published.Momentum,
            Decay = WeightDecay ?? published.Decay,
            Clip = ClipNorm ?? published.Clip,
        };
    }
}
