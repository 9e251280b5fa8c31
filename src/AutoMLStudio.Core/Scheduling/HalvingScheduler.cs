using System.ComponentModel.DataAnnotations;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Scheduling;

/// <summary>Options of the scheduler <c>halving</c>.</summary>
public sealed record HalvingOptions : IRungOptions
{
    /// <summary>η: one trial in so many is promoted, with so many times the budget.</summary>
    [Display(Name = "Eta", Description = "One trial in so many is promoted to the next rung, with so many times the budget.")]
    [Range(2, 100)]
    public int Eta { get; init; } = 3;

    /// <summary>Units below which no rung lies.</summary>
    [Display(Name = "Smallest budget", Description = "Units that the first rung has at least: the fewest that tell good trials from bad ones.")]
    [Range(1e-6, 1e9)]
    public double MinBudget { get; init; } = 1;

    /// <summary>Trials that start together; null for as many as leave one at the full budget.</summary>
    [Display(Name = "Trials per round",
        Description = "Trials that are compared at the first rung; as many as leave one at the full budget when empty.")]
    [Range(1, 1_000_000)]
    public int? Configurations { get; init; }
}

/// <summary>
/// Synchronous successive halving [Jamieson2016] (Fig. 3): n trials get a small budget, the best ⌊n/η⌋ of them η times as much, and so on up to the
/// full budget; then the next n start, until the study's budget is spent.
/// </summary>
/// <remarks>
/// The paper keeps the better half (η = 2) and spreads a given total B evenly over the rungs, rₖ = ⌊B/(|Sₖ|⌈log₂ n⌉)⌋; here, as in Hyperband's inner
/// loop [Li2018], the budget of one full evaluation is given and those of the rungs follow by division by η, which spends about the same on every
/// rung too. The paper runs one round; free workers begin the next one while a rung waits for its last trials.
/// </remarks>
public sealed class HalvingScheduler : IScheduler
{
    private readonly Brackets _brackets;

    /// <summary>The scheduler of a study whose full budget the context tells.</summary>
    /// <exception cref="ArgumentException">The smallest budget is above the full one, or below a millionth of it.</exception>
    public HalvingScheduler(HalvingOptions options, MethodContext context)
    {
        var rungs = Rungs.Between(options.MinBudget, context.MaximumBudget, options.Eta);
        var trials = options.Configurations ?? (int)Math.Pow(options.Eta, rungs.Top);
        _brackets = new([Bracket.Of("", rungs, trials, options.Eta)]);
    }

    /// <inheritdoc/>
    public Decision Next(History history, Func<History, Configuration?> suggest) => _brackets.Next(history, suggest);

    /// <inheritdoc/>
    public Verdict Judge(Trial trial, History history) => _brackets.Judge(trial, history);
}
