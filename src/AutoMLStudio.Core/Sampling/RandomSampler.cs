using System.ComponentModel.DataAnnotations;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Sampling;

/// <summary>Options of the sampler <c>random</c>.</summary>
public sealed record RandomOptions
{
    /// <summary>Try no configuration of a finite space twice.</summary>
    [Display(Name = "Without repetition", Description = "Try no configuration of a finite space twice; the study ends when all have been tried.")]
    public bool Deduplicate { get; init; } = true;
}

/// <summary>
/// Independent draws from the prior: each parameter uniform on its own scale [Bergstra2012]. In a finite space without repetition, unless that is
/// switched off.
/// </summary>
/// <remarks>
/// A configuration that was tried is drawn anew, up to 100 times. Then one of those left is taken, uniformly over them, if the space has at most
/// 100,000 configurations; a larger one that is nearly exhausted may repeat.
/// </remarks>
public sealed class RandomSampler(RandomOptions options) : ISampler
{
    private const int MaximumRedraws = 100;
    private const long MaximumListed = 100_000;

    /// <inheritdoc/>
    /// <exception cref="SpaceException">No point of 100,000 satisfies the constraints.</exception>
    public Configuration? Suggest(SearchSpace space, History history, Rng rng)
    {
        if (!options.Deduplicate || space.Parameters.Any(p => p.Cardinality is null)) return space.Sample(rng);
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
