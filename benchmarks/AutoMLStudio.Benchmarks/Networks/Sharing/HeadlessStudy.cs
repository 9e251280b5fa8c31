using System.Text.Json.Nodes;
using AutoMLStudio.Core;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Neural;
using AutoMLStudio.Surrogates;

namespace AutoMLStudio.Benchmarks.Networks.Sharing;

/// <summary>A study file run from its first event to its last in memory, its trials' checkpoints in a folder.</summary>
internal static class HeadlessStudy
{
    private static readonly Catalog Catalog = new(CoreCatalog.Methods, SurrogateCatalog.Methods, NeuralCatalog.Methods);

    /// <summary>What the study came to.</summary>
    /// <param name="json">The study file.</param>
    /// <param name="folder">Where its trials keep checkpoints.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<History> RunAsync(string json, string folder, CancellationToken cancellationToken)
    {
        var study = StudyReader.Read(JsonNode.Parse(json), Catalog);
        var context = study.Context(folder);
        var (sampler, scheduler) = (study.Sampler.Make<ISampler>(context), study.Scheduler.Make<IScheduler>(context));
        var store = new MemoryStudyStore();
        var runner = new StudyRunner(study, sampler, scheduler, study.MakeEvaluator(context), store, TimeProvider.System);
        var history = await runner.RunAsync(await store.ClaimAsync(1, cancellationToken), new StudyControl(), cancellationToken);
        var failed = history.Trials.FirstOrDefault(t => t.State == TrialState.Failed);
        return failed is null ? history : throw new InvalidOperationException($"{study.Name}: trial {failed.Number} failed: {failed.Reason}");
    }
}
