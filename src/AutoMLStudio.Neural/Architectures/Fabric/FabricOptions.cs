using System.ComponentModel.DataAnnotations;

namespace AutoMLStudio.Neural.Architectures.Fabric;

/// <summary>Options of the architecture space <c>fabric</c>.</summary>
/// <remarks>[Saxena2016] train fabrics of 8 and 16 layers with up to 64 channels, which two cores could not; the defaults are smaller.</remarks>
public sealed record FabricOptions
{
    /// <summary>Fewest layers.</summary>
    [Display(Name = "Fewest layers", Description = "Fewest columns of the grid. The paper's smaller fabrics have 8.")]
    [Range(2, 32)]
    public int MinLayers { get; init; } = 2;

    /// <summary>Most layers.</summary>
    [Display(Name = "Most layers", Description = "Most columns of the grid; as many as the fewest for a number that is not searched.")]
    [Range(2, 32)]
    public int MaxLayers { get; init; } = 8;

    /// <summary>Fewest channels.</summary>
    [Display(Name = "Fewest channels", Description = "Fewest channels, the same at every node.")]
    [Range(1, 512)]
    public int MinChannels { get; init; } = 4;

    /// <summary>Most channels.</summary>
    [Display(Name = "Most channels",
        Description = "Most channels; as many as the fewest for a number that is not searched. The paper's fabrics have 64.")]
    [Range(1, 512)]
    public int MaxChannels { get; init; } = 32;

    /// <summary>Faults that ranges on single options do not express.</summary>
    internal IEnumerable<string> Faults()
    {
        if (MaxLayers < MinLayers) yield return $"max_layers is {MaxLayers}: an integer from min_layers ({MinLayers}) to 32 is expected.";
        if (MaxChannels < MinChannels)
            yield return $"max_channels is {MaxChannels}: an integer from min_channels ({MinChannels}) to 512 is expected.";
        if (MaxLayers == MinLayers && MaxChannels == MinChannels)
            yield return $"Layers ({MinLayers}) and channels ({MinChannels}) are both fixed: that leaves nothing to search.";
    }
}
