using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Scheduling;

/// <summary>The budgets at which trials are compared, and where a trial stands among them.</summary>
internal sealed class Rungs
{
    /// <summary>A first rung below a millionth of the full budget would have millions of trials.</summary>
    private const double MostRatio = 1e6;

    private Rungs(IReadOnlyList<double> budgets) => Budgets = budgets;

    /// <summary>Budget of every rung, growing; the last is a full evaluation.</summary>
    public IReadOnlyList<double> Budgets { get; }

    /// <summary>Index of the last rung, at which a trial is completed.</summary>
    public int Top => Budgets.Count - 1;

    /// <summary>
    /// The rungs R·η⁻ˢ, …, R·η⁻¹, R with the largest s = ⌊log_η(R/r)⌋ for which none lies below the smallest budget r.
    /// </summary>
    /// <remarks>
    /// The logarithm is rounded to ten decimals, as the authors of [Li2018] do: in floating point log 243 / log 3 is a little less than 5. Where both
    /// limits are whole numbers, as with epochs, the budgets between them are rounded to whole ones.
    /// </remarks>
    /// <exception cref="ArgumentException">The smallest budget is above the largest, or below a millionth of it.</exception>
    public static Rungs Between(double minimum, double maximum, int eta)
    {
        if (minimum > maximum || minimum * MostRatio < maximum)
            throw new ArgumentException(
                $"min_budget is {minimum:R}: from {maximum / MostRatio:R} to {maximum:R}, the budget of a full evaluation, max_budget, is expected.");
        var halvings = (int)Math.Floor(Math.Round(Math.Log(maximum / minimum) / Math.Log(eta), 10));
        var isWhole = double.IsInteger(minimum) && double.IsInteger(maximum);
        return new([.. Enumerable.Range(0, halvings + 1).Select(i => maximum / Math.Pow(eta, halvings - i))
            .Select(budget => isWhole ? Math.Round(budget, MidpointRounding.AwayFromZero) : budget)]);
    }

    /// <summary>The same rungs without the lowest ones: <paramref name="count"/> of them are left.</summary>
    public Rungs Highest(int count) => new([.. Budgets.Skip(Budgets.Count - count)]);

    /// <summary>Index of the rung that the trial works for or waits at: it follows from its budget.</summary>
    public int Of(Trial trial)
    {
        for (var rung = Top; rung > 0; rung--)
            if (trial.Budget >= Budgets[rung]) return rung;
        return 0;
    }

    /// <summary>
    /// The trials that have reached a rung, those that have gone on included, by the losses that they had there, the best first; several objectives
    /// by non-dominated front, and within one the lonelier first. Those that broke outcome constraints there come last, by how much they did.
    /// </summary>
    public List<Trial> Ranked(int rung, IEnumerable<Trial> trials, History history)
    {
        var reached = new List<(Trial Trial, Trial Then)>();
        foreach (var trial in trials)
            if (HasReached(rung, trial, out var at) && (at == rung ? trial : AsOf(rung, trial, history)) is { Losses: not null } then)
                reached.Add((trial, then));
        var order = Pareto.Order([.. reached.Select(r => r.Then.Losses!)], [.. reached.Select(r => r.Then.Violation)]);
        return [.. order.Select(i => reached[i].Trial)];
    }

    /// <summary>
    /// Of the trials that wait at a rung the first in the order of <see cref="Ranked"/>, if fewer than one in <paramref name="eta"/> of those that have
    /// reached the rung come before it; else null. One objective takes no sorting.
    /// </summary>
    public Trial? Promotable(int rung, IReadOnlyList<Trial> trials, int eta, History history)
    {
        if (history.Objectives.Count > 1)
        {
            var ranked = Ranked(rung, trials, history);
            return ranked.Take(ranked.Count / eta).FirstOrDefault(t => Of(t) == rung);
        }
        var (standings, best, first) = (new List<Standing>(trials.Count), (Trial?)null, 0);
        for (var i = 0; i < trials.Count; i++)
        {
            if (!HasReached(rung, trials[i], out var at)) continue;
            var standing = at == rung ? trials[i].Standing : trials[i].Reports.Count == 0 ? null : history.StandingOf(ReportAt(rung, trials[i]));
            if (standing is not { } value) continue;
            if (at == rung && (best is null || value < standings[first])) (best, first) = (trials[i], standings.Count);
            standings.Add(value);
        }
        if (best is null) return null;
        var before = 0;
        for (var i = 0; i < standings.Count; i++)
            if (standings[i] < standings[first] || (standings[i] == standings[first] && i < first)) before++;
        return before < standings.Count / eta ? best : null;
    }

    private bool HasReached(int rung, Trial trial, out int at)
    {
        at = Of(trial);
        return at > rung || (at == rung && HasArrived(trial));
    }

    private Trial AsOf(int rung, Trial trial, History history) =>
        trial.Reports.Count == 0 ? trial : history.WithValues(trial, ReportAt(rung, trial));

    private Report ReportAt(int rung, Trial trial)
    {
        foreach (var report in trial.Reports)
            if (report.Step >= Budgets[rung]) return report;
        return trial.Reports[^1];
    }

    /// <summary>The rung in words.</summary>
    public string Name(int rung, string bracket) => $"rung {rung}{bracket} ({Budgets[rung]:G6} {(Budgets[rung] == 1 ? "unit" : "units")})";

    /// <summary>Pauses a trial that has spent its rung's budget, unless it is the last rung's.</summary>
    public Verdict Judge(Trial trial, string bracket)
    {
        var rung = Of(trial);
        return rung < Top && trial.Step >= trial.Budget ? new(VerdictAction.Pause, $"Waits at {Name(rung, bracket)}.") : Verdict.Continue;
    }

    /// <summary>
    /// True when the trial has a value for its rung. An evaluation may end by itself before the rung's budget, and its value counts all the same.
    /// </summary>
    public static bool HasArrived(Trial trial) =>
        trial.State == TrialState.Completed || trial.State == TrialState.Paused && trial.Step >= trial.Budget;

    /// <summary>True when the trial will have a value for its rung. One that the study's pause has halted goes on by itself.</summary>
    public static bool IsUnderWay(Trial trial) =>
        trial.State == TrialState.Running || trial.State == TrialState.Paused && trial.Step < trial.Budget;
}
