using System.ComponentModel.DataAnnotations;

namespace AutoMLStudio.Neural.Architectures.Macro;

/// <summary>Options of the architecture space <c>macro</c>.</summary>
/// <remarks>[Pham2018] search 12 layers of 36 channels, which two cores could not train; the defaults are smaller.</remarks>
public sealed record MacroOptions
{
    /// <summary>Layers.</summary>
    [Display(Name = "Layers", Description = "Layers of the network, each with its own operation and skip connections. ENAS has 12.")]
    [Range(1, 24)]
    public int Layers { get; init; } = 6;

    /// <summary>Channels.</summary>
    [Display(Name = "Channels", Description = "Channels of the first layers; doubled where the image is halved. ENAS has 36.")]
    [Range(2, 512)]
    public int Channels { get; init; } = 8;
}
