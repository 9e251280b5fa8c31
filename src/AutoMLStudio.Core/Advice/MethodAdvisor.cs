using System.Text.Json.Nodes;

namespace AutoMLStudio.Core.Advice;

/// <summary>
/// Chooses a method by rule. The rules are those of the literature, each with its source at its line; they look at the size and the kind of the
/// space, at the number of trials and at the length of one.
/// </summary>
public static class MethodAdvisor
{
    /// <summary>Gaussian processes are for fewer than about twenty dimensions [Frazier2018] (§1).</summary>
    public const int MaximumGaussianDimension = 20;

    /// <summary>
    /// A proposal costs the cube of the number of trials [Rasmussen2006] (Algorithm 2.1): up to here it stays below what a trial usually takes.
    /// </summary>
    public const int MaximumGaussianTrials = 200;

    /// <summary>
    /// Units of a full evaluation, and trials, from which on there are enough rungs and trials to halve: η³ with the usual η = 3 [Li2018] (§2.6).
    /// </summary>
    public const int Halving = 27;

    /// <summary>Median stopping compares a trial with at least this many others, its own default [Golovin2017] (§3.2.2), and needs as many more
    /// to have something to end.</summary>
    private const int FewTrials = 10;

    /// <summary>A trial of fewer steps has nearly ended when its values begin to tell something.</summary>
    private const double FewSteps = 4;

    /// <summary>The method that suits these facts.</summary>
    public static MethodAdvice Advise(SearchFacts facts)
    {
        var (sampler, samplerReason) = Sampler(facts);
        var (scheduler, schedulerReason) = Scheduler(facts);
        return new(sampler, samplerReason, new() { ["type"] = scheduler }, schedulerReason);
    }

    private static (JsonObject Json, SamplerReason Reason) Sampler(SearchFacts facts)
    {
        static JsonObject Type(string key) => new() { ["type"] = key };
        if (facts.HasOpenArchitectures) return (Type("random"), SamplerReason.OpenArchitectures);
        if (facts.Size.Configurations <= facts.Trials)
            return (new() { ["type"] = "grid", ["points"] = facts.LargestCardinality }, SamplerReason.Exhaustive);
        // Evenly spread points do at least as well as random ones where nothing is learnt [Bergstra2012] (§5).
        if (facts.Trials <= 2 * facts.Parallelism) return (Type("sobol"), SamplerReason.NothingToLearnFrom);
        // Few costly evaluations are what the estimator of several objectives is for [Ozaki2020] (§1); a population needs some generations to sort by
        // fronts [Deb2002] (§III), and its proposals stay cheap.
        if (facts.Objectives > 1)
            return facts.Trials is null or > MaximumGaussianTrials ? (Type("nsga2"), SamplerReason.ManyCompromises)
                : (Type("motpe"), SamplerReason.FewCompromises);
        // A tree of parameters is what the Parzen estimator was made for [Bergstra2011] (§4); over all of them at once, as in [Falkner2018] (§4.1).
        if (facts.IsConditional) return (Type("tpe"), SamplerReason.Conditional);
        if (facts.Dimension > MaximumGaussianDimension) return (Type("tpe"), SamplerReason.ManyParameters);
        if (facts.Trials is null or > MaximumGaussianTrials) return (Type("tpe"), SamplerReason.ManyTrials);
        // Few evaluations of a costly function: what Bayesian optimisation with a Gaussian process is for [Snoek2012] (§2), [Jones1998] (§1).
        return (Type("gp"), SamplerReason.FewTrials);
    }

    private static (string Key, SchedulerReason Reason) Scheduler(SearchFacts facts)
    {
        if (facts.MaximumBudget < FewSteps) return ("full", SchedulerReason.NoSteps);
        if (facts.Trials < FewTrials) return ("full", SchedulerReason.FewTrials);
        if (facts.MaximumBudget < Halving || facts.Trials < Halving) return ("median", SchedulerReason.ShortTraining);
        // Hyperband hedges over how early values may be trusted [Li2018] (§3.1), but its rounds wait for their slowest trial, which ASHA does not
        // [Li2020] (§3.3).
        return facts.Parallelism > 1 ? ("asha", SchedulerReason.LongTrainingInParallel) : ("hyperband", SchedulerReason.LongTraining);
    }
}
