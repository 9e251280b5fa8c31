using AutoMLStudio.Core.Studies;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Drawing;
using AutoMLStudio.Neural.Training;
using AutoMLStudio.Storage;
using AutoMLStudio.Web.Datasets;
using AutoMLStudio.Web.Studies;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace AutoMLStudio.Web.Models;

/// <summary>The networks of trials, trained or not, and what an evaluator that trains networks knows besides.</summary>
public sealed class TrialNetworks(
    IDbContextFactory<StudyContext> contexts, StudyDefinitions definitions, StudyHistories histories, StudyFolders folders, DatasetFiles datasets,
    IMemoryCache cache)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    /// <summary>The drawn network of a trial, or of the best one when <paramref name="number"/> is null; null while there is no best one.</summary>
    /// <exception cref="StudyRequestException">There is no such study or trial, or it trains no networks.</exception>
    /// <exception cref="StudyModelException">The network cannot be had: its checkpoint is gone, and so is the dataset.</exception>
    public async Task<TrialNetwork?> DrawAsync(long studyId, int? number, DrawingOptions options, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Studies.AsNoTracking().SingleOrDefaultAsync(s => s.Id == studyId, cancellationToken)
            ?? throw new StudyRequestException($"There is no study {studyId}.", isMissing: true);
        var definition = definitions.Of(row);
        // A study that has ended is drawn a hundred times without its trials being looked at again.
        if ((number ?? row.BestTrial) is { } known && cache.Get<NetworkGraph>(("network", studyId, known)) is { } graph)
            return new(known, NetworkDrawing.Of(graph, options));
        var evaluator = await EvaluatorAsync(studyId, definition, cancellationToken);
        var trial = await histories.ReadAsync(
            studyId, definition, log => number is { } n ? log.History.Trials.FirstOrDefault(t => t.Number == n) : log.History.Best,
            cancellationToken);
        if (trial is null)
            return number is null ? null : throw new StudyRequestException($"Study {studyId} has no trial {number}.", isMissing: true);
        var network = await GuardedAsync(() => evaluator.NetworkAsync(trial, cancellationToken));
        cache.Set(("network", studyId, trial.Number), network, new MemoryCacheEntryOptions { SlidingExpiration = Kept });
        return new(trial.Number, NetworkDrawing.Of(network, options));
    }

    /// <summary>The evaluator of a study.</summary>
    /// <exception cref="StudyRequestException">It trains no networks.</exception>
    internal async Task<NetworkEvaluator> EvaluatorAsync(long studyId, StudyDefinition definition, CancellationToken cancellationToken) =>
        definition.Evaluator.Method.InstanceType == typeof(NetworkEvaluator)
            ? definition.Evaluator.Make<NetworkEvaluator>(
                definition.Context(folders.Of(studyId), datasetFile: await datasets.FindAsync(definition.Dataset, cancellationToken)))
            : throw new StudyRequestException(
                $"Study {studyId} trains no network (its evaluator is {definition.Evaluator.Method.Key}).", isMissing: true);

    /// <summary>Tells of what is gone as the API tells of faults.</summary>
    internal static async Task<T> GuardedAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (TrialFailedException exception)
        {
            throw new StudyModelException(exception.Message, exception);
        }
    }
}
