using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Sampling;

/// <summary>The sampler <c>sobol</c> has no options.</summary>
public sealed record SobolOptions;

/// <summary>
/// The scrambled Sobol sequence [Joe2008]: trials that cover the space more evenly than random ones. The nth proposal is the nth point that satisfies the
/// constraints and, in a finite space, was not taken before; nothing is left when all are taken or 100,000 points in a row bring nothing new.
/// </summary>
public sealed class SobolSampler : ISampler
{
    /// <summary>Path of the streams that belong to the study as a whole; those of trials are numbered from 0.</summary>
    internal const long SeedPath = -1;

    private const int MaximumSkips = 100_000;

    private readonly ulong _seed;
    private readonly Memo _points;

    /// <summary>A sampler whose scrambling the context's seed names.</summary>
    public SobolSampler(MethodContext context)
    {
        _seed = context.Seed;
        _points = new(Points);
    }

    /// <inheritdoc/>
    /// <exception cref="SpaceException">No point drawn at random satisfies the constraints.</exception>
    public Configuration? Suggest(SearchSpace space, History history, Rng rng) => _points.At(space, history.Proposed);

    private IEnumerable<Configuration> Points(SearchSpace space)
    {
        var sobol = new Sobol(space.Dimension, Rng.For(_seed, SeedPath));
        var isFinite = space.Parameters.All(p => p.Cardinality is not null);
        var all = Cells.Bound(space, MaximumSkips) is null ? int.MaxValue : Cells.Of(space, int.MaxValue).Count();
        var taken = new HashSet<Configuration>();
        var (skipped, satisfied) = (0, false);
        for (long index = 0; skipped < MaximumSkips && taken.Count < all; index++)
        {
            var configuration = space.Decode(sobol.Point(index), Rng.For(_seed, SeedPath, index));
            var holds = space.SatisfiesConstraints(configuration);
            satisfied |= holds;
            if (!holds || (isFinite && !taken.Add(configuration)))
            {
                skipped++;
                continue;
            }
            skipped = 0;
            yield return configuration;
        }
        if (satisfied) yield break;
        var constraints = string.Join("; ", space.Constraints.Select(c => c.Text));
        throw new SpaceException([$"No point of {MaximumSkips:N0} satisfies the constraints; loosen one of: {constraints}."]);
    }
}
