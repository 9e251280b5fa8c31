using System.ComponentModel.DataAnnotations;

namespace AutoMLStudio.Neural.Supernets.Proxyless;

/// <summary>How the architecture parameters learn.</summary>
public enum GateUpdate
{
    /// <summary>By gradients through two candidates a slot.</summary>
    [Display(Name = "two paths")]
    Two,
    /// <summary>By gradients through all candidates of a slot.</summary>
    [Display(Name = "all paths")]
    Full,
    /// <summary>By the rewards of whole architectures.</summary>
    [Display(Name = "REINFORCE")]
    Reinforce,
}

/// <summary>
/// Options of <c>proxyless</c>. Defaults are those of [Cai2019] and its published search but for the batch, the epochs (of 160, a quarter was
/// warm-up) and the step size of short searches.
/// </summary>
/// <remarks>
/// The published search smooths labels by 0.1, which is an option of the training here, and looks ahead with its momentum as Nesterov's does.
/// </remarks>
public sealed record ProxylessOptions : SupernetOptions
{
    /// <summary>The published search's values where they differ from those of other searches.</summary>
    public ProxylessOptions() => ArchitectureFraction = 0.1;

    /// <summary>Epochs before architecture parameters learn; null for a quarter of all, 40 of 160 in the published search.</summary>
    [Display(Name = "Warm-up epochs",
        Description = "Epochs of the search in which every candidate is drawn alike, before it begins to prefer some. A quarter of all when empty.")]
    [Range(0, 10_000)]
    public int? WarmUp { get; init; }

    /// <summary>Epochs of the warm-up.</summary>
    internal int WarmUpEpochs => WarmUp ?? Epochs / 4;

    /// <summary>Learning rate of the shared weights at the start of the warm-up, at whose end half a cosine has led to 0.</summary>
    [Display(Name = "Warm-up learning rate", Description = "Step size of the shared weights at the start of the warm-up, over which it falls to 0.")]
    [Range(1e-6, 100)]
    public double WarmUpLearningRate { get; init; } = 0.05;

    /// <summary>How architecture parameters learn.</summary>
    [Display(Name = "Architecture update",
        Description = "What the preferences learn from: gradients through two candidates at a time, through all, or rewards of whole architectures.")]
    public GateUpdate Update { get; init; } = GateUpdate.Two;

    /// <summary>Steps of the shared weights for one of the architecture parameters.</summary>
    [Display(Name = "Architecture interval",
        Description = "Steps of the shared weights for each step of the preferences; at least one an epoch is made.")]
    [Range(1, 10_000)]
    public int Interval { get; init; } = 5;

    /// <summary>
    /// Adam's step size for the architecture parameters; null for the published 0.001, raised by the square root of how many fewer steps there are
    /// than the published 120,000: the noise of the gradients then leads as far from the start as it did there.
    /// </summary>
    [Display(Name = "Architecture learning rate",
        Description = "Step size of the preferences. When empty 0.001, which was meant for 120,000 steps, and more where there are fewer.")]
    [Range(1e-6, 10)]
    public double? ArchitectureLearningRate { get; init; }

    /// <summary>Architectures drawn in one step of REINFORCE.</summary>
    [Display(Name = "Policy batch", Description = "Architectures that are drawn and rewarded in one step of REINFORCE.")]
    [Range(1, 1000)]
    public int PolicyBatch { get; init; } = 10;

    /// <summary>Latency to aim at, in milliseconds; null to leave latency out.</summary>
    [Display(Name = "Target latency",
        Description = "Milliseconds that one example may take on this machine. Its operations are measured first. When empty only quality counts.")]
    [Range(0.002, 100_000)]
    public double? TargetLatency { get; init; }

    /// <summary>How latency changes the loss; REINFORCE has a form of its own.</summary>
    [Display(Name = "Latency form", Description = "How the expected latency changes the loss that the preferences learn from.")]
    public LatencyForm LatencyForm { get; init; } = LatencyForm.MulLog;

    /// <summary>
    /// The exponent or factor of the latency; null for the published 0.3 (the product), 0.1 (the sum) and 0.1 (the exponent of REINFORCE's reward).
    /// </summary>
    [Display(Name = "Latency strength",
        Description = "How much latency counts. When empty the published values: 0.3 as a factor's exponent, 0.1 in a sum or a reward.")]
    [Range(0, 10)]
    public double? LatencyStrength { get; init; }

    /// <summary>Down to 0, with less weight decay than most.</summary>
    internal override int? PathsInStep => Update == GateUpdate.Full ? null : 2;

    internal override Descent Published => new(0.025, 0, 0.9, 4e-5, 5);
}
