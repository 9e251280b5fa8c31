using System.ComponentModel.DataAnnotations;

namespace AutoMLStudio.Neural.Architectures.Recurrent;

/// <summary>Which states a recurrent cell gives on.</summary>
public enum CellOutput
{
    /// <summary>The mean of all nodes [Liu2019].</summary>
    All,
    /// <summary>The mean of the nodes that no other takes [Pham2018].</summary>
    LooseEnds,
}

/// <summary>Options of the architecture space <c>recurrent</c>.</summary>
/// <remarks>[Liu2019] search 8 nodes with 300 features and train the cell found with 850; the default features are for two cores.</remarks>
public sealed record RecurrentOptions
{
    /// <summary>Nodes.</summary>
    [Display(Name = "Nodes", Description = "Nodes of the cell, each a function of one earlier node. DARTS has 8, ENAS 11 after the first.")]
    [Range(1, 16)]
    public int Nodes { get; init; } = 8;

    /// <summary>Features.</summary>
    [Display(Name = "Features", Description = "Size of the cell's state and of a token's vector.")]
    [Range(2, 2048)]
    public int Features { get; init; } = 64;

    /// <summary>Output.</summary>
    [Display(Name = "Output", Description = "The mean of all nodes, as in DARTS, or of those that no other takes, as in ENAS.")]
    public CellOutput Output { get; init; } = CellOutput.All;
}
