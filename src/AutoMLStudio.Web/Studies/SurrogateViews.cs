using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Studies;
using Microsoft.Extensions.Caching.Memory;

namespace AutoMLStudio.Web.Studies;

/// <summary>Cuts through samplers' models, computed once for all who look: the same study, parameter and moment is one computation.</summary>
public sealed class SurrogateViews(IMemoryCache cache)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(2);

    /// <summary>The model over a parameter as the sampler saw it in <paramref name="history"/>; null while there is none.</summary>
    public Task<SurrogateView?> OfAsync(long studyId, StudyDefinition definition, History history, string parameter)
    {
        var lazy = cache.GetOrCreate(("surrogate", studyId, parameter, history.Sequence), e =>
        {
            e.SlidingExpiration = Kept;
            return new Lazy<Task<SurrogateView?>>(() => Task.Run(() => Compute(definition, history, parameter)));
        })!;
        return lazy.Value;
    }

    private static SurrogateView? Compute(StudyDefinition definition, History history, string parameter)
    {
        var context = definition.Context();
        if (definition.Sampler.Make<ISampler>(context) is not IModelView model) return null;
        // The stream of the next trial, so that the proposal shown is the one that will be made.
        var rng = Rng.For(definition.Seed, history.Trials.Count);
        return model.Slice(definition.Space, history, new(parameter), rng) is { } slice ? StudyViewMapper.Surrogate(slice, history) : null;
    }
}
