using System.ComponentModel.DataAnnotations;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Sampling;

/// <summary>Options of the sampler <c>pso</c>.</summary>
public sealed record ParticleSwarmOptions
{
    /// <summary>Number of particles.</summary>
    [Display(Name = "Particles", Description = "Points that move through the space; each takes its turn.")]
    [Range(2, 10_000)]
    public int Particles { get; init; } = 20;

    /// <summary>ω, the share of its velocity that a particle keeps; 1 / (2 ln 2) in the standard.</summary>
    [Display(Name = "Inertia", Description = "Share of its velocity that a particle keeps.")]
    [Range(0.0, 1.0)]
    public double Inertia { get; init; } = 1 / (2 * Math.Log(2));

    /// <summary>c₁, the pull of the best point that the particle has seen; ½ + ln 2 in the standard.</summary>
    [Display(Name = "Own pull", Description = "How strongly the best point that a particle has seen itself pulls it.")]
    [Range(0.0, 10.0)]
    public double Cognitive { get; init; } = 0.5 + Math.Log(2);

    /// <summary>c₂, the pull of the best point that any particle has seen; ½ + ln 2 in the standard.</summary>
    [Display(Name = "Common pull", Description = "How strongly the best point that any particle has seen pulls it.")]
    [Range(0.0, 10.0)]
    public double Social { get; init; } = 0.5 + Math.Log(2);
}

/// <summary>
/// Particle swarm optimisation [Kennedy1995] with an inertia weight [Shi1998] and the constants of the standard of [Clerc2012]: trial n moves
/// particle n mod N by what it keeps of its velocity, towards the best it has seen and the best that all have seen.
/// </summary>
/// <remarks>
/// Nothing is kept between calls: a particle's velocity is the difference of its last two trials. A particle that would leave the space stays at its
/// boundary and loses its velocity there. Deviations: all particles inform all others, where the standard draws three; coordinates are pulled apart
/// from each other, as in the paper. Values without order are cells of the unit interval in the order of the list. A stopped trial counts with its
/// last loss; where a scheduler compares trials at several budgets, only the largest that as many trials as particles have reached pulls. A
/// configuration that a person asked for or imported moves no particle, but its loss pulls them.
/// </remarks>
/// <param name="options">Options.</param>
public sealed class ParticleSwarmSampler(ParticleSwarmOptions options) : ISampler
{
    /// <inheritdoc/>
    /// <exception cref="SpaceException">No point drawn at random satisfies the constraints.</exception>
    public Configuration? Suggest(SearchSpace space, History history, Rng rng)
    {
        var particle = history.NextNumber % options.Particles;
        var own = history.Trials.Where(t => t.Number % options.Particles == particle && t.IsProposed).ToList();
        if (own.Count == 0) return Proposal.AtRandom(space, history, rng);
        var at = space.Encode(own[^1].Configuration);
        var before = own.Count > 1 ? space.Encode(own[^2].Configuration) : null;
        var seen = Proposal.Comparable(history, options.Particles).Trials;
        var (mine, common) = (Best(space, seen.Where(t => t.Number % options.Particles == particle && t.IsProposed)), Best(space, seen));
        return Proposal.FirstNew(space, history, rng, () => [.. at.Select((x, d) =>
        {
            // The first velocity leads halfway to a random point, as in the standards of 2006 and 2007.
            var velocity = before is null ? (rng.NextDouble() - x) / 2 : x is <= 0 or >= 1 ? 0 : x - before[d];
            var pull = Pull(mine, d, x, options.Cognitive, rng) + Pull(common, d, x, options.Social, rng);
            return Math.Clamp(x + options.Inertia * velocity + pull, 0, 1);
        })]);
    }

    private static double Pull(double[]? to, int dimension, double x, double strength, Rng rng) =>
        strength * rng.NextDouble() * ((to?[dimension] ?? x) - x);

    private static double[]? Best(SearchSpace space, IEnumerable<Trial> trials) =>
        trials.Where(Proposal.HasValue).MinBy(t => t.Standing) is { } best ? space.Encode(best.Configuration) : null;
}
