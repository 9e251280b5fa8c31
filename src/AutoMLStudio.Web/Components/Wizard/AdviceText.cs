using AutoMLStudio.Core.Advice;
using AutoMLStudio.Core.Studies;
using Microsoft.Extensions.Localization;

namespace AutoMLStudio.Web.Components.Wizard;

/// <summary>Why a method is advised, in a sentence that names what decided. Sources by their key in REFERENCES.md.</summary>
internal static class AdviceText
{
    private static readonly IStringLocalizer T = Texts.Localizer;

    /// <summary>The sentence on the sampler.</summary>
    public static string Sampler(MethodAdvice advice, StudyDefinition study) => Sampler(advice.SamplerReason, study);

    /// <summary>The same for a reason alone.</summary>
    public static string Sampler(SamplerReason reason, StudyDefinition study)
    {
        var trials = study.Budget.Trials;
        return reason switch
        {
            SamplerReason.SeveralBudgets =>
                T["Trials are compared at several budgets: densities of the largest that has enough of them propose [Falkner2018]."],
            SamplerReason.Exhaustive => T["The space is small enough to try every configuration once."],
            SamplerReason.OpenArchitectures => T["These architectures have no fixed number of dimensions, so they are drawn at random."],
            SamplerReason.NothingToLearnFrom =>
                T["With {0} trials, {1} at a time, hardly a result is there to learn from: an even spread does best [Bergstra2012].",
                    trials!, study.Parallelism],
            SamplerReason.FewCompromises =>
                T["{0} objectives and {1} trials: a model of where the best compromises lie makes the most of each [Ozaki2020].",
                    study.Objectives.Count, trials!],
            SamplerReason.ManyCompromises =>
                T["{0} objectives and many trials: a population sorted by fronts keeps the whole trade-off [Deb2002].", study.Objectives.Count],
            SamplerReason.Conditional =>
                T["Some parameters depend on others, which is what the tree-structured estimator was made for [Bergstra2011, Falkner2018]."],
            SamplerReason.ManyParameters =>
                T["{0} parameters are more than a Gaussian process copes with; the Parzen estimator does [Frazier2018, Bergstra2011].",
                    study.Space.Dimension],
            SamplerReason.ManyTrials => trials is null
                ? T["Without a limit on trials, proposals have to stay cheap: the Parzen estimator's do [Bergstra2011, Rasmussen2006]."]
                : T["With {0:N0} trials, proposals have to stay cheap: the Parzen estimator's do [Bergstra2011, Rasmussen2006].", trials],
            _ when trials is null =>
                T["Few trials so far in {0} dimensions: a Gaussian process makes the most of each [Snoek2012, Jones1998].", study.Space.Dimension],
            _ => T["{0} trials in {1} dimensions are few: a Gaussian process makes the most of each [Snoek2012, Jones1998].",
                trials!, study.Space.Dimension],
        };
    }

    /// <summary>The sentence on the scheduler.</summary>
    public static string Scheduler(MethodAdvice advice, StudyDefinition study) => advice.SchedulerReason switch
    {
        SchedulerReason.NoSteps => T["A trial is one step, so there is nothing to end early."],
        SchedulerReason.FewTrials => T["So few trials are all worth running to their end."],
        SchedulerReason.ShortTraining =>
            T["A trial that stays behind the median of the others is ended early, which seldom costs the best one [Golovin2017]."],
        SchedulerReason.LongTraining =>
            T["Of {0} epochs a bad trial needs only a few: brackets give many a short run and the best the full one [Li2018].",
                study.MaximumBudget],
        _ => T["Of {0} epochs a bad trial needs only a few, and no worker should wait for the others [Li2020].", study.MaximumBudget],
    };
}
