using System.ComponentModel.DataAnnotations;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Scheduling;

/// <summary>What a trial's best loss is compared with the median of.</summary>
public enum MedianForm
{
    /// <summary>The other trials' mean loss over their reports up to the step: the paper's form.</summary>
    RunningAverage,
    /// <summary>The other trials' loss at exactly the step, completed trials only: Optuna's form.</summary>
    SameStep,
}

/// <summary>Options of the scheduler <c>median</c>.</summary>
public sealed record MedianStoppingOptions
{
    /// <summary>Trials to compare with before any is stopped.</summary>
    [Display(Name = "Start-up trials", Description = "No trial is stopped before there are so many to compare it with.")]
    [Range(1, 100_000)]
    public int StartupTrials { get; init; } = 5;

    /// <summary>Units that every trial may spend.</summary>
    [Display(Name = "Warm-up", Description = "No trial is stopped before it has spent more than so many units.")]
    [Range(0, 1e9)]
    public double WarmupSteps { get; init; }

    /// <summary>Units between two checks.</summary>
    [Display(Name = "Interval", Description = "Units between two checks of a trial, counted from the warm-up.")]
    [Range(1e-6, 1e9)]
    public double Interval { get; init; } = 1;

    /// <summary>Share of the others that a trial must be better than not to be stopped, in percent: 50 is the median.</summary>
    [Display(Name = "Percentile", Description = "A trial is stopped when it is worse than this percentile of the others, counted from the worst: 50 is "
        + "the median, 25 stops only the worst quarter.")]
    [Range(0.0, 100.0)]
    public double Percentile { get; init; } = 50;

    /// <summary>What the median is taken of.</summary>
    [Display(Name = "Compare with", Description = "Median of the other trials' running averages up to the step, as in the paper, or of their values "
        + "at the same step, as Optuna does.")]
    public MedianForm Form { get; init; }
}

/// <summary>
/// The median stopping rule [Golovin2017] (§3.2.2): a trial is stopped at step s when its best loss by s is strictly worse than the median over the
/// finished trials of their average loss up to s. Every trial is started at the full budget.
/// </summary>
/// <remarks>
/// The paper speaks of completed trials; one that the rule itself has stopped is completed there, so it counts here too, with the reports it has. The
/// paper has no start-up, warm-up or interval; theirs are Optuna's names and defaults (the number of start-up trials is never below 1). Other
/// percentiles than the median are Optuna's too, but counted from the worst: its 25 is 75 here.
/// </remarks>
public sealed class MedianStoppingScheduler(MedianStoppingOptions options, MethodContext context) : IScheduler
{
    private readonly FullBudgetScheduler _full = new(context);

    /// <inheritdoc/>
    public Decision Next(History history, Func<History, Configuration?> suggest) => _full.Next(history, suggest);

    /// <inheritdoc/>
    public Verdict Judge(Trial trial, History history)
    {
        var step = trial.Step;
        if (step >= trial.Budget || !IsDue(trial)) return Verdict.Continue;
        var others = history.Trials.Where(t => t.Number != trial.Number).Select(t => Measure(t, step, history)).OfType<double>().Order().ToList();
        if (others.Count < options.StartupTrials) return Verdict.Continue;
        var best = trial.Reports.Min(history.LossOf);
        // Losses grow from the best to the worst: the worst quarter lies above the 75th percentile from below.
        var at = (1 - options.Percentile / 100) * (others.Count - 1);
        var below = (int)at;
        var bound = others[below] + (at - below) * (others[Math.Min(below + 1, others.Count - 1)] - others[below]);
        if (!(best > bound)) return Verdict.Continue;
        var objective = history.Objectives[0];
        var name = options.Percentile == 50 ? "median" : $"{options.Percentile:G4}th percentile";
        return new(VerdictAction.Stop, $"Its best {objective.Metric} by step {step:R}, {objective.FromLoss(best):G6}, is worse than "
            + $"{objective.FromLoss(bound):G6}, the {name} of {others.Count} trials.");
    }

    /// <summary>True when a multiple of the interval after the warm-up lies between the last report but one and the last.</summary>
    private bool IsDue(Trial trial)
    {
        double Checks(double step) => Math.Max(0, Math.Floor((step - options.WarmupSteps) / options.Interval));
        var previous = trial.Reports.Count > 1 ? trial.Reports[^2].Step : 0;
        return Checks(trial.Step) > Checks(previous);
    }

    /// <summary>What the trial contributes to the median at a step; null for nothing.</summary>
    private double? Measure(Trial trial, double step, History history)
    {
        if (trial.State != TrialState.Completed && (options.Form == MedianForm.SameStep || trial.State != TrialState.Stopped)) return null;
        var reports = options.Form == MedianForm.SameStep ? trial.Reports.Where(r => r.Step == step) : trial.Reports.Where(r => r.Step <= step);
        var losses = reports.Select(history.LossOf).Where(double.IsFinite).ToList();
        return losses.Count == 0 ? null : losses.Average();
    }
}
