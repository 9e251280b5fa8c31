using System.Collections.Concurrent;
using System.Globalization;

namespace AutoMLStudio.Web.Studies;

/// <summary>
/// Tells circuits and the hub that a study has changed: "study, sequence", nothing more. Each subscriber hears at most once per
/// <see cref="Interval"/> and always of the last change: what comes in between falls away.
/// </summary>
public sealed class StudyFeed(TimeProvider time, ILogger<StudyFeed> logger)
{
    private readonly ConcurrentDictionary<Subscription, byte> _subscriptions = new();

    /// <summary>Shortest time between two calls of one subscriber: four a second.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Calls <paramref name="changed"/> after changes of one study, or of any when <paramref name="studyId"/> is null, until disposed; in the
    /// subscriber's language, so that what a page then says stays in it.
    /// </summary>
    public IDisposable Subscribe(long? studyId, Func<StudyChange, Task> changed)
    {
        var subscription = new Subscription(this, studyId, changed);
        _subscriptions[subscription] = 0;
        return subscription;
    }

    /// <summary>Says that a study has come to a sequence number.</summary>
    public void Publish(StudyChange change)
    {
        foreach (var (subscription, _) in _subscriptions) subscription.Offer(change);
    }

    private sealed class Subscription(StudyFeed feed, long? studyId, Func<StudyChange, Task> changed) : IDisposable
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<long, StudyChange> _waiting = [];
        private readonly CultureInfo _language = CultureInfo.CurrentUICulture;
        private ITimer? _timer;
        private bool _disposed;

        public void Offer(StudyChange change)
        {
            if (studyId is { } wanted && wanted != change.StudyId) return;
            lock (_gate)
            {
                if (_disposed) return;
                // A request tells of the sequence number that it saw, which may be behind: time does not go back for those who wait.
                if (!_waiting.TryGetValue(change.StudyId, out var known) || known.Sequence < change.Sequence) _waiting[change.StudyId] = change;
                _timer ??= feed._time.CreateTimer(
                    static state => _ = ((Subscription)state!).DeliverAsync(), this, Interval, Timeout.InfiniteTimeSpan);
            }
        }

        public void Dispose()
        {
            feed._subscriptions.TryRemove(this, out _);
            lock (_gate)
            {
                _disposed = true;
                _timer?.Dispose();
            }
        }

        private async Task DeliverAsync()
        {
            StudyChange[] changes;
            lock (_gate)
            {
                if (_disposed) return;
                changes = [.. _waiting.Values];
                _waiting.Clear();
                _timer?.Dispose();
                _timer = null;
            }
            CultureInfo.CurrentUICulture = _language;
            foreach (var change in changes)
            {
                try
                {
                    await changed(change);
                }
                catch (Exception exception)
                {
                    feed._logger.LogWarning(exception, "A subscriber of the study feed failed.");
                }
            }
        }
    }

    private readonly TimeProvider _time = time;
    private readonly ILogger<StudyFeed> _logger = logger;
}

/// <summary>A study has come to a sequence number.</summary>
public sealed record StudyChange(long StudyId, long Sequence);
