using AutoMLStudio.Core;
using AutoMLStudio.Core.Advice;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Sampling;
using AutoMLStudio.Core.Sampling.Bohb;
using AutoMLStudio.Core.Sampling.Motpe;
using AutoMLStudio.Core.Sampling.Tpe;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.Automatic;

/// <summary>The sampler <c>auto</c> has no options.</summary>
public sealed record AutomaticOptions;

/// <summary>Proposes with the sampler, at its defaults, that suits the space, the trials so far and the scheduler; see
/// <see cref="AutomaticChoice"/>.</summary>
/// <param name="context">The study's circumstances.</param>
public sealed class AutomaticSampler(MethodContext context) : ISampler, IModelView
{
    private readonly Dictionary<string, ISampler> _samplers = new(StringComparer.Ordinal)
    {
        ["random"] = new RandomSampler(),
        ["gp"] = new GaussianProcessSampler(new(), context.Seed),
        ["tpe"] = new TpeSampler(new()),
        ["bohb"] = new BohbSampler(new()),
        ["motpe"] = new MotpeSampler(new()),
    };

    /// <inheritdoc/>
    public Configuration? Suggest(SearchSpace space, History history, Rng rng) => Chosen(space, history).Suggest(space, history, rng);

    /// <inheritdoc/>
    public ModelReadiness Readiness(SearchSpace space, History history) =>
        Chosen(space, history) is IModelView view ? view.Readiness(space, history) : new(0, 1);

    /// <inheritdoc/>
    public IFittedModel? Fit(SearchSpace space, History history, Rng rng) => (Chosen(space, history) as IModelView)?.Fit(space, history, rng);

    private ISampler Chosen(SearchSpace space, History history) =>
        _samplers[AutomaticChoice.Of(space, history.Objectives.Count, history.NextNumber, history.Fidelities.Count > 0).Key];
}
