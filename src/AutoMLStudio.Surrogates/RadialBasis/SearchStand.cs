using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Surrogates.RadialBasis;

/// <summary>Where a dynamic coordinate search stands.</summary>
/// <param name="Initial">Trials of the design.</param>
/// <param name="Since">Number of the first trial since the last restart.</param>
/// <param name="Step">Deviation of a moved coordinate, in shares of the range.</param>
/// <param name="Proposed">Trials proposed since then.</param>
/// <param name="Known">Those of them with a loss.</param>
/// <param name="Failed">Those that failed.</param>
internal sealed record SearchStand(
    int Initial, int Since, double Step, int Proposed, IReadOnlyList<Trial> Known, IReadOnlyList<Trial> Failed)
{
    /// <summary>True when the design is done and an interpolant can be computed.</summary>
    public bool IsReady(SearchSpace space) => Proposed >= Initial && Known.Count > space.Dimension + 1;
}
