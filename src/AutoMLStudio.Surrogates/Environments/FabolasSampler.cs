using AutoMLStudio.Core;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.Environments;

/// <summary>
/// FABOLAS [Klein2017] (Algorithm 1): two Gaussian processes learn the logarithms of loss and cost over configurations and the size of the data, and the
/// next trial, configuration and size, is the one expected to tell most, for each second it takes, of where the loss on all data is smallest.
/// </summary>
/// <remarks>
/// The size is the budget of a trial, in shares of √2 from <see cref="FabolasOptions.SmallestShare"/> up: deviations from [Klein2017], where it is
/// continuous. Hyper-parameters are drawn by slice sampling, not by an ensemble of walkers. Losses are modelled as they are where some are not above
/// zero. The first proposal after the design, and every tenth after it, is the configuration predicted best, with the whole budget, unless the
/// options say otherwise: the paper evaluates these offline, which would leave no trained model.
/// </remarks>
public sealed class FabolasSampler : ISampler, IModelView
{
    private readonly EnvironmentSearch _search;

    /// <summary>The sampler of a study whose full budget the context tells.</summary>
    public FabolasSampler(FabolasOptions options, MethodContext context)
    {
        var budgets = Budgets.Between(options.SmallestShare, context.MaximumBudget);
        var sizes = new DataSizes(budgets);
        (_search, Budget) = (new(budgets, _ => sizes, Design(budgets), options), sizes.Axis);
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

    /// <summary>Eight trials with 1/128 of the data, four with 1/64, two with 1/32, one with 1/4 ([Klein2017], Section 5.1).</summary>
    internal static IReadOnlyList<int> Design(IReadOnlyList<double> budgets)
    {
        int Nearest(double share) => Budgets.Nearest(budgets, share * budgets[^1]);
        return [.. Enumerable.Repeat(Nearest(1.0 / 128), 8), .. Enumerable.Repeat(Nearest(1.0 / 64), 4), .. Enumerable.Repeat(Nearest(1.0 / 32), 2),
            Nearest(0.25)];
    }
}
