using AutoMLStudio.Core;
using AutoMLStudio.Surrogates.Automatic;
using AutoMLStudio.Surrogates.CovarianceAdaptation;
using AutoMLStudio.Surrogates.Environments;
using AutoMLStudio.Surrogates.Forests;
using AutoMLStudio.Surrogates.GaussianProcesses;
using AutoMLStudio.Surrogates.ModelSelection;
using AutoMLStudio.Surrogates.RadialBasis;
using AutoMLStudio.Surrogates.Stopping;
using AutoMLStudio.Surrogates.Tables;

namespace AutoMLStudio.Surrogates;

/// <summary>The samplers that model the objective, and objectives that are models.</summary>
public static class SurrogateCatalog
{
    /// <summary>One entry a method.</summary>
    public static IReadOnlyList<Method> Methods { get; } =
    [
        Method.Sampler("auto", "Automatic", "Bayesian optimisation", null,
            "Chooses by the space, the number of trials and the scheduler. A Gaussian process for up to 200 trials over few parameters, Parzen estimators "
            + "for more or where parameters depend on each other, BOHB's densities under a scheduler of several budgets.",
            (AutomaticOptions _, MethodContext context) => new AutomaticSampler(context)),
        Method.Sampler<GaussianProcessOptions, GaussianProcessSampler>("gp", "Gaussian process", "Bayesian optimisation", "Snoek2012",
            "Learns a smooth model of the objective, with its own uncertainty, and tries where an improvement is most promising. "
            + "The choice for up to a few hundred trials that cost minutes or more, of up to about twenty parameters; a proposal takes a tenth of a "
            + "second at a hundred trials.",
            GaussianProcessSampler.Of),
        Method.Sampler("bertrand", "Hyperband with model selection", "Bayesian optimisation", "Bertrand2017",
            "Draws configurations in proportion to their expected improvement under a Gaussian process over all trials, whatever their budget. With "
            + "Hyperband, its default scheduler, for a few hundred trainings over a handful of parameters.",
            (ModelSelectionOptions options, MethodContext _) => new ModelSelectionSampler(options)) with { DefaultScheduler = "hyperband" },
        Method.Sampler("fabolas", "FABOLAS", "Bayesian optimisation", "Klein2017",
            "Learns how loss and cost depend on the parameters and on the size of the data, and tries small parts of it as long as they tell more for "
            + "their time about the best on all data. For trainings whose cost grows with the data; it chooses the budget of every trial itself.",
            (FabolasOptions options, MethodContext context) => new FabolasSampler(options, context)) with { ChoosesBudgets = true },
        Method.Sampler("multitask", "Multi-task optimisation", "Bayesian optimisation", "Swersky2013",
            "Treats a quarter of the budget, and every earlier study that a study begins with, as other tasks, learns how far each speaks for this one, and "
            + "tries what tells most for its time. When one smaller size of the data is a good stand-in, or other datasets were searched before.",
            (MultiTaskOptions options, MethodContext context) => new MultiTaskSampler(options, context)) with { ChoosesBudgets = true, HasOtherTasks = true },
        Method.Sampler("forest", "Random forest", "Bayesian optimisation", "Hutter2011",
            "Learns the objective with a random forest, as SMAC does, and tries where an improvement is most promising. For categorical and conditional "
            + "spaces and thousands of trials.",
            (RandomForestOptions options, MethodContext _) => new RandomForestSampler(options)),
        Method.Sampler("rbf", "Radial basis surrogate", "Bayesian optimisation", "Regis2013",
            "Interpolates the trials and moves ever fewer parameters of the best one. For many continuous or integer parameters and a few hundred "
            + "trials without noise.",
            (RadialBasisOptions options, MethodContext _) => new RadialBasisSampler(options)),
        Method.Sampler("cmaes", "CMA-ES", "Population-based", "Hansen2016",
            "Moves and shapes a normal distribution towards the better half of each generation. The choice for hundreds of trials or more over continuous "
            + "parameters that depend on each other.",
            (CmaesOptions options, MethodContext context) => new CmaesSampler(options, context)),
        Method.StoppingRule("regret", "Regret bound", "Stopping", "Makarova2022",
            "Ends the study when a Gaussian process says that the best trial can hardly be improved on: by less than a threshold, or than the error of "
            + "measuring it. For studies whose trials are costly and whose end is not known beforehand, over up to about twenty parameters.",
            (RegretBoundOptions options, MethodContext _) => new RegretBoundRule(options)),
        Method.Evaluator("table", "Table or surrogate", "Built in", "Pfisterer2022",
            "Looks results up in a CSV of evaluations that were made before, or in LCBench's surrogate. For comparing searches on real problems: a "
            + "trial takes no time.",
            (TableOptions options, MethodContext context) => new TableEvaluator(options, context)),
    ];
}
