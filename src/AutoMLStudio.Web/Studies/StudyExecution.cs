using AutoMLStudio.Core.Studies;
using AutoMLStudio.Storage;
using AutoMLStudio.Storage.Studies;
using AutoMLStudio.Web.Datasets;
using AutoMLStudio.Web.Jobs;
using AutoMLStudio.Web.Studies.Imports;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AutoMLStudio.Web.Studies;

/// <summary>
/// Runs a stored study in this process, whoever asks: a Hangfire job or the command line. At most one process runs a study at any time: a lock of the
/// database that goes with the process's connection says who does, and the lease fences off whoever lost it without noticing.
/// </summary>
public sealed class StudyExecution(
    IDbContextFactory<StudyContext> contexts, StudyStore store, StudyLocks locks, StudyWishes wishes, StudyFolders folders,
    StudyDefinitions definitions, StudyModels models, TrialLogs logs, DatasetFiles datasets, TrialQueue trials, StudySeeding seeding, StudyFeed feed,
    TimeProvider time,
    ILogger<StudyExecution> logger)
{
    private static readonly TimeSpan LockInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>Runs the study to its end or until somebody wishes otherwise. Null when another process runs it, or nobody wants it run.</summary>
    /// <param name="studyId">Which.</param>
    /// <param name="control">Carries wishes of the caller; those in the database are added to it.</param>
    /// <param name="observer">Called with each event once it is durable.</param>
    /// <exception cref="InvalidOperationException">It cannot be run; its state is failed and says why.</exception>
    /// <param name="cancellationToken">Ends the process's part in the study as a crash would: it goes on where it was, here or elsewhere.</param>
    public async Task<History?> RunAsync(
        long studyId, StudyControl control, Action<StudyEvent, History>? observer, CancellationToken cancellationToken)
    {
        await using var held = await HoldAsync(studyId, cancellationToken);
        if (held is null || await RowAsync(studyId, cancellationToken) is not { State: StudyState.Queued or StudyState.Running } row) return null;
        try
        {
            return await RunAsync(row, definitions.Of(row), control, observer, cancellationToken);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or LeaseLostException or NpgsqlException or TimeoutException))
        {
            // Tried again it would fail again. What the database or another process is to blame for is tried again instead,
            // by whoever finds the study without a process.
            await GiveUpAsync(studyId, exception, cancellationToken);
            throw new InvalidOperationException($"Study {studyId} cannot be run: {exception.Message}", exception);
        }
    }

    // Whoever ran the study last may still hold it, exporting the model or saying goodbye. A study that is queued meanwhile has this job alone to run
    // it: were the job
    // to turn away, nobody would. One that is running has its process.
    private async Task<IAsyncDisposable?> HoldAsync(long studyId, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await locks.TryHoldAsync(studyId, cancellationToken) is { } held) return held;
            if (await RowAsync(studyId, cancellationToken) is not { State: StudyState.Queued }) return null;
            await Task.Delay(LockInterval, time, cancellationToken);
        }
    }

    private async Task<History> RunAsync(
        StudyRow row, StudyDefinition definition, StudyControl control, Action<StudyEvent, History>? observer, CancellationToken cancellationToken)
    {
        var context = definition.Context(
            folders.Of(row.Id), logs.Of(row.Id), await datasets.FindAsync(definition.Dataset, cancellationToken));
        var local = definition.MakeEvaluator(context);
        if (definition.Space.ConstrainedCosts is { Count: > 0 } costs && local is ICostModel model)
        {
            var space = definition.Space.WithCosts(await model.CostsAsync(costs, cancellationToken));
            (definition, context) = (definition with { Space = space }, context with { Space = space });
        }
        var evaluator = definition.Queue is { } queue ? trials.Evaluator(row.Id, queue) : local;
        // Only where the process that defined it was lost before it could.
        if (row.LastSequence == 0) await seeding.BeginHeldAsync(row.Id, definition, cancellationToken);
        var lease = await store.ClaimAsync(row.Id, cancellationToken);
        using var watch = await wishes.WatchAsync(row.Id, control, cancellationToken);
        var runner = new StudyRunner(
            definition, definition.Sampler.Make<ISampler>(context), definition.Scheduler.Make<IScheduler>(context), evaluator, store, time)
        {
            Observer = observer,
        };
        logger.LogInformation("Study {Id} '{Name}' runs.", row.Id, row.Name);
        var history = await runner.RunAsync(lease, control, cancellationToken);
        logger.LogInformation("Study {Id} is {State} after {Trials} trials.", row.Id, history.State, history.Trials.Count);
        // An imported trial has left no model here.
        if (history.State is StudyState.Completed or StudyState.Stopped && history.Own().Best is { } best && local is IModelExporter)
            await KeepModelAsync(row.Id, best, lease, history, observer, cancellationToken);
        return history;
    }

    // The model is made at the end, so that its download is a file and its faults are known; a failure is an event of the
    // study, not the study's failure.
    private async Task KeepModelAsync(
        long studyId, Trial best, StudyLease lease, History history, Action<StudyEvent, History>? observer, CancellationToken cancellationToken)
    {
        SnapshotTaken snapshot;
        try
        {
            var model = await models.GetAsync(studyId, best.Number, cancellationToken);
            snapshot = models.Exported(best.Number, model);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogError(exception, "The model of trial {Number} of study {Id} could not be exported.", best.Number, studyId);
            snapshot = models.Failed(best.Number, exception.Message);
        }
        snapshot = snapshot with { Sequence = history.Sequence + 1, At = time.GetUtcNow() };
        await store.AppendAsync(lease, [snapshot], cancellationToken);
        history.Apply(snapshot);
        observer?.Invoke(snapshot, history);
    }

    private async Task<StudyRow?> RowAsync(long studyId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Studies.AsNoTracking().SingleOrDefaultAsync(s => s.Id == studyId, cancellationToken);
    }

    private async Task GiveUpAsync(long studyId, Exception exception, CancellationToken cancellationToken)
    {
        logger.LogError(exception, "Study {Id} cannot be run.", studyId);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Studies.Where(s => s.Id == studyId)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.State, StudyState.Failed).SetProperty(r => r.Reason, exception.Message), cancellationToken);
        feed.Publish(new(studyId, 0));
    }
}
