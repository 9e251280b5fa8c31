using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Neural.Architectures.Cells;
using AutoMLStudio.Neural.Architectures.Recurrent;

namespace AutoMLStudio.Web.Searches;

/// <summary>
/// Which candidates an architecture takes at the places of a search: told by the edges of its text where the places are edges, by the decisions of its
/// space where they are called like these, and else by the largest weight.
/// </summary>
/// <param name="slots">The places.</param>
/// <param name="space">What the study searches.</param>
internal sealed class ChosenCandidates(IReadOnlyList<SlotWeights> slots, SearchSpace space)
{
    private const string None = "none";

    private readonly FlatArchitecture? _flat = space.Declared.OfType<ArchitectureParameter>().FirstOrDefault()?.Space.Flatten();

    /// <summary>One list a place, empty where the architecture takes none of the candidates.</summary>
    /// <param name="architecture">The architecture; null where none is known.</param>
    /// <param name="weights">The weights of the candidates then, one list a place.</param>
    public IReadOnlyList<IReadOnlyList<int>> Of(Architecture? architecture, IReadOnlyList<IReadOnlyList<double>> weights)
    {
        var edges = architecture is null ? [] : Edges(architecture.Genotype).ToHashSet();
        var decisions = architecture is null || edges.Count > 0 ? null : Decisions(architecture);
        return [.. slots.Select((slot, i) => At(slot, weights[i], edges, decisions))];
    }

    private static IReadOnlyList<int> At(SlotWeights slot, IReadOnlyList<double> weights, HashSet<ChosenEdge> edges, Configuration? decisions)
    {
        if (edges.Count > 0 && slot is { From: { } from, To: { } to })
            return [.. Enumerable.Range(0, slot.Candidates.Count).Where(c => edges.Contains(new(slot.Group, slot.Candidates[c], from, to)))];
        if (Decided(slot, decisions) is { } decided)
            return slot.Candidates.ToList().IndexOf(decided) is >= 0 and var place ? [place] : [];
        var open = Enumerable.Range(0, Math.Min(slot.Candidates.Count, weights.Count)).Where(c => slot.Candidates[c] != None).ToList();
        return open.Count == 0 ? [] : [open.MaxBy(c => weights[c])];
    }

    private static string? Decided(SlotWeights slot, Configuration? decisions)
    {
        if (decisions is null) return null;
        foreach (var name in new[] { slot.Name, $"{slot.Group}.{slot.Name}" })
            if (decisions.TryGetValue(name, out var value)) return value.ToString();
        return null;
    }

    private static IEnumerable<ChosenEdge> Edges(string genotype)
    {
        if (CellGenotype.FromText(genotype) is { } cells)
            return [.. Edges("normal", cells.Normal), .. cells.Reduce is null ? [] : Edges("reduce", cells.Reduce)];
        return RecurrentGenotype.FromText(genotype) is not { } recurrent ? []
            : recurrent.Nodes.Select((n, i) => new ChosenEdge("recurrent", $"{n.Function}".ToLowerInvariant(), n.From, i + 1));
    }

    // Two edges a node; the two first states are the inputs.
    private static IEnumerable<ChosenEdge> Edges(string group, CellPlan plan) => plan.Edges.Select((e, i) => new ChosenEdge(group, e.Operation, e.From, 2 + i / 2));

    private Configuration? Decisions(Architecture architecture)
    {
        try
        {
            return _flat?.Encode(architecture);
        }
        catch (ArgumentException)
        {
            return null; // an architecture of another version of the space
        }
    }

    private sealed record ChosenEdge(string Group, string Candidate, int From, int To);
}
