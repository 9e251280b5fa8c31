using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Web.Searches;

/// <summary>
/// Which candidates an architecture takes at the places of a search: as its text says it (<see cref="GenotypeChoices"/>), and where that says nothing
/// of the kind, those of the largest weights.
/// </summary>
/// <param name="slots">The places.</param>
internal sealed class ChosenCandidates(IReadOnlyList<SlotWeights> slots)
{
    private const string None = "none";
    private const string Skip = "skip_connect";

    /// <summary>One list a place, empty where the architecture takes none of the candidates.</summary>
    /// <param name="architecture">The architecture; null where none is known.</param>
    /// <param name="weights">The weights of the candidates then, one list a place.</param>
    public IReadOnlyList<IReadOnlyList<int>> Of(Architecture? architecture, IReadOnlyList<IReadOnlyList<double>> weights)
    {
        var told = architecture is null ? [] : GenotypeChoices.Of(architecture).ToHashSet();
        var chosen = slots.Select(slot => Places(slot, told)).ToList();
        // A text that names none of the places is of a kind that is not known here.
        return chosen.Any(c => c.Count > 0)
            ? [.. chosen.Select((c, i) => c.Count > 0 || slots[i].From is not null ? c : Absent(slots[i]))]
            : [.. slots.Select((slot, i) => Heaviest(slot, weights[i]))];
    }

    private static GenotypeChoice At(SlotWeights slot, string candidate) =>
        slot is { From: { } from, To: { } to } ? GenotypeChoice.OfEdge(slot.Group, from, to, candidate) : new(slot.Group, slot.Name, candidate);

    private static IReadOnlyList<int> Places(SlotWeights slot, HashSet<GenotypeChoice> told) =>
        [.. Enumerable.Range(0, slot.Candidates.Count).Where(c => told.Contains(At(slot, slot.Candidates[c])) || told.Contains(At(slot, $"#{c}")))];

    /// <summary>A layer that the architecture does not have is skipped.</summary>
    private static IReadOnlyList<int> Absent(SlotWeights slot) => slot.Candidates.ToList().IndexOf(Skip) is >= 0 and var skip ? [skip] : [];

    private static IReadOnlyList<int> Heaviest(SlotWeights slot, IReadOnlyList<double> weights)
    {
        var open = Enumerable.Range(0, Math.Min(slot.Candidates.Count, weights.Count)).Where(c => slot.Candidates[c] != None).ToList();
        return open.Count == 0 ? [] : [open.MaxBy(c => weights[c])];
    }
}
