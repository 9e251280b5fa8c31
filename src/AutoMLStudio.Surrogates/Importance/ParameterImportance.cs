using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Surrogates.Forests;

namespace AutoMLStudio.Surrogates.Importance;

/// <summary>How importance is measured.</summary>
public enum ImportanceMethod
{
    /// <summary>Share of the loss's variance over the whole space [Hutter2014].</summary>
    Fanova,
    /// <summary>How much the best trials' values differ from all trials' [Watanabe2023].</summary>
    PedAnova,
}

/// <summary>How much each parameter of a study matters.</summary>
public static class ParameterImportance
{
    /// <summary>Fewer completed trials say nothing.</summary>
    public const int MinimumTrials = 10;

    /// <summary>A forest is grown on so many trials at most, evenly over the study.</summary>
    public const int MaximumForestTrials = 2_000;

    /// <summary>
    /// The importance of every parameter, the largest first; they add up to 1. Null for fewer than <see cref="MinimumTrials"/> evaluations, or when
    /// their losses do not differ.
    /// </summary>
    /// <param name="space">What is searched. A conditional parameter counts at its middle where it was inactive.</param>
    /// <param name="evaluations">Configurations at their full budget with their losses. Of more than <see cref="MaximumForestTrials"/>, functional
    /// ANOVA takes so many, evenly spread.</param>
    /// <param name="method">How.</param>
    /// <param name="seed">Names the draws of the forest.</param>
    public static IReadOnlyList<KeyValuePair<string, double>>? Of(
        SearchSpace space, IReadOnlyList<(Configuration Configuration, double Loss)> evaluations, ImportanceMethod method, ulong seed)
    {
        if (method == ImportanceMethod.Fanova) evaluations = Thinned(evaluations);
        double[] losses = [.. evaluations.Select(e => e.Loss)];
        if (losses.Length < MinimumTrials || losses.Distinct().Count() < 2) return null;
        double[][] points = [.. evaluations.Select(e => TreeFeature.Encode(space, e.Configuration))];
        TreeFeature[] features = [.. space.Parameters.Select(TreeFeature.Of)];
        var shares = method == ImportanceMethod.Fanova ? FunctionalAnova.Of(features, points, losses, Rng.For(seed)) : PedAnova.Of(features, points, losses);
        var sum = shares.Sum();
        return sum <= 0 ? null : [.. space.Parameters.Zip(shares, (p, s) => KeyValuePair.Create(p.Name, s / sum)).OrderByDescending(p => p.Value)];
    }

    private static IReadOnlyList<T> Thinned<T>(IReadOnlyList<T> all) => all.Count <= MaximumForestTrials ? all
        : [.. Enumerable.Range(0, MaximumForestTrials).Select(i => all[(int)((long)i * all.Count / MaximumForestTrials)])];
}
