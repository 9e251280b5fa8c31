namespace AutoMLStudio.Core.Studies;

/// <summary>Which parts of a study cannot take outcome constraints into account, so that they are refused together with any.</summary>
internal static class OutcomeFaults
{
    /// <summary>One fault a part.</summary>
    public static IEnumerable<Fault> Of(IReadOnlyList<OutcomeConstraint> outcomes, Choice sampler, StudyBudget budget)
    {
        if (outcomes.Count == 0) yield break;
        // Searches by shared weights compare no trials: there the constraints say which of the candidates that they found is the best.
        if (sampler.Method is { ChoosesBudgets: true, OnlyEvaluator: null })
            yield return new("sampler",
                $"'{sampler.Method.Key}' is not accepted with outcomes: it learns the objective alone; another sampler is expected, such as gp.");
        foreach (var rule in budget.Rules ?? [])
            yield return new($"budget.{rule.Method.Key}",
                $"'{rule.Method.Key}' is not accepted with outcomes: it measures the objective alone; trials, time, resource or no_improvement is expected.");
    }
}
