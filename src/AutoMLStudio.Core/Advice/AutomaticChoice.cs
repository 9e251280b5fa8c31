using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Core.Advice;

/// <summary>
/// What the sampler <c>auto</c> proposes with, by rule; unlike advice before a study it may change as trials come in. Sources as in
/// <see cref="MethodAdvisor"/>.
/// </summary>
public static class AutomaticChoice
{
    /// <summary>Objectives whose front is cut into boxes without leaving points out.</summary>
    private const int MaximumVolumes = 3;

    /// <summary>The key of a sampler, and why.</summary>
    /// <param name="space">What is searched.</param>
    /// <param name="objectives">How many objectives.</param>
    /// <param name="trials">Trials started so far.</param>
    /// <param name="hasSeveralBudgets">True when the scheduler compares trials at several budgets.</param>
    public static (string Key, SamplerReason Reason) Of(SearchSpace space, int objectives, int trials, bool hasSeveralBudgets)
    {
        if (space.Parameters.Any(p => p is ArchitectureParameter)) return ("random", SamplerReason.OpenArchitectures);
        if (objectives > 1)
        {
            // Exact expected hypervolume improvements are for few losses [Yang2019]; on ZDT1 they are far ahead of MOTPE (docs/benchmarks.md).
            var isSmooth = !space.IsConditional && space.Dimension <= MethodAdvisor.MaximumGaussianDimension && !hasSeveralBudgets;
            return isSmooth && objectives <= MaximumVolumes && trials <= MethodAdvisor.MaximumGaussianTrials
                ? ("gp", SamplerReason.FewTrials) : ("motpe", SamplerReason.FewCompromises);
        }
        // Kernel densities of the largest budget that has enough trials are what Hyperband was joined with [Falkner2018] (§3).
        if (hasSeveralBudgets) return ("bohb", SamplerReason.SeveralBudgets);
        if (space.IsConditional) return ("tpe", SamplerReason.Conditional);
        if (space.Dimension > MethodAdvisor.MaximumGaussianDimension) return ("tpe", SamplerReason.ManyParameters);
        return trials > MethodAdvisor.MaximumGaussianTrials ? ("tpe", SamplerReason.ManyTrials) : ("gp", SamplerReason.FewTrials);
    }
}
