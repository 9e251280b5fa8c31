using System.ComponentModel.DataAnnotations;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Sampling;

/// <summary>Options of the sampler <c>grid</c>.</summary>
public sealed record GridOptions
{
    /// <summary>Values of a continuous parameter, or of one with more values than this.</summary>
    [Display(Name = "Points", Description = "Values of each continuous parameter, evenly spaced on its own scale, bounds included; a parameter with "
        + "fewer values takes all of them.")]
    [Range(1, 1_000_000)]
    public int Points { get; init; } = 5;

    /// <summary>Take the cells in a random order that the study's seed names.</summary>
    [Display(Name = "Shuffle", Description = "Take the cells in random order instead of row by row; for grids of up to 100,000 cells.")]
    public bool Shuffle { get; init; }
}

/// <summary>
/// Every cell of a grid once, row by row, and then nothing. The nth proposal is cell n, so that a trial which is tried again keeps its cell and a
/// study continued later goes on where it was. Inactive parameters do not multiply cells, and cells that break a constraint are left out.
/// </summary>
public sealed class GridSampler : ISampler
{
    private const int MaximumShuffled = 100_000;

    private readonly GridOptions _options;
    private readonly ulong _seed;
    private readonly Memo _cells;

    /// <summary>A sampler of the grid of <paramref name="options"/>; the context's seed names the order when it is shuffled.</summary>
    public GridSampler(GridOptions options, MethodContext context)
    {
        (_options, _seed) = (options, context.Seed);
        _cells = new(options.Shuffle ? Shuffled : space => Cells.Of(space, options.Points));
    }

    /// <inheritdoc/>
    /// <exception cref="SpaceException">The grid is to be shuffled and has more than 100,000 cells.</exception>
    public Configuration? Suggest(SearchSpace space, History history, Rng rng) => _cells.At(space, history.Proposed);

    private Configuration[] Shuffled(SearchSpace space)
    {
        var cells = Cells.Of(space, _options.Points).Take(MaximumShuffled + 1).ToArray();
        if (cells.Length > MaximumShuffled)
            throw new SpaceException([$"The grid has more than {MaximumShuffled:N0} cells, too many to shuffle: take fewer points, leave out "
                + "shuffle, or choose the sampler random."]);
        Rng.For(_seed, SobolSampler.SeedPath).Shuffle<Configuration>(cells);
        return cells;
    }
}
