using System.ComponentModel.DataAnnotations;

namespace AutoMLStudio.Neural.Architectures.Cells;

/// <summary>Options of the architecture space <c>cell</c>.</summary>
/// <remarks>
/// Channels and cells are smaller than published, which two cores could not train: [Liu2019] search with 16 channels and 8 cells and train the cell
/// found with 36 and 20.
/// </remarks>
public sealed record CellOptions
{
    /// <summary>Which operations there are.</summary>
    [Display(Name = "Operations", Description = "Named after the search that published them: darts, nasnet, amoebanet, enas; dense for tables.")]
    public OperationSet Operations { get; init; } = OperationSet.Darts;

    /// <summary>Nodes of a cell.</summary>
    [Display(Name = "Nodes", Description = "Nodes of a cell, each the sum of two operations. DARTS has 4, the others have 5.")]
    [Range(1, 8)]
    public int Nodes { get; init; } = 4;

    /// <summary>Channels of the first cells.</summary>
    [Display(Name = "Channels", Description = "Channels of the first cells, or units of a dense cell; doubled at each reduction.")]
    [Range(2, 512)]
    public int Channels { get; init; } = 8;

    /// <summary>Cells one after another.</summary>
    [Display(Name = "Cells", Description = "Cells one after another, at least 3 over images; those at one and two thirds halve the image.")]
    [Range(1, 40)]
    public int Cells { get; init; } = 5;

    /// <summary>Drop path.</summary>
    [Display(Name = "Drop path",
        Description = "How often an operation is dropped at the end of training; 0.2 in the papers' final trainings of 600 epochs.")]
    [Range(0, 0.9)]
    public double DropPath { get; init; }

    /// <summary>Auxiliary head.</summary>
    [Display(Name = "Auxiliary head",
        Description = "A second classifier after the second reduction, which helps deep networks to train and is left out at the end.")]
    public bool Auxiliary { get; init; }
}
