using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Surrogates.RadialBasis;

/// <summary>
/// An interpolant as people look at it: what it says, how far the nearest trial is, which stands in for an uncertainty that it does not have, and the
/// merit that the two make together.
/// </summary>
/// <param name="space">The space.</param>
/// <param name="stand">Where the search stands.</param>
/// <param name="surrogate">The interpolant.</param>
/// <param name="merit">What candidates were chosen by.</param>
/// <param name="proposal">What is tried next.</param>
internal sealed class FittedInterpolant(
    SearchSpace space, SearchStand stand, CubicInterpolant surrogate, Merit merit, Configuration? proposal) : IFittedModel
{
    /// <inheritdoc/>
    public Configuration Incumbent { get; } = stand.Known.MinBy(t => t.Loss)!.Configuration;

    /// <inheritdoc/>
    public Configuration? Proposal => proposal;

    /// <inheritdoc/>
    public IReadOnlyCollection<int> Good => [];

    /// <inheritdoc/>
    public ModelCut? Cut(CutRequest request)
    {
        if (CutGrid.Of(space, Incumbent, request) is not { } grid) return null;
        var points = grid.Cells.Select(c => c is null ? null : space.Encode(c)).ToList();
        double?[] values = [.. points.Select(p => p is null ? (double?)null : surrogate.At(p))];
        double?[] distances = [.. points.Select(p => p is null ? (double?)null : merit.DistanceTo(p))];
        double? Worth(int i) => grid.Cells[i] is { } cell && space.SatisfiesConstraints(cell)
            ? 1 - merit.Of(values[i]!.Value, distances[i]!.Value) : null;
        return new(grid,
        [
            new("mean", "s(x)", FieldRole.Loss, values), new("distance", "distance", FieldRole.Distance, distances),
            new("acquisition", "merit", FieldRole.Acquisition, [.. Enumerable.Range(0, points.Count).Select(Worth)]),
        ]);
    }

    /// <inheritdoc/>
    public ModelDiagnostics Diagnose()
    {
        double[] losses = [.. stand.Known.Select(t => t.Loss!.Value).Order()];
        var facts = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["points"] = surrogate.Count, ["step"] = stand.Step, ["weight"] = merit.Weight,
            ["capped"] = losses.Count(l => l > losses[losses.Length / 2]),
        };
        return new("Cubic radial basis functions", facts, [], null, []);
    }
}
