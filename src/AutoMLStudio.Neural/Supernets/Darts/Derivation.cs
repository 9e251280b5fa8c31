using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Neural.Architectures.Cells;

namespace AutoMLStudio.Neural.Supernets.Darts;

/// <summary>The architecture that weights speak for, with at most so many identities in its normal cell.</summary>
/// <param name="space">The space.</param>
/// <param name="plan">Its network.</param>
internal sealed class Derivation(IRelaxedSpace space, SupernetPlan plan)
{
    private const string Reduction = "reduce";

    /// <summary>By the space's own rule; while there are too many identities the one of the smallest weight loses it [Chen2019] (§3.3).</summary>
    /// <param name="weights">One weight a candidate of each slot.</param>
    /// <param name="maxSkips">Most identities; null for any number.</param>
    public Architecture Of(IReadOnlyList<double[]> weights, int? maxSkips = null)
    {
        var own = weights.Select(w => (double[])[.. w]).ToList();
        while (true)
        {
            var architecture = space.Derive(plan, own);
            var skips = Skips(architecture).ToList();
            if (maxSkips is not { } most || skips.Count <= most) return architecture;
            var (slot, candidate) = skips.MinBy(s => own[s.Slot][s.Candidate]);
            own[slot][candidate] = 0;
        }
    }

    /// <summary>Identities of an architecture, those of a cell that halves the image left out: they are no identities there.</summary>
    public int SkipsOf(Architecture architecture) => Skips(architecture).Count();

    private IEnumerable<(int Slot, int Candidate)> Skips(Architecture architecture) =>
        from slot in space.PathsOf(plan, architecture).Select((paths, i) => (Paths: paths, Number: i))
        where plan.Slots[slot.Number].Group != Reduction
        from candidate in slot.Paths
        where plan.Slots[slot.Number].Candidates[candidate] == CellOperations.Skip
        select (slot.Number, candidate);
}
