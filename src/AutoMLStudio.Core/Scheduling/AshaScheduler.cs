using System.ComponentModel.DataAnnotations;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Scheduling;

/// <summary>Options of the scheduler <c>asha</c>.</summary>
public sealed record AshaOptions : IRungOptions
{
    /// <summary>η: one trial in so many is promoted, with so many times the budget.</summary>
    [Display(Name = "Eta", Description = "One trial in so many is promoted to the next rung, with so many times the budget.")]
    [Range(2, 100)]
    public int Eta { get; init; } = 3;

    /// <summary>Units below which no rung lies.</summary>
    [Display(Name = "Smallest budget", Description = "Units that the first rung has at least: the fewest that tell good trials from bad ones.")]
    [Range(1e-6, 1e9)]
    public double MinBudget { get; init; } = 1;
}

/// <summary>
/// Asynchronous successive halving, ASHA [Li2020] (Algorithm 2): a free worker promotes a trial that is among the best 1/η of those that have reached
/// its rung so far, from the highest rung down, and starts a new trial when there is none.
/// </summary>
/// <remarks>
/// The rungs are R·η⁻ᵏ of the full budget R, so that the last is a full evaluation even where R/r is no power of η; the paper counts up from r. Its
/// rate of early stopping s is a smallest budget of r·ηˢ here. A trial that is not promoted stays paused: it may be whenever worse ones arrive.
/// Several objectives, which the paper does not have, are ranked by non-dominated front and crowding [Deb2002].
/// </remarks>
public sealed class AshaScheduler(AshaOptions options, MethodContext context) : IScheduler
{
    private readonly Rungs _rungs = Rungs.Between(options.MinBudget, context.MaximumBudget, options.Eta);

    /// <inheritdoc/>
    public Decision Next(History history, Func<History, Configuration?> suggest)
    {
        // Algorithm 2, lines 13-19.
        for (var rung = _rungs.Top - 1; rung >= 0; rung--)
            if (_rungs.Promotable(rung, history.Trials, options.Eta, history) is { } trial) return new Decision.Resume(trial.Number, _rungs.Budgets[rung + 1]);
        // Lines 20-21.
        if (suggest(history.WithFidelities(_rungs.Budgets)) is { } configuration) return new Decision.Start(configuration, _rungs.Budgets[0]);
        return history.Trials.Any(Rungs.IsUnderWay) ? new Decision.Wait() : new Decision.Done("The sampler has nothing left to try.");
    }

    /// <inheritdoc/>
    public Verdict Judge(Trial trial, History history) => _rungs.Judge(trial, "");
}
