using AutoMLStudio.Core.Evaluation;
using AutoMLStudio.Core.Evolution;
using AutoMLStudio.Core.Sampling;
using AutoMLStudio.Core.Sampling.Bohb;
using AutoMLStudio.Core.Sampling.Motpe;
using AutoMLStudio.Core.Sampling.Tpe;
using AutoMLStudio.Core.Scheduling;
using AutoMLStudio.Core.Scheduling.Hyperband;

namespace AutoMLStudio.Core;

/// <summary>The methods of Core: what needs no library at all.</summary>
public static class CoreCatalog
{
    /// <summary>One entry a method.</summary>
    public static IReadOnlyList<Method> Methods { get; } =
    [
        Method.Sampler("random", "Random search", "Model-free", "Bergstra2012",
            "Draws every trial independently, each parameter uniform on its own scale. The baseline that every other method has to beat, "
            + "and a good choice when many trials run at once.",
            (RandomOptions _, MethodContext _) => new RandomSampler()),
        Method.Sampler("grid", "Grid search", "Model-free", null,
            "Tries every combination of a few values per parameter once and then ends. For spaces of one to three parameters, or when a "
            + "complete table is wanted.",
            (GridOptions options, MethodContext context) => new GridSampler(options, context)),
        Method.Sampler("sobol", "Sobol sequence", "Model-free", "Joe2008",
            "Spreads the trials over the space more evenly than random search, without ever learning from them. For a first picture of a "
            + "space, and wherever random search would do.",
            (SobolOptions _, MethodContext context) => new SobolSampler(context)),
        Method.Sampler("tpe", "Tree-structured Parzen estimator", "Bayesian optimisation", "Bergstra2011",
            "Learns where good trials lie and where the others do, and tries what is likely among the good and rare among the rest. For mixed and "
            + "conditional spaces, many parameters, and hundreds of trials or more: a proposal stays cheap.",
            (TpeOptions options, MethodContext _) => new TpeSampler(options)),
        Method.Sampler("motpe", "Multi-objective TPE", "Bayesian optimisation", "Ozaki2020",
            "Learns where the best compromises of several objectives lie and tries what is likely among them and rare among the rest. For two or three "
            + "objectives when trials are dear; a population wants more of them.",
            (MotpeOptions options, MethodContext _) => new MotpeSampler(options)),
        Method.Sampler("bohb", "BOHB", "Bayesian optimisation", "Falkner2018",
            "Learns densities of good and of other trials from the largest budget that has enough of them, and leaves a third of the trials to "
            + "chance. With Hyperband, its default scheduler, for trainings whose early values tell something, one or many at a time.",
            (BohbOptions options, MethodContext _) => new BohbSampler(options)) with { DefaultScheduler = "hyperband" },
        Method.Sampler("pso", "Particle swarm", "Population-based", "Kennedy1995",
            "Moves a swarm of points through the space, each towards the best that it and the others have seen. For many cheap trials over continuous "
            + "parameters, and many at a time.",
            (ParticleSwarmOptions options, MethodContext _) => new ParticleSwarmSampler(options)),
        Method.Sampler("de", "Differential evolution", "Population-based", "Storn1997",
            "Improves a population by adding differences of its members to each other. Robust on rugged landscapes of continuous parameters when hundreds "
            + "of trials are cheap.",
            (DifferentialEvolutionOptions options, MethodContext _) => new DifferentialEvolutionSampler(options)),
        Method.Sampler("nsga2", "NSGA-II", "Population-based", "Deb2002",
            "Breeds a population towards the best compromises of several objectives, spread evenly along them. For studies with two or three objectives "
            + "and hundreds of trials.",
            (Nsga2Options options, MethodContext _) => new Nsga2Sampler(options)),
        Method.Scheduler("full", "Full budget", "Simple", null,
            "Gives every trial the whole budget. For cheap trials, and when the value after a part of the budget says little about the end.",
            (FullBudgetOptions _, MethodContext context) => new FullBudgetScheduler(context)),
        Method.Scheduler("median", "Median stopping", "Early stopping", "Golovin2017",
            "Stops a trial when its best value so far is worse than the median of what the others had reached by then. Saves budget where "
            + "learning curves seldom cross, and needs no tuning.",
            (MedianStoppingOptions options, MethodContext context) => new MedianStoppingScheduler(options, context)),
        Method.Scheduler("patience", "Patience", "Early stopping", "Prechelt1998",
            "Stops a trial that has not improved for a while, or is worse than a bound that you set. Looks at each trial alone, so that the first one can "
            + "be stopped too.",
            (PatienceOptions options, MethodContext context) => new PatienceScheduler(options, context)),
        Method.Scheduler("curve", "Learning-curve extrapolation", "Early stopping", "Domhan2015",
            "Extrapolates a trial's learning curve and stops it when it will hardly end better than the best. For long trainings with smooth curves.",
            (CurveStoppingOptions options, MethodContext context) => new CurveStoppingScheduler(options, context)),
        Method.Scheduler("halving", "Successive halving", "Multi-fidelity", "Jamieson2016",
            "Starts many trials with a small budget and gives the best of them more and more, round after round. For a known smallest budget "
            + "that tells good trials from bad ones.",
            (HalvingOptions options, MethodContext context) => new HalvingScheduler(options, context)),
        Method.Scheduler("asha", "ASHA", "Multi-fidelity", "Li2020",
            "Successive halving that never waits: a trial goes on as soon as it is among the best that have come as far. For many trials at "
            + "the same time, or trials that take unequally long.",
            (AshaOptions options, MethodContext context) => new AshaScheduler(options, context)),
        Method.Scheduler("hyperband", "Hyperband", "Multi-fidelity", "Li2018",
            "Runs successive halving in brackets, from many trials with a small budget to few with the full one. For trials whose early "
            + "values may or may not tell how they end.",
            (HyperbandOptions options, MethodContext context) => new HyperbandScheduler(options, context)),
        Method.Evaluator("function", "Test function", "Built in", "Surjanovic2013",
            "Minimises a function whose minimum is known, with noise if wanted. For trying out and comparing searches: a trial takes no time.",
            (FunctionOptions options, MethodContext context) => new FunctionEvaluator(options, context)),
        Method.Evaluator("command", "External command", "External", null,
            "Runs any program once a trial: it reads the configuration as JSON and prints its metrics, one JSON object a line. For "
            + "training code in any language.",
            (CommandOptions options, MethodContext context) => new CommandEvaluator(options, context)),
    ];
}
