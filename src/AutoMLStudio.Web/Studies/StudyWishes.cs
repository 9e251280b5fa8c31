using AutoMLStudio.Core.Studies;
using AutoMLStudio.Storage.Studies;

namespace AutoMLStudio.Web.Studies;

/// <summary>Carries what people ask of a study from the database into the process that runs it.</summary>
public sealed class StudyWishes(StudyNotifications notifications, ILogger<StudyWishes> logger)
{
    /// <summary>Passes on wishes until disposed, beginning with one that waits already.</summary>
    public IDisposable Watch(long studyId, StudyControl control)
    {
        var watching = new CancellationTokenSource();
        _ = WatchAsync(studyId, control, watching.Token);
        return new Watching(watching);
    }

    private async Task WatchAsync(long studyId, StudyControl control, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var signal in notifications.WatchAsync(studyId, cancellationToken)) control.Ask(signal.Request);
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

    private sealed class Watching(CancellationTokenSource source) : IDisposable
    {
        public void Dispose()
        {
            source.Cancel();
            source.Dispose();
        }
    }
}
