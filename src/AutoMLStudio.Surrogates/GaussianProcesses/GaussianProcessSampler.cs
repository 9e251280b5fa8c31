using AutoMLStudio.Core;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Options;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Surrogates.Acquisitions;
using AutoMLStudio.Surrogates.Fronts;

namespace AutoMLStudio.Surrogates.GaussianProcesses;

/// <summary>
/// Bayesian optimisation with a Gaussian process [Snoek2012]: Matérn-5/2 with one length-scale a parameter, hyper-parameters at the mode of their
/// posterior under the priors of Optuna's sampler [Akiba2019], the logarithm of the expected improvement [Ament2023]; beside pending trials that of
/// the batch they make with the new one, qLogEI (<see cref="BatchImprovement"/>).
/// </summary>
/// <remarks>
/// Deviations from [Snoek2012], unless the options say otherwise: hyper-parameters are maximised instead of integrated by slice sampling, the losses go
/// through the power transformation of [CowenRivers2022] and outliers are clipped. A stopped trial counts with its last loss, a failed one
/// only against proposing it again. Under a scheduler that compares trials at several budgets it learns at the largest that enough of them have
/// reached; those that wait below count as pending, those that ended there as failed. With several objectives each has a process of its own and the
/// acquisition is <see cref="HypervolumeImprovement"/>, whichever is chosen; pending trials count as predicted. Outcome constraints have a process each,
/// and the acquisition is multiplied with the probability that they hold [Gardner2014]: <see cref="OutcomeModel"/>. Everything is refitted
/// from fixed starts at each call, so nothing is kept between calls.
/// </remarks>
/// <param name="options">Options.</param>
/// <param name="seed">Seed of the study: names the scrambling of the initial design.</param>
public sealed class GaussianProcessSampler(GaussianProcessOptions options, ulong seed) : ISampler, IModelView
{
    /// <summary>The sampler of a study.</summary>
    /// <exception cref="ArgumentException">The acquisition cannot be multiplied with a probability, and the study constrains outcomes.</exception>
    internal static GaussianProcessSampler Of(GaussianProcessOptions options, MethodContext context)
    {
        if (context.Outcomes.Count > 0 && context.Objectives.Count == 1
            && options.Acquisition is not (AcquisitionKind.LogEi or AcquisitionKind.Ei or AcquisitionKind.Pi))
            throw new ArgumentException(
                $"The acquisition {OptionsSchema.SnakeCase(options.Acquisition.ToString())} is not accepted with outcomes: it is no gain that the probability of "
                + "keeping them could be multiplied with; log_ei, ei or pi is expected.");
        return new(options, context.Seed);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The space holds architectures that have no finite set of dimensions.</exception>
    public Configuration? Suggest(SearchSpace space, History history, Rng rng)
    {
        var encoding = new SpaceEncoding(space);
        return HasModel(history)
            ? Propose(Model(encoding, history, rng), history, rng)
            : InitialDesign.Next(encoding, history, history.Tried, seed, rng);
    }

    /// <inheritdoc/>
    public ModelReadiness Readiness(SearchSpace space, History history)
    {
        var known = history.AtLargestFidelity(options.InitialTrials) is null
            ? history.CountAt(history.Fidelities[0]) : TrialData.Known(history, options.InitialTrials).Count;
        return new(known, options.InitialTrials);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The space holds architectures that have no finite set of dimensions.</exception>
    public IFittedModel? Fit(SearchSpace space, History history, Rng rng)
    {
        if (!HasModel(history)) return null;
        var model = Model(new SpaceEncoding(space), history, rng);
        return new FittedProcess(model, () => Propose(model, history, rng));
    }

    private bool HasModel(History history) => TrialData.Known(history, options.InitialTrials).Count >= options.InitialTrials;

    private SurrogateModel Model(SpaceEncoding encoding, History history, Rng rng) => SurrogateModel.Of(encoding, history, options, rng.Split(2));

    private Configuration? Propose(SurrogateModel model, History history, Rng rng)
    {
        var tried = history.Tried;
        if (FiniteSpace.Untried(model.Encoding, tried) is { } rest) return Best(model, rest);
        var ranking = new AcquisitionSearch(options.Candidates, options.LocalSearches)
            .Rank(model.Encoding, model.Acquisition, model.Posterior.Typical, model.Incumbents, rng.Split(3));
        return ranking.Select(model.Encoding.Decode).FirstOrDefault(c => !tried.Contains(c)) ?? InitialDesign.Anything(model.Encoding, tried, rng);
    }

    private static Configuration? Best(SurrogateModel model, IReadOnlyList<SearchPoint> points)
    {
        var worths = model.Acquisition.Values([.. points.Select(p => p.Input)]);
        return points.Count == 0 ? null : model.Encoding.Decode(points[Array.IndexOf(worths, worths.Max())]);
    }
}
