using AutoMLStudio.Core.Studies;
using AutoMLStudio.Storage;
using AutoMLStudio.Storage.Studies;
using AutoMLStudio.Web.Datasets;
using AutoMLStudio.Web.Studies;
using Hangfire;
using Microsoft.EntityFrameworkCore;

namespace AutoMLStudio.Web.Jobs;

/// <summary>The Hangfire job that evaluates one trial on a worker. Delivered twice, only one holds the lease; whoever loses it stops.</summary>
public sealed class TrialJob(
    IDbContextFactory<StudyContext> contexts, TrialLeases leases, StudyDefinitions definitions, StudyFolders folders, TrialLogs logs,
    DatasetFiles datasets, TimeProvider time, ILogger<TrialJob> logger)
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);
    private static readonly string Owner = $"{Environment.MachineName}:{Environment.ProcessId}";

    /// <summary>Evaluates the trial up to its budget, as long as the lease holds.</summary>
    [AutomaticRetry(Attempts = 0)]
    public async Task RunAsync(long studyId, int number, CancellationToken cancellationToken)
    {
        if (await leases.ClaimAsync(studyId, number, Owner, Lease, cancellationToken) is not { } lease) return;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Studies.AsNoTracking().SingleAsync(s => s.Id == studyId, cancellationToken);
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var beating = BeatAsync(lease, lost);
        try
        {
            await EvaluateAsync(row, lease, lost.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogInformation("Trial {Number} of study {Id} is wanted no more.", number, studyId);
        }
        finally
        {
            await lost.CancelAsync();
            await beating;
        }
    }

    private async Task EvaluateAsync(StudyRow row, TrialLease lease, CancellationToken cancellationToken)
    {
        try
        {
            var definition = definitions.Of(row);
            var trial = await leases.ReadAsync(lease, cancellationToken);
            var context = definition.Context(
                folders.Of(row.Id), logs.Of(row.Id), await datasets.FindAsync(definition.Dataset, cancellationToken));
            await foreach (var report in definition.MakeEvaluator(context).EvaluateAsync(trial, cancellationToken))
                if (!await leases.ReportAsync(lease, report, cancellationToken)) return;
            await leases.EndAsync(lease, "", cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            await leases.EndAsync(
                lease, exception is TrialFailedException ? exception.Message : $"{exception.GetType().Name}: {exception.Message}", cancellationToken);
        }
    }

    private async Task BeatAsync(TrialLease lease, CancellationTokenSource lost)
    {
        try
        {
            using var timer = new PeriodicTimer(Lease / 4, time);
            while (await timer.WaitForNextTickAsync(lost.Token))
                if (!await leases.HeartbeatAsync(lease, Lease, lost.Token)) await lost.CancelAsync();
        }
        catch (OperationCanceledException)
        {
            logger.LogDebug("Trial {Number} of study {Id} needs no further heartbeat.", lease.Number, lease.StudyId);
        }
        catch (Exception exception)
        {
            // Nobody knows any more that this worker lives: the trial will be given to another.
            logger.LogWarning(
                exception, "Trial {Number} of study {Id} is given up: the database does not take its heartbeat.", lease.Number, lease.StudyId);
            await lost.CancelAsync();
        }
    }
}
