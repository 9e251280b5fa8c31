using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Sampling;
using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Core.Studies;

/// <summary>
/// Asks a study's sampler, whichever it is, and sees to it that the study's choice about <see cref="Duplicates"/> holds: samplers need not know of it.
/// </summary>
/// <remarks>
/// A proposal that repeats a trial, pending, failed, imported or asked for by a person, is answered by asking again: from another random stream, and
/// further down in its list where the sampler works one off. As long as the answers are new ones it goes on, so that a grid passes over all cells
/// that are known; a sampler that insists gets a configuration at random that was not tried.
/// </remarks>
internal sealed class Proposer(StudyDefinition definition, ISampler sampler)
{
    /// <summary>Answers that were given before until a random one takes their place.</summary>
    private const int Patience = 20;

    /// <summary>The next configuration; null when there is none.</summary>
    /// <param name="whole">All that is known: what counts as tried, however little the scheduler shows.</param>
    /// <param name="slice">What the sampler learns from.</param>
    public Configuration? Next(History whole, History slice)
    {
        var known = slice.WithImported(whole);
        var rng = Rng.For(definition.Seed, whole.NextNumber);
        if (definition.Duplicates == Duplicates.Repeat) return sampler.Suggest(definition.Space, known.WithRepeats(), rng);
        var tried = whole.Tried;
        var refused = new HashSet<Configuration>();
        for (int asked = 0, repeated = 0; repeated < Patience; asked++)
        {
            var stream = asked == 0 ? rng : Rng.For(definition.Seed, whole.NextNumber, asked);
            if (sampler.Suggest(definition.Space, asked == 0 ? known : known.Ahead(asked), stream) is not { } configuration) return null;
            // The same with another budget tells something new: whoever chooses budgets sees to that.
            if (!tried.Contains(configuration) || configuration.Budget is not null) return configuration;
            if (!refused.Add(configuration)) repeated++;
        }
        var random = Proposal.AtRandom(definition.Space, whole, Rng.For(definition.Seed, whole.NextNumber, -1));
        return random is null || tried.Contains(random) ? null : random;
    }

    /// <summary>Why nothing is left to propose, in words for the person, when that is because everything was tried; else null.</summary>
    public string? Exhausted(History whole)
    {
        if (definition.Duplicates == Duplicates.Repeat || Cells.Bound(definition.Space, int.MaxValue) is not { } bound) return null;
        var tried = whole.Tried.Count(definition.Space.Contains);
        if (tried < bound && Cells.Of(definition.Space, int.MaxValue).Take(tried + 1).Count() > tried) return null;
        return $"All {tried} configurations of the space have been tried, and duplicates are to be avoided.";
    }
}
