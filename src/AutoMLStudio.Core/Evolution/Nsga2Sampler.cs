using System.ComponentModel.DataAnnotations;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Sampling;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Evolution;

/// <summary>Options of the sampler <c>nsga2</c>; the defaults are the paper's, but for a population half as large, as in Optuna.</summary>
public sealed record Nsga2Options
{
    /// <summary>Trials of a generation, and survivors of one.</summary>
    [Display(Name = "Population", Description = "Trials of a generation; as many survive it.")]
    [Range(2, 10_000)]
    public int Population { get; init; } = 50;

    /// <summary>How often two parents are mixed; otherwise the first is only mutated.</summary>
    [Display(Name = "Crossover", Description = "How often a new point mixes two parents.")]
    [Range(0.0, 1.0)]
    public double Crossover { get; init; } = 0.9;

    /// <summary>Chance of each coordinate to mutate; null for one coordinate a point on average.</summary>
    [Display(Name = "Mutation", Description = "Chance of each parameter to mutate; one parameter a point on average when empty.")]
    [Range(0.0, 1.0)]
    public double? Mutation { get; init; }

    /// <summary>η of crossover and mutation: the larger, the closer children stay to their parents.</summary>
    [Display(Name = "Closeness", Description = "The larger, the closer children stay to their parents.")]
    [Range(0.0, 1_000.0)]
    public double Eta { get; init; } = 20;
}

/// <summary>
/// The genetic algorithm NSGA-II [Deb2002]: a generation's parents are the best of the generation before and its children, by non-dominated front and
/// then by crowding distance; children come of binary tournaments, simulated binary crossover and polynomial mutation.
/// </summary>
/// <remarks>
/// Nothing is kept between calls: the generations are replayed from the trials, N a generation by number, those that have no value yet left out, so
/// that workers never wait for the last of a generation. Where a scheduler compares trials at several budgets, parents are those at the largest that a
/// population of trials has reached. Outcome constraints are obeyed by constrained domination (section VI). For one objective it is an ordinary
/// genetic algorithm. Values without order are exchanged
/// instead of mixed, and drawn anew when they mutate.
/// </remarks>
/// <param name="options">Options.</param>
public sealed class Nsga2Sampler(Nsga2Options options) : ISampler
{
    /// <inheritdoc/>
    /// <exception cref="SpaceException">No point drawn at random satisfies the constraints.</exception>
    public Configuration? Suggest(SearchSpace space, History history, Rng rng)
    {
        var parents = Parents(Proposal.Comparable(history, options.Population));
        if (history.NextNumber < options.Population || parents.Count < 2) return Proposal.AtRandom(space, history, rng);
        return Proposal.FirstNew(space, history, rng, () =>
            Child(space, space.Encode(Winner(parents, rng).Configuration), space.Encode(Winner(parents, rng).Configuration), rng));
    }

    /// <summary>The survivors of all generations before the present one, the best first.</summary>
    internal IReadOnlyList<Trial> Parents(History history)
    {
        var present = history.NextNumber / options.Population;
        List<Trial> parents = [];
        foreach (var generation in history.Trials.Where(Proposal.HasValue).GroupBy(t => t.Number / options.Population).Where(g => g.Key < present))
        {
            List<Trial> all = [.. parents, .. generation];
            parents = [.. Pareto.Order([.. all.Select(t => t.Losses!)], [.. all.Select(t => t.Violation)]).Take(options.Population).Select(i => all[i])];
        }
        return parents;
    }

    /// <summary>The better of two drawn at random: parents are in the order of the crowded comparison.</summary>
    private static Trial Winner(IReadOnlyList<Trial> parents, Rng rng) => parents[Math.Min(rng.Next(parents.Count), rng.Next(parents.Count))];

    private double[] Child(SearchSpace space, double[] first, double[] second, Rng rng)
    {
        var mixes = rng.NextDouble() < options.Crossover;
        var chance = options.Mutation ?? 1.0 / space.Dimension;
        return [.. first.Select((x, d) =>
        {
            var isNominal = space.Parameters[d].IsNominal;
            // As in the paper's code each coordinate is mixed with a chance of one half.
            if (mixes && rng.NextDouble() < 0.5) x = isNominal ? second[d] : Cross(x, second[d], rng);
            if (rng.NextDouble() < chance) x = isNominal ? rng.NextDouble() : Mutate(x, rng);
            return Math.Clamp(x, 0, 1);
        })];
    }

    /// <summary>Simulated binary crossover ([Deb1995]); one of the two children, at random.</summary>
    private double Cross(double x, double y, Rng rng)
    {
        var u = rng.NextDouble();
        var beta = Math.Pow(u <= 0.5 ? 2 * u : 1 / (2 * (1 - u)), 1 / (options.Eta + 1));
        return rng.NextDouble() < 0.5 ? ((1 + beta) * x + (1 - beta) * y) / 2 : ((1 - beta) * x + (1 + beta) * y) / 2;
    }

    /// <summary>Polynomial mutation of a coordinate of the unit interval.</summary>
    private double Mutate(double x, Rng rng)
    {
        var u = rng.NextDouble();
        return x + (u < 0.5 ? Math.Pow(2 * u, 1 / (options.Eta + 1)) - 1 : 1 - Math.Pow(2 * (1 - u), 1 / (options.Eta + 1)));
    }
}
