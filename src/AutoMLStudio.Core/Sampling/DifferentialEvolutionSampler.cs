using System.ComponentModel.DataAnnotations;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Sampling;

/// <summary>Options of the sampler <c>de</c>.</summary>
public sealed record DifferentialEvolutionOptions
{
    /// <summary>Size of the population; null for five times the number of parameters, from 10 to 50.</summary>
    [Display(Name = "Population", Description = "Number of points; five times the number of parameters, from 10 to 50, when empty.")]
    [Range(4, 10_000)]
    public int? Population { get; init; }

    /// <summary>F, the weight of a difference.</summary>
    [Display(Name = "Weight", Description = "How much of the difference of two points is added to a third.")]
    [Range(0.0, 2.0)]
    public double Weight { get; init; } = 0.5;

    /// <summary>CR, the share of coordinates that come from the mutant.</summary>
    [Display(Name = "Crossover", Description = "Share of the parameters that a new point takes from the mutant; the others stay as they were.")]
    [Range(0.0, 1.0)]
    public double Crossover { get; init; } = 0.9;
}

/// <summary>
/// Differential evolution [Storn1997], DE/rand/1/bin: trial n challenges member n mod NP with a mutant, a third member moved by the weighted
/// difference of two others, and takes its place when it is no worse.
/// </summary>
/// <remarks>
/// Nothing is kept between calls: a member is the best trial of its place, the newest among equals, which is what replacing amounts to. Members
/// without a value are challenged at random. Where a scheduler compares trials at several budgets, values are those at the largest that as many trials
/// have reached as there are members. Deviations: the population is smaller than the paper's 5 to 10 points a parameter where there are many;
/// a coordinate that would leave the space is drawn between the bound and the member that is moved. Values without order are cells of the unit
/// interval in the order of the list.
/// </remarks>
/// <param name="options">Options.</param>
public sealed class DifferentialEvolutionSampler(DifferentialEvolutionOptions options) : ISampler
{
    /// <inheritdoc/>
    /// <exception cref="SpaceException">No point drawn at random satisfies the constraints.</exception>
    public Configuration? Suggest(SearchSpace space, History history, Rng rng)
    {
        var size = options.Population ?? Math.Clamp(5 * space.Dimension, 10, 50);
        var place = history.NextNumber % size;
        var members = Proposal.Comparable(history, size).Trials.Where(Proposal.HasValue).GroupBy(t => t.Number % size)
            .ToDictionary(g => g.Key, g => space.Encode(g.Reverse().MinBy(t => t.Standing)!.Configuration));
        int[] others = [.. members.Keys.Where(k => k != place).Order()];
        // The first round fills the places; a mutant needs three members besides the one it challenges.
        if (history.NextNumber < size || !members.TryGetValue(place, out var target) || others.Length < 3)
            return Proposal.AtRandom(space, history, rng);
        return Proposal.FirstNew(space, history, rng, () =>
        {
            rng.Shuffle(others.AsSpan());
            return Child(target, members[others[0]], members[others[1]], members[others[2]], rng);
        });
    }

    private double[] Child(double[] target, double[] a, double[] b, double[] c, Rng rng)
    {
        var sure = rng.Next(target.Length);
        return [.. target.Select((x, d) =>
            d == sure || rng.NextDouble() < options.Crossover ? Inside(a[d] + options.Weight * (b[d] - c[d]), a[d], rng) : x)];
    }

    private static double Inside(double x, double from, Rng rng) => x switch
    {
        < 0 => from * rng.NextDouble(),
        > 1 => from + (1 - from) * rng.NextDouble(),
        _ => x,
    };
}
