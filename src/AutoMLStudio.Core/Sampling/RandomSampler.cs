using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Sampling;

/// <summary>The sampler <c>random</c> has no options.</summary>
public sealed record RandomOptions;

/// <summary>
/// Independent draws from the prior: each parameter uniform on its own scale [Bergstra2012]. In a finite space without repetition, unless the study
/// allows it.
/// </summary>
/// <remarks>
/// A configuration that was tried is drawn anew, up to 100 times. Then one of those left is taken, uniformly over them, if the space has at most
/// 100,000 configurations; a larger one that is nearly exhausted may repeat.
/// </remarks>
public sealed class RandomSampler : ISampler
{
    private const int MaximumRedraws = 100;
    private const long MaximumListed = 100_000;

    /// <inheritdoc/>
    /// <exception cref="SpaceException">No point drawn at random satisfies the constraints.</exception>
    public Configuration? Suggest(SearchSpace space, History history, Rng rng)
    {
        if (space.Parameters.Any(p => p.Cardinality is null)) return space.Sample(rng);
        var tried = history.Tried;
        for (var draw = 0; draw < MaximumRedraws; draw++)
        {
            var configuration = space.Sample(rng);
            if (!tried.Contains(configuration)) return configuration;
        }
        if (Cells.Bound(space, MaximumListed) is null) return space.Sample(rng);
        var left = Cells.Of(space, int.MaxValue).Where(c => !tried.Contains(c)).ToList();
        return left.Count == 0 ? null : left[rng.Next(left.Count)];
    }
}
