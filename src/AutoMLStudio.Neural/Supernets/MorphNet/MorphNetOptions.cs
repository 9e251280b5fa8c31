using System.ComponentModel.DataAnnotations;
using AutoMLStudio.Neural.Architectures.Chain;

namespace AutoMLStudio.Neural.Supernets.MorphNet;

/// <summary>What a network is made small by.</summary>
public enum ChannelCost
{
    /// <summary>Multiplications with an addition that one example takes.</summary>
    MultiplyAdds,
    /// <summary>Trained numbers.</summary>
    Parameters,
}

/// <summary>Options of the sampler <c>morphnet</c>.</summary>
/// <remarks>
/// As the authors' program advises, the learning rate stays what it is while the widths are learnt and the strength is tried around one over the
/// first cost, which is 1 here. All of the training part trains the network: no architecture is chosen by held-out examples.
/// </remarks>
public sealed record MorphNetOptions : SupernetOptions
{
    /// <summary>Options at their defaults.</summary>
    public MorphNetOptions() => ArchitectureFraction = 0.01;

    /// <summary>What channels are weighed by.</summary>
    [Display(Name = "Cost", Description = "What the network is made small by: multiply_adds (speed) or parameters (size).")]
    public ChannelCost Cost { get; init; } = ChannelCost.MultiplyAdds;

    /// <summary>Weight of the cost beside the loss, times the first network's cost.</summary>
    [Display(Name = "Strength",
        Description = "How strongly channels are pushed out, relative to the first network's cost. Try values on a logarithmic scale around 1.")]
    [Range(1e-6, 1e6)]
    public double Strength { get; init; } = 1;

    /// <summary>Channels whose scale is no larger than this are cut.</summary>
    [Display(Name = "Threshold", Description = "Channels whose batch norm scales by no more than this are cut.")]
    [Range(0.0, 1.0)]
    public double Threshold { get; init; } = 1e-3;

    /// <summary>Cost to which the network left is widened again, as a share of the first network's.</summary>
    [Display(Name = "Target",
        Description = "Cost that the network found may have, as a share of the first network's: what is left after the cut is widened up to it.")]
    [Range(0.01, 100.0)]
    public double Target { get; init; } = 1;

    /// <summary>Width of every layer of the first network; null for the middle one of the space's.</summary>
    [Display(Name = "First width",
        Description = "Width of every layer of the network to begin with; when empty the middle one of the space's widths.")]
    [Range(1, ChainOptions.MaximumWidth)]
    public int? SeedWidth { get; init; }

    /// <summary>
    /// Times that the network is trained, cut and widened, each from the widths that the one before found; the epochs are shared out.
    /// </summary>
    [Display(Name = "Rounds",
        Description = "How often the network is trained, cut and widened, beginning each time with the widths found; the epochs are shared out.")]
    [Range(1, 100)]
    public int Rounds { get; init; } = 1;

    internal override Descent Published => new(0.05, 0.05, 0.9, 3e-4, 5);
}
