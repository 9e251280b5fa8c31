using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Web.Studies.Columns;

/// <summary>How the reference point of a hypervolume is found.</summary>
public enum ReferenceRule
{
    /// <summary>The worst of each objective on the front, moved a tenth of the front's range away from it.</summary>
    Nadir,
    /// <summary>The worst of each objective that any completed trial has.</summary>
    Worst,
    /// <summary>A point that a person gives.</summary>
    Given,
}

/// <summary>The front of a study of several objectives and the volume that it dominates; values in the metrics' own signs.</summary>
/// <param name="Sequence">Sequence number of the last event in it.</param>
/// <param name="Objectives">What is optimised.</param>
/// <param name="Trials">Completed trials that it is of.</param>
/// <param name="Front">Numbers of the trials that no other dominates.</param>
/// <param name="Rule">How the reference point was found.</param>
/// <param name="Reference">One value an objective; null while no trial has completed.</param>
/// <param name="Number">Trials after which the hypervolume is larger than before.</param>
/// <param name="Hypervolume">What it is then; empty for more than <see cref="MaximumObjectives"/> objectives.</param>
public sealed record StudyFront(
    long Sequence, IReadOnlyList<Objective> Objectives, int Trials, IReadOnlyList<int> Front, ReferenceRule Rule, IReadOnlyList<double>? Reference,
    IReadOnlyList<int> Number, IReadOnlyList<double> Hypervolume)
{
    /// <summary>Most objectives that a hypervolume is computed for.</summary>
    public const int MaximumObjectives = 5;

    /// <summary>The front of these trials.</summary>
    /// <param name="known">The completed trials.</param>
    /// <param name="rule">How to find the reference point.</param>
    /// <param name="given">The point itself where the rule says so.</param>
    internal static StudyFront Of(TrialLosses known, ReferenceRule rule, IReadOnlyList<double>? given)
    {
        var (objectives, losses) = (known.Objectives, known.Losses);
        int[] front = [.. Pareto.Front(losses).Select(i => known.Numbers[i]).Order()];
        if (losses.Count == 0) return new(known.Sequence, objectives, 0, front, rule, given, [], []);
        double[] reference = rule switch
        {
            ReferenceRule.Given => [.. objectives.Select((o, m) => o.ToLoss(given![m]))],
            ReferenceRule.Worst => [.. objectives.Select((_, m) => losses.Max(l => l[m]))],
            _ => Core.Numerics.Hypervolume.Reference(losses),
        };
        var growth = objectives.Count <= MaximumObjectives ? Core.Numerics.Hypervolume.Growth(losses, reference) : [];
        int[] steps = [.. Enumerable.Range(0, growth.Length).Where(i => growth[i] > (i == 0 ? 0 : growth[i - 1]))];
        return new(
            known.Sequence, objectives, losses.Count, front, rule, [.. objectives.Select((o, m) => o.FromLoss(reference[m]))],
            [.. steps.Select(i => known.Numbers[i])], [.. steps.Select(i => growth[i])]);
    }
}
