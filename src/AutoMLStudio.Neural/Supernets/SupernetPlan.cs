using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Neural.Architectures;

namespace AutoMLStudio.Neural.Supernets;

/// <summary>A place where a search decides between candidates.</summary>
/// <param name="Group">The part that it belongs to, for example <c>normal</c>.</param>
/// <param name="Name">Unique in its group, for example <c>0→2</c>.</param>
/// <param name="Candidates">Names of the candidates, in the order of the operations of a mixture.</param>
/// <param name="From">State that an edge comes from; null for what is no edge.</param>
/// <param name="To">State that an edge leads to; null for what is no edge.</param>
public sealed record Slot(string Group, string Name, IReadOnlyList<string> Candidates, int? From = null, int? To = null);

/// <summary>A network that holds every architecture of a space: a selection of its slots' candidates is one of them.</summary>
/// <param name="Graph">The network; its mixtures are where the search decides.</param>
/// <param name="Slots">The decisions, each shared by all nodes that read it: cells of one kind decide alike.</param>
/// <param name="Places">The slots that a node reads, by the node's id: one for a mixture.</param>
internal sealed record SupernetPlan(NetworkGraph Graph, IReadOnlyList<Slot> Slots, IReadOnlyDictionary<string, IReadOnlyList<int>> Places);

/// <summary>How a space is made into one network.</summary>
/// <param name="WithNone">Whether an edge may be chosen to be nothing, which [Liu2019] let compete with the operations.</param>
/// <param name="Affine">Whether batch norms scale and shift. A search by weights does without: a scale would undo a weight [Liu2019].</param>
/// <param name="SkipDropout">Rate of dropout behind identities at the start of a search [Chen2019] (§3.3); 0 for none.</param>
/// <param name="EdgeWeights">
/// Whether a node of a recurrent cell keeps weights for each node that it may take [Pham2018], or one for all [Liu2019].
/// </param>
internal readonly record struct RelaxOptions(
    bool WithNone = false, bool Affine = false, double SkipDropout = 0, bool EdgeWeights = false);

/// <summary>A space whose architectures are parts of one network.</summary>
internal interface IRelaxedSpace
{
    /// <summary>How the literature trains shared weights of this space, whatever the method; null for as the method does.</summary>
    Descent? Published => null;

    /// <summary>That network for a task.</summary>
    /// <exception cref="GraphException">The space makes no network for it; the message says why.</exception>
    SupernetPlan Relax(NetworkTask task, RelaxOptions options);

    /// <summary>The candidates of each slot that an architecture of the space is made of: run with these alone, the network computes what it does.</summary>
    IReadOnlyList<IReadOnlyList<int>> PathsOf(SupernetPlan plan, Architecture architecture);

    /// <summary>The architecture that weights of the slots' candidates speak for, by the space's own rule.</summary>
    /// <param name="plan">The network.</param>
    /// <param name="weights">One weight a candidate of each slot, from 0 to 1.</param>
    Architecture Derive(SupernetPlan plan, IReadOnlyList<double[]> weights);
}
