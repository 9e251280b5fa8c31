using System.ComponentModel.DataAnnotations;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Sampling.Tpe;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Sampling.Motpe;

/// <summary>Options of the sampler <c>motpe</c>; the defaults are the paper's.</summary>
public sealed record MotpeOptions
{
    /// <summary>Trials with a value before the densities are asked; null for 11 d − 1 of d parameters.</summary>
    [Display(Name = "Startup trials", Description = "Random trials with a value before the densities decide; 11 a parameter less one when empty.")]
    [Range(1, 10_000)]
    public int? StartupTrials { get; init; }

    /// <summary>Draws from the density of the good trials.</summary>
    [Display(Name = "Candidates", Description = "Draws from the density of the good trials, of which the most promising is tried.")]
    [Range(1, 10_000)]
    public int Candidates { get; init; } = 24;

    /// <summary>Whether one density spans all parameters.</summary>
    [Display(Name = "Multivariate",
        Description = "One density over all parameters, so that the search sees which values go together; otherwise one for each parameter.")]
    public bool Multivariate { get; init; }
}

/// <summary>
/// The multi-objective tree-structured Parzen estimator, MOTPE [Ozaki2020]: TPE whose good trials are the first fronts, the last of them thinned out to
/// those that span the most volume, and weigh by the volume that they add.
/// </summary>
/// <remarks>
/// γ = 0.1 as in the paper, but at most 25 good trials, as in Optuna [Akiba2019], so that a proposal stays cheap; the volume is spanned to a point a
/// tenth beyond the worst losses, as in the authors' code, and the subset is chosen greedily. The rest is <see cref="TpeSampler"/> with the widths of
/// its first paper: conditions, constraints, failed and running trials are treated as there, and trials that were let go less far rank behind.
/// </remarks>
/// <param name="options">Options.</param>
public sealed class MotpeSampler(MotpeOptions options) : ISampler, IModelView
{
    private const int StartupPerParameter = 11;

    /// <inheritdoc/>
    /// <exception cref="SpaceException">No point drawn at random satisfies the constraints.</exception>
    /// <exception cref="InvalidOperationException">The space holds architectures that have no finite set of dimensions.</exception>
    public Configuration? Suggest(SearchSpace space, History history, Rng rng) => Tpe(space).Suggest(space, history, rng);

    /// <inheritdoc/>
    public ModelReadiness Readiness(SearchSpace space, History history) => Tpe(space).Readiness(space, history);

    /// <inheritdoc/>
    public IFittedModel? Fit(SearchSpace space, History history, Rng rng) => Tpe(space).Fit(space, history, rng);

    private TpeSampler Tpe(SearchSpace space) => new(new()
    {
        Multivariate = options.Multivariate,
        StartupTrials = options.StartupTrials ?? StartupPerParameter * space.Dimension - 1,
        Candidates = options.Candidates,
        Split = TpeSplit.Capped,
        Weights = TpeWeights.Improvement,
        BoundsAsNeighbours = true,
        MinimumBandwidth = 0.01,
        ClipExponent = 1,
    });
}
