using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Sampling.Tpe;

/// <summary>
/// The good trials of several objectives and their weights ([Ozaki2020], section 3): whole fronts as long as they fit, of the next one those that span
/// the most volume together; each weighs by the volume that it adds.
/// </summary>
internal static class ParetoSplit
{
    /// <summary>How much further than the worst loss the reference point lies, in shares of that loss, as in the authors' code.</summary>
    private const double Margin = 0.1;

    /// <summary>Weight of a trial that adds nothing; that of the one that adds the most is 1.</summary>
    private const double Least = 1e-12;

    /// <summary>The good trials.</summary>
    /// <param name="ranked">Trials with a value: by how much they break outcome constraints, then those first that were let go further.</param>
    /// <param name="count">How many are good.</param>
    public static List<Trial> Good(List<Trial> ranked, int count)
    {
        var last = Tier(ranked[count - 1]);
        List<Trial> good = [.. ranked.TakeWhile(t => Tier(t) != last)];
        List<Trial> tier = [.. ranked.Where(t => Tier(t) == last)];
        var ranks = Pareto.Ranks([.. tier.Select(t => t.Losses!)]);
        foreach (var front in tier.Zip(ranks).GroupBy(p => p.Second, p => p.First).OrderBy(g => g.Key))
        {
            List<Trial> members = [.. front];
            var places = count - good.Count;
            if (members.Count > places)
            {
                var reference = Reference(tier);
                return [.. good, .. HypervolumeSubset.Greedy([.. members.Select(t => t.Losses!)], places, reference).Select(i => members[i])];
            }
            good.AddRange(members);
        }
        return good;
    }

    /// <summary>Weights of good trials; all the same unless all are completed and keep every outcome constraint, and some adds volume.</summary>
    /// <param name="good">The good trials.</param>
    /// <param name="all">All trials with a value, which the reference point has to be worse than.</param>
    public static double[] Weights(IReadOnlyList<Trial> good, IReadOnlyList<Trial> all)
    {
        var weights = new double[good.Count];
        if (good.All(IsComparable))
            weights = Hypervolume.Contributions([.. good.Select(t => t.Losses!)], Reference([.. all.Where(IsComparable)]));
        var largest = weights.Max();
        return [.. weights.Select(w => largest > 0 ? Math.Max(w / largest, Least) : 1)];
    }

    private static (double Violation, double Step) Tier(Trial trial) =>
        (trial.Violation, trial.State == TrialState.Completed ? double.PositiveInfinity : trial.Step);

    private static bool IsComparable(Trial trial) => trial is { State: TrialState.Completed, IsFeasible: true };

    private static double[] Reference(List<Trial> trials) =>
        [.. Enumerable.Range(0, trials[0].Losses!.Count).Select(m => trials.Max(t => t.Losses![m])).Select(w => w + Math.Max(Margin * Math.Abs(w), Least))];
}
