using System.Collections.Concurrent;

namespace AutoMLStudio.Core.Studies;

/// <summary>Keeps events in memory: for tests and for runs that need no database.</summary>
public sealed class MemoryStudyStore : IStudyStore
{
    private readonly ConcurrentDictionary<long, Log> _logs = new();

    /// <inheritdoc/>
    public Task<IReadOnlyList<StudyEvent>> LoadAsync(long studyId, long afterSequence, CancellationToken cancellationToken)
    {
        var log = LogOf(studyId);
        lock (log) return Task.FromResult<IReadOnlyList<StudyEvent>>([.. log.Events.Skip((int)afterSequence)]);
    }

    /// <inheritdoc/>
    public Task<StudyLease> ClaimAsync(long studyId, CancellationToken cancellationToken)
    {
        var log = LogOf(studyId);
        lock (log) return Task.FromResult(new StudyLease(studyId, ++log.Epoch));
    }

    /// <inheritdoc/>
    public Task AppendAsync(StudyLease lease, IReadOnlyList<StudyEvent> events, CancellationToken cancellationToken)
    {
        var log = LogOf(lease.StudyId);
        lock (log)
        {
            if (log.Epoch != lease.Epoch) throw new LeaseLostException(lease.StudyId);
            for (var i = 0; i < events.Count; i++)
            {
                var expected = log.Events.Count + i + 1;
                if (events[i].Sequence != expected)
                    throw new InvalidOperationException($"Event {events[i].Sequence} does not follow event {expected - 1}.");
            }
            log.Events.AddRange(events);
        }
        return Task.CompletedTask;
    }

    private Log LogOf(long studyId) => _logs.GetOrAdd(studyId, static _ => new Log());

    private sealed class Log
    {
        public List<StudyEvent> Events { get; } = [];

        public long Epoch { get; set; }
    }
}
