using System.ComponentModel.DataAnnotations;

namespace AutoMLStudio.Neural.Architectures.NasBench;

/// <summary>Options of the architecture space <c>nasbench201</c>.</summary>
/// <remarks>[Dong2020] stack 5 cells a stage, which two cores could not train; the default is 1.</remarks>
public sealed record NasBenchOptions
{
    /// <summary>Channels of the first stage.</summary>
    [Display(Name = "Channels", Description = "Channels of the first of three stages; doubled at each of the others. The benchmark has 16.")]
    [Range(2, 256)]
    public int Channels { get; init; } = 16;

    /// <summary>Cells a stage.</summary>
    [Display(Name = "Cells a stage", Description = "Cells in each of the three stages. The benchmark has 5.")]
    [Range(1, 10)]
    public int Cells { get; init; } = 1;

    /// <summary>Operations on the edges.</summary>
    [Display(Name = "Operations", Description = "Operations to choose from on each edge.")]
    [AllowedValues("none", "skip_connect", "nor_conv_1x1", "nor_conv_3x3", "avg_pool_3x3")]
    public string[] Operations { get; init; } = ["none", "skip_connect", "nor_conv_1x1", "nor_conv_3x3", "avg_pool_3x3"];
}
