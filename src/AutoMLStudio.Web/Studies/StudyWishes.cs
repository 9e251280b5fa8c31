using AutoMLStudio.Core.Studies;
using AutoMLStudio.Storage.Studies;
using Npgsql;

namespace AutoMLStudio.Web.Studies;

/// <summary>Carries what people ask of a study and of its trials from the database into the process that runs it.</summary>
public sealed class StudyWishes(StudyNotifications notifications, TrialRequestQueue requests, TimeProvider time, ILogger<StudyWishes> logger)
{
    /// <summary>How often what is asked of single trials is looked for although nobody told of it: words may be lost.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(5);

    /// <summary>Passes on wishes until disposed. What waits for single trials already is passed on when this returns.</summary>
    public async Task<IDisposable> WatchAsync(long studyId, StudyControl control, CancellationToken cancellationToken)
    {
        var mail = new TrialMail(studyId, control, requests);
        await mail.DeliverAsync(cancellationToken);
        var watching = new CancellationTokenSource();
        _ = GuardAsync(studyId, () => FollowStudyAsync(studyId, control, mail, watching.Token), watching.Token);
        _ = GuardAsync(studyId, () => FollowTrialsAsync(mail, watching.Token), watching.Token);
        return new Watching(watching);
    }

    private async Task FollowStudyAsync(long studyId, StudyControl control, TrialMail mail, CancellationToken cancellationToken)
    {
        var asked = 0;
        await foreach (var signal in notifications.WatchAsync(studyId, cancellationToken))
        {
            control.Ask(signal.Request);
            if (signal.Asked == asked) continue;
            asked = signal.Asked;
            await TryDeliverAsync(mail, cancellationToken);
        }
    }

    private async Task FollowTrialsAsync(TrialMail mail, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LookInterval, time);
        while (await timer.WaitForNextTickAsync(cancellationToken)) await TryDeliverAsync(mail, cancellationToken);
    }

    private async Task TryDeliverAsync(TrialMail mail, CancellationToken cancellationToken)
    {
        try
        {
            await mail.DeliverAsync(cancellationToken);
        }
        catch (NpgsqlException exception)
        {
            logger.LogWarning("What is asked of single trials could not be read and is looked for again: {Reason}", exception.Message);
        }
    }

    private async Task GuardAsync(long studyId, Func<Task> follow, CancellationToken cancellationToken)
    {
        try
        {
            await follow();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            logger.LogDebug("Study {Id} is watched no more.", studyId);
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "Requests to study {Id} do not reach it any more.", studyId);
        }
    }

    /// <summary>Takes what is asked of single trials from the rows to the run; what was taken and is gone was withdrawn, or is done.</summary>
    private sealed class TrialMail(long studyId, StudyControl control, TrialRequestQueue requests)
    {
        private HashSet<long> _delivered = [];

        private SemaphoreSlim Gate { get; } = new(1);

        public async Task DeliverAsync(CancellationToken cancellationToken)
        {
            await Gate.WaitAsync(cancellationToken);
            try
            {
                var waiting = await requests.WaitingAsync(studyId, cancellationToken);
                foreach (var gone in _delivered.Except(waiting.Select(e => e.Id))) control.Withdraw(gone);
                foreach (var trial in waiting.Where(e => !_delivered.Contains(e.Id))) control.Enqueue(trial);
                _delivered = [.. waiting.Select(e => e.Id)];
                foreach (var (number, wish) in await requests.WishesAsync(studyId, cancellationToken)) control.Ask(number, wish);
            }
            finally
            {
                Gate.Release();
            }
        }
    }

    private sealed class Watching(CancellationTokenSource source) : IDisposable
    {
        public void Dispose()
        {
            source.Cancel();
            source.Dispose();
        }
    }
}
