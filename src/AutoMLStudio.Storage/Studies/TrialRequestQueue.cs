using System.Text.Json;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using Microsoft.EntityFrameworkCore;

namespace AutoMLStudio.Storage.Studies;

/// <summary>
/// What people ask of single trials, in the database: configurations to try before the sampler is asked, stopping a trial, trying one again. It
/// waits there until the study runs, and is struck off in the transaction that appends the event which does it.
/// </summary>
/// <param name="contexts">The database, migrated.</param>
/// <param name="notifications">Wakes the study's job.</param>
/// <param name="time">Tells when something was asked for.</param>
public sealed class TrialRequestQueue(IDbContextFactory<StudyContext> contexts, StudyNotifications notifications, TimeProvider time)
{
    /// <summary>Puts a configuration of the study's space into its queue and gives its identity there.</summary>
    public async Task<long> EnqueueAsync(long studyId, Configuration configuration, int? parent, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = new EnqueuedTrialRow
        {
            StudyId = studyId, Configuration = configuration.ToString(), Parent = parent, CreatedAt = time.GetUtcNow(),
        };
        context.EnqueuedTrials.Add(row);
        await context.SaveChangesAsync(cancellationToken);
        await notifications.NudgeAsync(studyId, cancellationToken);
        return row.Id;
    }

    /// <summary>Takes a configuration that no trial has tried out of the queue again. False when there is none of this identity.</summary>
    public async Task<bool> WithdrawAsync(long studyId, long id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await Waiting(context, studyId).Where(e => e.Id == id).ExecuteDeleteAsync(cancellationToken) == 1;
    }

    /// <summary>Writes down what a person wants of a trial that is in one of the given states. False when it is in none of them, or was imported.</summary>
    public async Task<bool> AskAsync(
        long studyId, int number, TrialWish wish, IReadOnlyCollection<TrialState> allowed, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var asked = await context.Trials.Where(t => t.StudyId == studyId && t.Number == number && t.Imported == null && allowed.Contains(t.State))
            .ExecuteUpdateAsync(t => t.SetProperty(r => r.Request, wish), cancellationToken) == 1;
        if (asked) await notifications.NudgeAsync(studyId, cancellationToken);
        return asked;
    }

    /// <summary>The configurations that wait, the next one first.</summary>
    public async Task<IReadOnlyList<EnqueuedTrial>> WaitingAsync(long studyId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await Waiting(context, studyId).AsNoTracking().OrderBy(e => e.Id).ToListAsync(cancellationToken);
        return [.. rows.Select(r => new EnqueuedTrial(
            r.Id, JsonSerializer.Deserialize<Configuration>(r.Configuration, StudyJson.Options)!, r.Parent))];
    }

    /// <summary>What is wanted of trials and has not been done, by their numbers.</summary>
    public async Task<IReadOnlyDictionary<int, TrialWish>> WishesAsync(long studyId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Trials.Where(t => t.StudyId == studyId && t.Request != TrialWish.None)
            .ToDictionaryAsync(t => t.Number, t => t.Request, cancellationToken);
    }

    private static IQueryable<EnqueuedTrialRow> Waiting(StudyContext context, long studyId) =>
        context.EnqueuedTrials.Where(e => e.StudyId == studyId && e.TrialNumber == null);
}
