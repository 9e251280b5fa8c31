using System.ComponentModel.DataAnnotations;

using AutoMLStudio.Neural.Architectures.Chain;

namespace AutoMLStudio.Neural.Architectures.Mobile;

/// <summary>Options of the architecture space <c>mobile</c>.</summary>
/// <remarks>
/// The stages of [Cai2019] have 24, 40, 80, 96, 192 and 320 channels and up to four blocks; the default multiplier and depth are for two cores.
/// </remarks>
public sealed record MobileOptions
{
    /// <summary>Multiplier of all channels.</summary>
    [Display(Name = "Width multiplier", Description = "Multiplies the channels 32, 16, 24, 40, 80, 96, 192, 320 and 1280; rounded to multiples of 8.")]
    [Range(0.1, 2)]
    public double WidthMultiplier { get; init; } = 0.25;

    /// <summary>Stages.</summary>
    [Display(Name = "Stages", Description = "How many of the six stages there are, from the first on.")]
    [Range(1, 6)]
    public int Stages { get; init; } = 3;

    /// <summary>Most blocks a stage.</summary>
    [Display(Name = "Most blocks", Description = "Most blocks of a stage; the search decides how many there are.")]
    [Range(1, 6)]
    public int MaxDepth { get; init; } = 3;

    /// <summary>Kernels to choose from.</summary>
    [Display(Name = "Kernels", Description = "Odd sizes of the depthwise convolutions to choose from.")]
    [Range(1, 15)]
    public int[] Kernels { get; init; } = [3, 5, 7];

    /// <summary>Expansions to choose from.</summary>
    [Display(Name = "Expansions", Description = "How many times wider a block is inside, to choose from.")]
    [Range(1, 16)]
    public int[] Expansions { get; init; } = [3, 6];

    /// <summary>Squeeze-and-excitation.</summary>
    [Display(Name = "Squeeze-and-excitation", Description = "In each block: searched, never or always.")]
    public SkipChoice SqueezeExcite { get; init; } = SkipChoice.Search;

    /// <summary>Faults that ranges on single options do not express.</summary>
    internal IEnumerable<string> Faults()
    {
        if (Kernels.Length == 0 || Kernels.Any(k => k is < 1 or > 15 || k % 2 == 0) || Kernels.Distinct().Count() < Kernels.Length)
            yield return $"kernels is [{string.Join(", ", Kernels)}]: at least one, all different, of odd integers from 1 to 15 is expected.";
        if (Expansions.Length == 0 || Expansions.Any(e => e is < 1 or > 16) || Expansions.Distinct().Count() < Expansions.Length)
            yield return $"expansions is [{string.Join(", ", Expansions)}]: at least one, all different, of integers from 1 to 16 is expected.";
    }
}
