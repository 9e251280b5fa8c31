using System.ComponentModel.DataAnnotations;
using AutoMLStudio.Core;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Web.Searches;
using AutoMLStudio.Web.Studies;

namespace AutoMLStudio.Web.Tests.Components;

/// <summary>Searches in memory, set by the test.</summary>
internal sealed class SearchesTwin : ISearchQueries
{
    /// <summary>Key of the sampler that <see cref="Catalog"/> adds.</summary>
    public const string Sampler = "shared";

    public List<SearchSummary> Searches { get; } = [];

    /// <summary>The studio's catalogue and a sampler that shares weights, over the spaces <c>cell</c> alone.</summary>
    public static Catalog Catalog => new(StudioCatalog.All.Methods, [
        Method.Sampler<SharedOptions, SharedSampler>(
            Sampler, "Shared weights", "Weight sharing", null, "Trains one network for all.", (_, c) => new(c)) with { OnlyEvaluator = "network" },
    ]);

    public Task<SearchList?> ListAsync(long studyId, CancellationToken cancellationToken = default) => Task.FromResult<SearchList?>(new(1, Searches));

    /// <summary>A search with one architecture found, trained or not.</summary>
    public static SearchSummary Search(int number, params (double? Score, double? Value)[] found) => new(
        number, number, TrialState.Completed, 20, 20,
        [.. found.Select((f, i) => new FoundView($"Genotype({number}, {i})", f.Score, f.Value is { } value ? Trained(10 * number + i, value) : null))]);

    private static TrainedView Trained(int trial, double value) =>
        new(trial, TrialState.Completed, 6, 6, value, new Dictionary<string, double> { ["parameters"] = 6200, ["net_score"] = 61.25 });

    internal sealed record SharedOptions
    {
        [Display(Name = "Search epochs", Description = "Passes over the data.")]
        [Range(1, 100)]
        public int Epochs { get; init; } = 20;
    }

    internal sealed class SharedSampler : ISampler
    {
        public SharedSampler(MethodContext context)
        {
            if (context.Space.Declared is not [ArchitectureParameter { Space.Key: "cell" }])
                throw new ArgumentException("An architecture of the space cell is expected.");
        }

        public Configuration? Suggest(SearchSpace space, History history, Rng rng) => null;
    }
}
