using AutoMLStudio.Storage.Studies;
using AutoMLStudio.Web.Studies;

namespace AutoMLStudio.Web.Hosting;

/// <summary>Carries what the database tells of studies, whichever process ran them, to this process's feed.</summary>
public sealed class StudyFeedRelay(StudyNotifications notifications, StudyFeed feed) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var signal in notifications.WatchAsync(null, stoppingToken)) feed.Publish(new(signal.StudyId, signal.Sequence));
    }
}
