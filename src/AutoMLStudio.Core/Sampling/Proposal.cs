using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Sampling;

/// <summary>What samplers that move points around in the unit cube have in common.</summary>
public static class Proposal
{
    private const int MaximumDraws = 20;
    private static readonly RandomSampler Random = new();

    /// <summary>
    /// The first of up to 20 points of the unit cube whose configuration satisfies the constraints and was not tried; a random configuration when none
    /// does, null when the space is exhausted.
    /// </summary>
    public static Configuration? FirstNew(SearchSpace space, History history, Rng rng, Func<double[]> draw)
    {
        var tried = history.Tried;
        for (var i = 0; i < MaximumDraws; i++)
        {
            var configuration = space.Decode(draw(), rng);
            if (space.SatisfiesConstraints(configuration) && !tried.Contains(configuration)) return configuration;
        }
        return Random.Suggest(space, history, rng);
    }

    /// <summary>A random configuration that was not tried, null when the space is exhausted.</summary>
    public static Configuration? AtRandom(SearchSpace space, History history, Rng rng) => Random.Suggest(space, history, rng);

    /// <summary>
    /// The trials whose losses compare: as they stood at the largest budget that <paramref name="enough"/> have reached, none while there is no such
    /// budget. All of them where the scheduler compares at no budgets.
    /// </summary>
    public static History Comparable(History history, int enough) => history.AtLargestFidelity(enough) ?? history.Where(_ => false);

    /// <summary>True when the trial has a loss that it keeps, whatever budget it had.</summary>
    public static bool HasValue(Trial trial) => trial is { Loss: not null, State: TrialState.Completed or TrialState.Stopped };
}
