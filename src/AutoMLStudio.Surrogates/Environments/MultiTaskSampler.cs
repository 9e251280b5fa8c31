using AutoMLStudio.Core;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.Environments;

/// <summary>
/// Multi-task Bayesian optimisation [Swersky2013] (Section 3.3): the study with a part of its budget is a second task, cheap and correlated with the first
/// as much as the trials say; the next trial, on either task, is the one expected to tell most, for each second it takes, of where the first task's
/// minimum is.
/// </summary>
/// <remarks>
/// Deviations: hyper-parameters of the task covariance are drawn by slice sampling together with the others. See also the remarks at
/// <see cref="FabolasSampler"/> on losses and on the incumbent's trials.
/// </remarks>
public sealed class MultiTaskSampler : ISampler, IModelView
{
    private readonly EnvironmentSearch _search;

    /// <summary>The sampler of a study whose full budget the context tells.</summary>
    public MultiTaskSampler(MultiTaskOptions options, MethodContext context)
    {
        double[] budgets = [.. new[] { Budgets.Part(options.AuxiliaryShare, context.MaximumBudget), context.MaximumBudget }.Distinct()];
        _search = new(budgets, new FreeTasks(budgets), [.. Enumerable.Repeat(0, options.InitialTrials)], options);
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
    public BudgetAxis? Budget => _search.Axis;
}
