using AutoMLStudio.Core;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.Environments;

/// <summary>
/// Multi-task Bayesian optimisation [Swersky2013] (Section 3.3): the study with a part of its budget is a second task, cheap and correlated with the first
/// as much as the trials say; the next trial, on either task, is the one expected to tell most, for each second it takes, of where the first task's
/// minimum is. Trials that were imported are tasks as well, one a source (Section 3.1): of other datasets, say. They have been paid for, so only the
/// study's own tasks are proposed; without an auxiliary one that is the real one alone, by expected improvement.
/// </summary>
/// <remarks>
/// Deviations: hyper-parameters of the task covariance are drawn by slice sampling together with the others. With sources, losses are learned as they
/// are, each source's standardised by themselves and those of the study's own tasks together, with a constant of each task's own (see
/// <see cref="EnvironmentChain"/>); of a source at most 50 trials are learned from, those at its largest budget. The first trial of a study with sources
/// is what they predict to be best. See also the remarks at <see cref="FabolasSampler"/> on losses and on the incumbent's trials.
/// </remarks>
public sealed class MultiTaskSampler : ISampler, IModelView
{
    private readonly EnvironmentSearch _search;

    /// <summary>The sampler of a study whose full budget the context tells.</summary>
    public MultiTaskSampler(MultiTaskOptions options, MethodContext context)
    {
        double[] shares = options.ChoosesParts ? [options.AuxiliaryShare, 1] : [1];
        double[] budgets = [.. shares.Select(s => Budgets.Part(s, context.MaximumBudget)).Distinct()];
        _search = new(budgets, history => FreeTasks.Of(budgets, history), [.. Enumerable.Repeat(0, options.InitialTrials)], options);
        Budget = BudgetAxis.Tasks(budgets);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The space holds architectures that have no finite set of dimensions.</exception>
    public Configuration? Suggest(SearchSpace space, History history, Rng rng) => _search.Propose(space, history, rng);

    /// <inheritdoc/>
    public ModelReadiness Readiness(SearchSpace space, History history) => _search.Readiness(history);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The space holds architectures that have no finite set of dimensions.</exception>
    public IFittedModel? Fit(SearchSpace space, History history, Rng rng) => _search.Fit(new SpaceEncoding(space), history, rng);

    /// <inheritdoc/>
    public BudgetAxis? Budget { get; }
}
