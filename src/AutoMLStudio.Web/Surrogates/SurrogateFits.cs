using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Studies;
using Microsoft.Extensions.Caching.Memory;

namespace AutoMLStudio.Web.Surrogates;

/// <summary>
/// Models fitted for people to look at: one fit a study and moment, shared by every cut and all who look. Fits wait in a short line beside the
/// studies' own work, and who has left the line costs nothing.
/// </summary>
public sealed class SurrogateFits : IDisposable
{
    /// <summary>What the kept models may hold in all, in bytes as they reckon themselves.</summary>
    private const long Capacity = 256L << 20;

    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    private readonly MemoryCache _models = new(new MemoryCacheOptions { SizeLimit = Capacity });
    private readonly SemaphoreSlim _lane = new(Math.Max(1, Environment.ProcessorCount / 2));
    private int _count;

    /// <summary>Models fitted so far: what was found ready does not count.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>The model of a study at a moment; null when it is not ready.</summary>
    /// <param name="moment">Named by study and sequence number.</param>
    /// <param name="cancellationToken">Leaves the line; a fit that has begun is finished, for whoever asks next.</param>
    public async Task<IFittedModel?> GetAsync(SurrogateMoment moment, CancellationToken cancellationToken)
    {
        var key = (moment.StudyId, moment.Sequence);
        if (_models.TryGetValue<IFittedModel>(key, out var ready)) return ready;
        await _lane.WaitAsync(cancellationToken);
        try
        {
            // Another one may have fitted it meanwhile.
            if (_models.TryGetValue(key, out ready)) return ready;
            var fitted = await Task.Run(() => Fit(moment.Definition, moment.History), CancellationToken.None);
            if (fitted is not null)
                _models.Set(key, fitted, new MemoryCacheEntryOptions { Size = SizeOf(fitted, moment.History), SlidingExpiration = Kept });
            return fitted;
        }
        finally
        {
            _lane.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _models.Dispose();
        _lane.Dispose();
    }

    private IFittedModel? Fit(StudyDefinition definition, History history)
    {
        Interlocked.Increment(ref _count);
        // The stream of the next trial, so that the proposal shown is the one that will be made.
        var rng = Rng.For(definition.Seed, history.NextNumber);
        var model = definition.Sampler.Make<IModelView>(definition.Context()).Fit(definition.Space, history, rng);
        // Searched for here, in the line, and not by everybody who looks.
        _ = model?.Proposal;
        return model;
    }

    // Of a model that does not know how large it is, as many numbers as four matrices of its points hold. None may take more than a quarter of the
    // room, or it would never be kept.
    private static long SizeOf(IFittedModel model, History history) =>
        Math.Clamp((model as ISizedModel)?.Size ?? 32L * history.Trials.Count * history.Trials.Count, 1 << 16, Capacity / 4);
}
