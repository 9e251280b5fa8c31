using AutoMLStudio.Core.Sampling;
using AutoMLStudio.Core.Scheduling;

namespace AutoMLStudio.Core.Studies;

/// <summary>What keeps a study's sampler or scheduler from giving trials parts of a budget.</summary>
internal static class BudgetFaults
{
    /// <summary>One fault a field; none when budgets are not divided, or can be.</summary>
    /// <param name="evaluator">What evaluates.</param>
    /// <param name="sampler">What proposes.</param>
    /// <param name="scheduler">What decides on budgets.</param>
    /// <param name="maximumBudget">Units of a full evaluation.</param>
    /// <param name="objectives">How many objectives.</param>
    public static IEnumerable<Fault> Of(Choice evaluator, Choice sampler, Choice scheduler, double maximumBudget, int objectives)
    {
        var hasParts = (evaluator.Options as IDividedBudget)?.HasParts ?? evaluator.Options is not IEvaluatorOptions { MaximumBudget: <= 1 };
        if (sampler.Method is { ChoosesBudgets: true, OnlyEvaluator: null })
        {
            if (objectives > 1)
                yield return new("objective", $"{objectives} objectives are not accepted: the sampler {sampler.Method.Key} learns one; one is expected, "
                    + "or a sampler such as gp, motpe or nsga2.");
            if (!hasParts && sampler.Options is not IBudgetChoice { ChoosesParts: false })
                yield return new("sampler", Whole(sampler, evaluator, sampler.Method.HasOtherTasks
                    ? "an auxiliary_share of 0, which leaves earlier trials as the only other tasks, or a sampler such as gp"
                    : "a sampler that leaves budgets alone, such as gp"));
        }
        if (scheduler.Options is not IRungOptions rungs)
        {
            if (evaluator.Options is IDividedBudget { ReportsOnce: true } && scheduler.Method.Key != "full")
                yield return new("scheduler", $"'{scheduler.Method.Key}' is not accepted with the evaluator {evaluator.Method.Key} as it is set: it judges "
                    + "trials on their way, and one whose budget is a part of the data has no value before its end; full is expected, or a scheduler that "
                    + "compares trials at several budgets, such as hyperband.");
            yield break;
        }
        if (!hasParts)
            yield return new("scheduler", Whole(scheduler, evaluator, "the scheduler full"));
        else if (rungs.MinBudget <= maximumBudget && rungs.MinBudget * rungs.Eta > maximumBudget * (1 + 1e-9))
            yield return new("scheduler", $"'{scheduler.Method.Key}' is not accepted with a min_budget of {rungs.MinBudget:R} and a full budget of "
                + $"{maximumBudget:R}: the next budget would be {rungs.MinBudget * rungs.Eta:R}, so that trials are never compared; a min_budget of at most "
                + $"{maximumBudget / rungs.Eta:G6} is expected, or the scheduler full.");
    }

    private static string Whole(Choice choice, Choice evaluator, string instead) =>
        $"'{choice.Method.Key}' is not accepted with the evaluator {evaluator.Method.Key} as it is set: its evaluations are all of one size, a budget of 1; "
        + $"an evaluator whose budget can be divided (epochs above 1, parts of the data, a command) is expected, or {instead}.";
}
