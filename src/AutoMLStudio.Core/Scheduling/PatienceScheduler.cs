using System.ComponentModel.DataAnnotations;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Scheduling;

/// <summary>Options of the scheduler <c>patience</c>.</summary>
public sealed record PatienceOptions
{
    /// <summary>Units without an improvement after which a trial is stopped.</summary>
    [Display(Name = "Patience", Description = "A trial is stopped after so many units without an improvement.")]
    [Range(1e-6, 1e9)]
    public double Patience { get; init; } = 5;

    /// <summary>What counts as an improvement at least, in the metric's units.</summary>
    [Display(Name = "Smallest improvement", Description = "What counts as an improvement at least, in the metric's own units.")]
    [Range(0, 1e9)]
    public double MinDelta { get; init; }

    /// <summary>Units that every trial may spend.</summary>
    [Display(Name = "Warm-up", Description = "No trial is stopped before it has spent more than so many units.")]
    [Range(0, 1e9)]
    public double WarmupSteps { get; init; }

    /// <summary>A value that a trial must never be worse than after the warm-up.</summary>
    [Display(Name = "Threshold", Description = "A trial whose value after the warm-up is worse than this is stopped at once; no such bound when empty.")]
    [Range(-1e300, 1e300)]
    public double? Threshold { get; init; }
}

/// <summary>
/// Early stopping of each trial by itself [Prechelt1998]: when its loss has not improved for a while, or is beyond a bound that the person set, it is
/// stopped with the value that it has. Every trial is started at the full budget.
/// </summary>
public sealed class PatienceScheduler(PatienceOptions options, MethodContext context) : IScheduler
{
    private readonly FullBudgetScheduler _full = new(context);

    /// <inheritdoc/>
    public Decision Next(History history, Func<History, Configuration?> suggest) => _full.Next(history, suggest);

    /// <inheritdoc/>
    public Verdict Judge(Trial trial, History history)
    {
        if (trial.Step >= trial.Budget || trial.Step <= options.WarmupSteps) return Verdict.Continue;
        var objective = history.Objectives[0];
        if (options.Threshold is { } threshold && trial.Loss > objective.ToLoss(threshold))
            return new(VerdictAction.Stop, $"Its {objective.Metric}, {objective.FromLoss(trial.Loss.Value):G6}, is worse than the threshold {threshold:G6}.");
        var (best, at) = (double.PositiveInfinity, 0.0);
        foreach (var report in trial.Reports)
        {
            var loss = history.LossOf(report);
            if (loss < best - (double.IsFinite(best) ? options.MinDelta : 0)) (best, at) = (loss, report.Step);
        }
        return trial.Step - Math.Max(at, options.WarmupSteps) < options.Patience ? Verdict.Continue
            : new(VerdictAction.Stop, $"Its {objective.Metric} has not improved since step {at:R}, where it was {objective.FromLoss(best):G6}.");
    }
}
