using System.ComponentModel.DataAnnotations;
using AutoMLStudio.Neural.Architectures.Operations;

namespace AutoMLStudio.Neural.Architectures.Chain;

/// <summary>Kind of a plain network.</summary>
public enum NetworkKind
{
    /// <summary>Convolutions, for images.</summary>
    Cnn,
    /// <summary>Fully connected layers, for tables; images are flattened.</summary>
    Mlp,
}

/// <summary>Whether layers have a residual connection around them.</summary>
public enum SkipChoice
{
    /// <summary>Each layer with or without: the search decides.</summary>
    Search,
    /// <summary>No layer has one.</summary>
    Never,
    /// <summary>Every layer has one.</summary>
    Always,
}

/// <summary>Options of the architecture space <c>chain</c>.</summary>
public sealed record ChainOptions
{
    /// <summary>Largest width that is accepted: beyond it one layer alone outgrows what a study can train.</summary>
    internal const int MaximumWidth = 4096;

    /// <summary>Layers of convolutions or fully connected ones.</summary>
    [Display(Name = "Kind", Description = "Convolutional layers (cnn) for images, fully connected ones (mlp) for tables.")]
    public NetworkKind Kind { get; init; } = NetworkKind.Cnn;

    /// <summary>Fewest layers.</summary>
    [Display(Name = "Fewest layers", Description = "Fewest layers before the output.")]
    [Range(1, 64)]
    public int MinDepth { get; init; } = 1;

    /// <summary>Most layers.</summary>
    [Display(Name = "Most layers", Description = "Most layers before the output.")]
    [Range(1, 64)]
    public int MaxDepth { get; init; } = 4;

    /// <summary>Widths to choose from.</summary>
    [Display(Name = "Widths", Description = "Channels of a convolution or units of a fully connected layer to choose from.")]
    [Range(1, MaximumWidth)]
    public int[] Widths { get; init; } = [8, 16, 32, 64];

    /// <summary>Kernels to choose from.</summary>
    [Display(Name = "Kernels", Description = "Odd heights and widths of convolution kernels to choose from; an mlp has none.")]
    [Range(1, 15)]
    public int[] Kernels { get; init; } = [3, 5];

    /// <summary>Activations to choose from.</summary>
    [Display(Name = "Activations", Description = "Activation functions to choose from.")]
    public Activation[] Activations { get; init; } = [Activation.Relu, Activation.Silu];

    /// <summary>Whether layers have residual connections.</summary>
    [Display(Name = "Residual connections", Description = "Around each layer: searched, never or always.")]
    public SkipChoice Skips { get; init; } = SkipChoice.Search;

    /// <summary>Faults that ranges on single options do not express.</summary>
    internal IEnumerable<string> Faults()
    {
        if (MinDepth < 1) yield return $"min_depth is {MinDepth}: an integer from 1 to 64 is expected.";
        if (MaxDepth < MinDepth || MaxDepth > 64) yield return $"max_depth is {MaxDepth}: an integer from min_depth ({MinDepth}) to 64 is expected.";
        if (Listed("widths", Widths, w => w is >= 1 and <= MaximumWidth, $"integers from 1 to {MaximumWidth}") is { } widths) yield return widths;
        if (Listed("kernels", Kernels, k => k is >= 1 and <= 15 && k % 2 == 1, "odd integers from 1 to 15") is { } kernels) yield return kernels;
        if (Listed("activations", Activations, Enum.IsDefined, "activation functions") is { } activations) yield return activations;
    }

    private static string? Listed<T>(string name, T[] values, Predicate<T> accepts, string expected) =>
        values.Length == 0 || !Array.TrueForAll(values, accepts) || values.Distinct().Count() < values.Length
            ? $"{name} is [{string.Join(", ", values)}]: at least one, all different, of {expected} is expected."
            : null;
}
