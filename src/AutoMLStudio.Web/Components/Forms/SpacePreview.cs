using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Web.Components.Forms;

/// <summary>What a search space looks like from inside: a few configurations, and how each parameter's values are spread.</summary>
/// <param name="Names">The parameters that samplers see.</param>
/// <param name="Samples">A few configurations from the prior.</param>
/// <param name="Spreads">One a parameter.</param>
internal sealed record SpacePreview(IReadOnlyList<string> Names, IReadOnlyList<Configuration> Samples, IReadOnlyList<SpaceSpread> Spreads)
{
    /// <summary>Configurations that are shown.</summary>
    public const int Shown = 5;

    private const int Drawn = 400;
    private const int DrawnWithConstraints = 100;
    private const int Bins = 16;

    /// <summary>Draws from a space; the same number draws the same.</summary>
    /// <exception cref="SpaceException">The constraints hold for no point drawn.</exception>
    public static SpacePreview Of(SearchSpace space, int number)
    {
        var draws = new Configuration[space.Constraints.Count == 0 ? Drawn : DrawnWithConstraints];
        for (var i = 0; i < draws.Length; i++) draws[i] = space.Sample(Rng.For((ulong)number, i));
        return new([.. space.Parameters.Select(p => p.Name)], draws[..Shown], [.. space.Parameters.Select(p => SpreadOf(p, draws))]);
    }

    // Over the values themselves and not over the parameter's own scale, on which every prior is flat: a logarithm shows as a slope.
    private static SpaceSpread SpreadOf(Parameter parameter, Configuration[] draws)
    {
        var values = draws.Where(d => d.ContainsKey(parameter.Name)).Select(d => d[parameter.Name]).ToList();
        var share = (double)values.Count / draws.Length;
        return parameter switch
        {
            ArchitectureParameter => new(parameter.Name, [], share),
            ChoiceParameter choice => new(parameter.Name, [.. choice.Choices.Take(Bins * 2).Select(c => values.Count(v => v == c))], share),
            _ => new(parameter.Name, Histogram(parameter, [.. values.Select(v => v.Number)]), share),
        };
    }

    private static int[] Histogram(Parameter parameter, double[] values)
    {
        var (low, high) = (parameter.FromUnit(0).Number, parameter.FromUnit(1).Number);
        var bins = new int[(int)Math.Clamp(parameter is IntParameter ? high - low + 1 : Bins, 1, Bins)];
        foreach (var value in values) bins[(int)Math.Clamp((value - low) / Math.Max(high - low, 1e-300) * bins.Length, 0, bins.Length - 1)]++;
        return bins;
    }
}

/// <summary>How the values of a parameter are spread.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="Counts">Draws in each bin from the lowest value to the highest, or of each choice; empty for architectures.</param>
/// <param name="Share">Share of the configurations in which it is active.</param>
public sealed record SpaceSpread(string Name, IReadOnlyList<int> Counts, double Share);
