using System.ComponentModel.DataAnnotations;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Scheduling;

/// <summary>Options of the scheduler <c>curve</c>.</summary>
public sealed record CurveStoppingOptions
{
    /// <summary>Share of the budget that every trial may spend.</summary>
    [Display(Name = "Warm-up", Description = "Share of the budget that every trial may spend before its curve is judged.")]
    [Range(0.0, 1.0)]
    public double Warmup { get; init; } = 0.2;

    /// <summary>Reports that a curve has at least before it is judged.</summary>
    [Display(Name = "Smallest curve", Description = "Reports that a curve has at least before it is judged.")]
    [Range(4, 10_000)]
    public int MinReports { get; init; } = 5;

    /// <summary>δ: a trial is stopped when it will end better than the best with less than this chance.</summary>
    [Display(Name = "Chance", Description = "A trial is stopped when the chance that it will end better than the best one is smaller than this.")]
    [Range(1e-6, 0.5)]
    public double Chance { get; init; } = 0.05;
}

/// <summary>
/// Predictive termination by learning curves [Domhan2015] (Algorithm 1): families of curves are fitted to a trial's losses and extrapolated to its
/// budget; when the trial will hardly end better than the best completed one, it is stopped. Every trial is started at the full budget.
/// </summary>
/// <remarks>
/// Deviations: the paper samples the shapes of eleven families and their weights by Markov chain; here the shapes of those families that are linear
/// otherwise (pow3, exp4, Weibull, Janoschek, ilog2, and a line in ln x) lie on a grid, the two linear coefficients have their posterior in closed
/// form, and shapes are weighted by their evidence (the Bayesian information criterion). Vapour pressure, Hill, MMF, pow4 and the two other
/// logarithmic families are left out. The paper's threshold of 5 % is the default.
/// </remarks>
public sealed class CurveStoppingScheduler(CurveStoppingOptions options, MethodContext context) : IScheduler
{
    private readonly FullBudgetScheduler _full = new(context);

    /// <inheritdoc/>
    public Decision Next(History history, Func<History, Configuration?> suggest) => _full.Next(history, suggest);

    /// <inheritdoc/>
    public Verdict Judge(Trial trial, History history)
    {
        if (trial.Step >= trial.Budget || trial.Step < options.Warmup * trial.Budget || trial.Reports.Count < options.MinReports) return Verdict.Continue;
        // While no trial keeps the outcome constraints, the best one's loss is no bar.
        if (history.Best is not { IsFeasible: true, Loss: { } best }) return Verdict.Continue;
        (double Step, double Loss)[] curve = [.. trial.Reports.Select(r => (r.Step, Loss: history.LossOf(r))).Where(p => double.IsFinite(p.Loss))];
        if (curve.Length < options.MinReports || curve.Min(p => p.Loss) <= best) return Verdict.Continue;
        var chance = LearningCurves.ChanceBelow(curve, trial.Budget, best);
        var objective = history.Objectives[0];
        return chance >= options.Chance ? Verdict.Continue
            : new(VerdictAction.Stop, $"Its curve of {objective.Metric} will end better than {objective.FromLoss(best):G6}, the best, with a chance of "
                + $"{100 * chance:G2} % only.");
    }
}
