using AutoMLStudio.Core;
using AutoMLStudio.Surrogates.GaussianProcesses;
using AutoMLStudio.Surrogates.Tables;

namespace AutoMLStudio.Surrogates;

/// <summary>The samplers that model the objective, and objectives that are models.</summary>
public static class SurrogateCatalog
{
    /// <summary>One entry a method.</summary>
    public static IReadOnlyList<Method> Methods { get; } =
    [
        Method.Sampler<GaussianProcessOptions, GaussianProcessSampler>("gp", "Gaussian process", "Bayesian optimisation", "Snoek2012",
            "Learns a smooth model of the objective, with its own uncertainty, and tries where an improvement is most promising. "
            + "The choice for up to a few hundred trials that cost minutes or more, of up to about twenty parameters; a proposal takes a tenth of a "
            + "second at a hundred trials.",
            (options, context) => new GaussianProcessSampler(options, context.Seed)),
        Method.Evaluator("table", "Table or surrogate", "Built in", "Pfisterer2022",
            "Looks results up in a CSV of evaluations that were made before, or in LCBench's surrogate. For comparing searches on real problems: a "
            + "trial takes no time.",
            (TableOptions options, MethodContext context) => new TableEvaluator(options, context)),
    ];
}
