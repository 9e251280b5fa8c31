using AutoMLStudio.Core;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Neural.Architectures;

namespace AutoMLStudio.Neural.Supernets;

/// <summary>
/// Finds architectures by training a network that holds them all. It proposes searches first, which are trials of their own; when these have ended,
/// what each has found, to be trained from scratch. While a search runs it has nothing to propose.
/// </summary>
/// <remarks>A search that a person ends early counts for what it knew by then; one that fails finds nothing.</remarks>
public abstract class SupernetSampler : ISampler
{
    private readonly ArchitectureParameter _parameter;

    /// <summary>A sampler for a study.</summary>
    /// <exception cref="ArgumentException">The space is not one architecture that the method can search.</exception>
    private protected SupernetSampler(SupernetOptions options, MethodContext context)
    {
        Options = options;
        _parameter = Searched(context.Space);
        if (!Accepts(Space))
            throw new ArgumentException($"The architectures of '{Space.Key}' cannot be searched by shared weights this way: {Expected} is expected.");
    }

    /// <summary>The options.</summary>
    internal SupernetOptions Options { get; }

    /// <summary>The architectures.</summary>
    private protected NetworkSpace Space => (NetworkSpace)_parameter.Space;

    /// <summary>The spaces that the method can search, in words: <c>an architecture of the space cell, nasbench201 or mobile</c>.</summary>
    private protected abstract string Expected { get; }

    /// <summary>True for a space that the method can search.</summary>
    private protected abstract bool Accepts(NetworkSpace space);

    /// <summary>A search at its beginning.</summary>
    /// <exception cref="GraphException">The space makes no network for the data.</exception>
    internal abstract SupernetSearch Begin(SearchCircumstances circumstances, CancellationToken cancellationToken);

    /// <summary>Of what a search has found, the best first, what is trained from scratch.</summary>
    private protected virtual IEnumerable<FoundArchitecture> ToTrain(IReadOnlyList<FoundArchitecture> found) => found.Take(Options.Finals);

    /// <inheritdoc/>
    public Configuration? Suggest(SearchSpace space, History history, Rng rng)
    {
        var searches = history.Trials.Where(t => t.IsSearch).ToList();
        if (searches.Count < Options.Searches) return Configuration.ForSearch(searches.Count, Options.Epochs);
        return searches.Where(t => t.IsFinished && t.State != TrialState.Failed).SelectMany(t => Found(space, t))
            .FirstOrDefault(c => !history.Tried.Contains(c));
    }

    private IEnumerable<Configuration> Found(SearchSpace space, Trial search) => search.Reports.Count == 0 ? []
        : ToTrain(search.Reports[^1].Search?.Found ?? [])
            .Select(f => space.ConfigurationOf(_parameter.Name, f.Architecture)).Where(space.SatisfiesConstraints);

    private static ArchitectureParameter Searched(SearchSpace space) => space.Declared is [ArchitectureParameter { Space: NetworkSpace } parameter]
        ? parameter
        : throw new ArgumentException("It searches one architecture and nothing beside it; the space holds "
            + $"{string.Join(", ", space.Declared.Select(p => $"'{p.Name}', {p.Domain}"))}.");
}
