using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Scheduling;

/// <summary>The scheduler <c>full</c> has no options.</summary>
public sealed record FullBudgetOptions;

/// <summary>
/// Every trial gets the whole budget, or the part of it that its sampler has chosen: paused ones first, then new ones until the sampler has none left.
/// </summary>
public sealed class FullBudgetScheduler(MethodContext context) : IScheduler
{
    /// <inheritdoc/>
    public Decision Next(History history, Func<History, Configuration?> suggest)
    {
        var paused = history.Trials.FirstOrDefault(t => t.State == TrialState.Paused);
        if (paused is not null) return new Decision.Resume(paused.Number, paused.Budget);
        return suggest(history) is { } configuration ? new Decision.Start(configuration, configuration.Budget ?? context.MaximumBudget)
            : new Decision.Done("The sampler has nothing left to try.");
    }

    /// <inheritdoc/>
    public Verdict Judge(Trial trial, History history) => trial.IsSearch || trial.Budget >= context.MaximumBudget || trial.Step < trial.Budget
        ? Verdict.Continue
        : new(VerdictAction.Stop, FormattableString.Invariant(
            $"Evaluated with {trial.Budget:0.#####} of {context.MaximumBudget:R} units, as the sampler chose."));
}
