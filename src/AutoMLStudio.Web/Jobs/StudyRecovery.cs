using AutoMLStudio.Core.Studies;
using AutoMLStudio.Storage;
using AutoMLStudio.Web.Studies;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AutoMLStudio.Web.Jobs;

/// <summary>
/// Finds studies whose process is gone, and queues them again: at the start and every few seconds. Faster than waiting for Hangfire to notice, and it
/// also finds what never was a job: a study of the command line, or one whose job was lost between two writes.
/// </summary>
public sealed class StudyRecovery(
    IDbContextFactory<StudyContext> contexts, StudyLocks locks, IStudyQueue queue, TimeProvider time, ILogger<StudyRecovery> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        // A queued study waits for a job that exists, unless its process died between the two writes: asked once, at the start.
        var isFirst = true;
        do
        {
            if (await SweepAsync(isFirst ? [StudyState.Running, StudyState.Queued] : [StudyState.Running], stoppingToken)) isFirst = false;
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>True when nothing came in between.</summary>
    private async Task<bool> SweepAsync(StudyState[] states, CancellationToken cancellationToken)
    {
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var candidates = await context.Studies.Where(s => states.Contains(s.State)).Select(s => s.Id).ToListAsync(cancellationToken);
            foreach (var id in candidates) await locks.WhenFreeAsync(id, connection => QueueAsync(id, connection, cancellationToken), cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogWarning(exception, "Lost studies could not be looked for; the next round tries again.");
            return false;
        }
    }

    private async Task QueueAsync(long id, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // Read again under the lock: it may have ended since.
        await using var command = new NpgsqlCommand(
            $"UPDATE {StudyContext.Schema}.studies SET state = 'Queued' WHERE id = $1 AND state IN ('Running', 'Queued')", connection);
        command.Parameters.Add(new() { Value = id });
        if (await command.ExecuteNonQueryAsync(cancellationToken) == 0) return;
        logger.LogInformation("Study {Id} has no process any more and is queued again.", id);
        queue.Enqueue(id);
    }
}
