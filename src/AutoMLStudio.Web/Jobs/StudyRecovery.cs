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
        // A queued study waits for a job that exists, unless a process died between the two writes: asked at the start, and after a round that was
        // broken off.
        var isBroken = true;
        do isBroken = !await SweepAsync(isBroken ? [StudyState.Running, StudyState.Queued] : [StudyState.Running], stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>True when nothing came in between.</summary>
    private async Task<bool> SweepAsync(StudyState[] states, CancellationToken cancellationToken)
    {
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var candidates = await context.Studies.Where(s => states.Contains(s.State)).Select(s => s.Id).ToListAsync(cancellationToken);
            foreach (var id in candidates)
            {
                if (!await locks.WhenFreeAsync(id, connection => MarkAsync(id, connection, cancellationToken), cancellationToken)) continue;
                logger.LogInformation("Study {Id} has no process any more and is queued again.", id);
                // After the mark is in the database: a job that is faster would find the study as it was.
                queue.Enqueue(id);
            }
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogWarning(exception, "Lost studies could not be looked for; the next round tries again.");
            return false;
        }
    }

    private static async Task<bool> MarkAsync(long id, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // Read again under the lock: it may have ended since.
        await using var command = new NpgsqlCommand(
            $"UPDATE {StudyContext.Schema}.studies SET state = 'Queued' WHERE id = $1 AND state IN ('Running', 'Queued')", connection);
        command.Parameters.Add(new() { Value = id });
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }
}
