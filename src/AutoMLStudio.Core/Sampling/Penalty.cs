using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Sampling;

/// <summary>Outcome constraints for samplers whose model knows one loss and nothing else.</summary>
public static class Penalty
{
    /// <summary>
    /// The same trials, those that break outcome constraints with the worst loss that keeps them plus how much they break them [Deb2000], so that
    /// they come behind all others in the order of <see cref="Standing"/>. Itself where there are no such constraints.
    /// </summary>
    /// <remarks>
    /// Deviation: violations are scaled so that the largest is as wide as the losses that keep the constraints (1 where these do not differ): their own
    /// unit is another one, and a wide scale would flatten all differences that matter.
    /// </remarks>
    public static History Of(History history)
    {
        if (history.Outcomes.Count == 0) return history;
        double[] feasible = [.. history.Trials.Where(t => t.IsFeasible).Select(t => t.Loss!.Value)];
        var worst = feasible.Length > 0 ? feasible.Max() : 0;
        var range = feasible.Length > 0 && worst > feasible.Min() ? worst - feasible.Min() : 1;
        var most = history.Trials.Select(t => t.Violation).DefaultIfEmpty().Max();
        Trial Penalised(Trial trial) => trial.Violation == 0 ? trial
            : trial with { Losses = [worst + range * (trial.Violation / most), .. trial.Losses!.Skip(1)], Excess = [] };
        return new(history.Objectives, history.Trials.Select(Penalised));
    }
}
