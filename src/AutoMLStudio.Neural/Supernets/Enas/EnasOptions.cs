using System.ComponentModel.DataAnnotations;

namespace AutoMLStudio.Neural.Supernets.Enas;

/// <summary>Options of the sampler <c>enas</c>.</summary>
/// <remarks>
/// The shared weights learn as the authors of [Pham2018] have them learn cells: rate 0.05 to 0.0005 along a cosine, of which one period is run
/// instead of several, L2 of 1e-4, that is a decay of 2e-4, gradients up to 5. Nesterov's momentum is plain momentum here. What is left empty of
/// the controller is what the literature has for the space. Sized for two cores and small datasets: 100 epochs instead of 150 for cells and 310 for
/// layers, batches of 32 instead of 160 and 128, fewer steps of the controller after each epoch, and a quarter of the training part instead of a
/// tenth to reward by, where a tenth would be a batch or two.
/// </remarks>
public sealed record EnasOptions : SupernetOptions
{
    /// <summary>Options at their defaults.</summary>
    public EnasOptions() => (Epochs, BatchSize, ArchitectureFraction) = (100, 32, 0.25);

    /// <summary>Steps of the controller after each epoch; the authors take 30 for cells, 50 for whole networks, 25 for recurrent cells.</summary>
    [Display(Name = "Controller steps",
        Description = "Steps of the controller after each epoch of the shared weights. ENAS takes 30 for cells and 50 for layers.")]
    [Range(1, 10_000)]
    public int ControllerSteps { get; init; } = 10;

    /// <summary>Architectures of a controller step; the authors take 10 for cells, 20 for whole networks.</summary>
    [Display(Name = "Architectures a step",
        Description = "Architectures whose rewards a step of the controller averages. ENAS takes 10 for cells and 20 for layers.")]
    [Range(1, 1000)]
    public int ControllerAggregate { get; init; } = 10;

    /// <summary>
    /// Learning rate of the controller; null for what the literature has for the space, 0.0035 for cells, 0.001 for layers, raised by the root of how
    /// many fewer steps there are than the 4,500 or 15,500 it was meant for [Malladi2022] (§4).
    /// </summary>
    [Display(Name = "Controller learning rate",
        Description = "Step size of the controller. Empty: 0.0035 for cells, 0.001 for layers, more where there are fewer steps "
            + "than ENAS took; 0.00005 for recurrent cells.")]
    [Range(1e-7, 1)]
    public double? ControllerLearningRate { get; init; }

    /// <summary>Weight of the entropy beside the reward; null for what the literature has for the space: 1e-4, 1e-5 for recurrent cells.</summary>
    [Display(Name = "Entropy weight",
        Description = "How much the controller is rewarded for staying undecided. Empty: 0.0001, 0.00001 for recurrent cells.")]
    [Range(0, 10)]
    public double? EntropyWeight { get; init; }

    /// <summary>
    /// Share of the baseline that stays with each reward; null for what the literature has for the space: 0.99, 0.999 for recurrent cells.
    /// </summary>
    [Display(Name = "Baseline decay",
        Description = "How slowly the mean reward that the controller compares with follows. Empty: 0.99, 0.999 for recurrent cells.")]
    [Range(0, 0.99999)]
    public double? BaselineDecay { get; init; }

    /// <summary>Share of skip connections that the penalty draws to.</summary>
    [Display(Name = "Skip target", Description = "Share of skip connections that the controller is drawn to, in the space of layers.")]
    [Range(0.01, 0.99)]
    public double SkipTarget { get; init; } = 0.4;

    /// <summary>Weight of the skip connections' penalty.</summary>
    [Display(Name = "Skip weight", Description = "How strongly the controller is drawn to that share; 0 for not at all.")]
    [Range(0, 100)]
    public double SkipWeight { get; init; } = 0.8;

    /// <summary>
    /// Architectures that are drawn and ranked at the end of the search; before, ten a single batch each are, which is what the authors do.
    /// </summary>
    [Display(Name = "Ranked",
        Description = "Architectures that are drawn at the end and ranked by their accuracy with the shared weights. ENAS ranks 10.")]
    [Range(1, 10_000)]
    public int Ranked { get; init; } = 50;

    internal override Descent Published => new(0.05, 5e-4, 0.9, 2e-4, 5);
}
