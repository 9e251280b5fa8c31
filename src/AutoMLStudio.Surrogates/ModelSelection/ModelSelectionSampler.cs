using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Surrogates.Acquisitions;
using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.ModelSelection;

/// <summary>
/// The sampler of Hyperband with Bayesian model selection [Bertrand2017]: configurations are drawn, not chosen, with a probability in proportion to
/// their expected improvement under a Gaussian process with a squared exponential kernel, over random candidates. Many are needed at once, one bracket
/// after the other, and drawing keeps them apart.
/// </summary>
/// <remarks>
/// Our reading where the paper is brief: the process learns from every trial that has a loss, with its loss at the largest budget it has reached,
/// whatever that is ("all evaluated configurations"); the first bracket, whose configurations are uniform, has ended once a trial has had the largest
/// budget; without brackets it lasts for <see cref="ModelSelectionOptions.InitialTrials"/>. Losses are standardised, not warped. The hyper-parameters
/// are at the mode of their posterior. With several objectives it minimises the first.
/// </remarks>
/// <param name="options">Options.</param>
public sealed class ModelSelectionSampler(ModelSelectionOptions options) : ISampler, IModelView
{
    private static readonly GaussianProcessOptions Process = new()
    {
        Acquisition = AcquisitionKind.LogEi, Kernel = KernelKind.SquaredExponential, WarpLosses = false, MaximumPoints = 500, Fantasies = 1,
    };

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The space holds architectures that have no finite set of dimensions.</exception>
    public Configuration? Suggest(SearchSpace space, History history, Rng rng)
    {
        var encoding = new SpaceEncoding(space);
        return Model(encoding, history, rng) is { } model ? Propose(model, history, rng) : InitialDesign.Anything(encoding, history.Tried, rng);
    }

    /// <inheritdoc/>
    public ModelReadiness Readiness(SearchSpace space, History history) => history.Fidelities.Count == 0
        ? new(Known(history).Count, options.InitialTrials)
        : new(history.CountAt(history.Fidelities[^1]), 1);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The space holds architectures that have no finite set of dimensions.</exception>
    public IFittedModel? Fit(SearchSpace space, History history, Rng rng) => Model(new SpaceEncoding(space), history, rng) is { } model
        ? new FittedProcess(model, () => Propose(model, history, rng)) : null;

    private SurrogateModel? Model(SpaceEncoding encoding, History history, Rng rng)
    {
        var readiness = Readiness(encoding.Space, history);
        if (readiness.Known < readiness.Needed || Known(history) is not { Count: > 1 } known) return null;
        return SurrogateModel.Of(TrialData.Of(encoding, history, known, Process), Process, rng.Split(2));
    }

    private static List<Trial> Known(History history) => [.. history.Trials.Where(t => t.Loss is { } loss && double.IsFinite(loss))];

    private Configuration? Propose(SurrogateModel model, History history, Rng rng)
    {
        var draws = rng.Split(3);
        var candidates = new List<SearchPoint>();
        for (var i = 0; i < options.Candidates; i++)
        {
            var configuration = model.Encoding.Space.Sample(draws);
            if (!history.Tried.Contains(configuration)) candidates.Add(model.Encoding.Encode(configuration));
        }
        var worths = model.Acquisition.Values([.. candidates.Select(c => c.Input)]);
        var drawn = Roulette.Draw(Enumerable.Range(0, candidates.Count), i => worths[i], 1, rng.Split(4)).Select(i => candidates[i]);
        return drawn.FirstOrDefault() is { } point ? model.Encoding.Decode(point) : InitialDesign.Anything(model.Encoding, history.Tried, rng);
    }
}
