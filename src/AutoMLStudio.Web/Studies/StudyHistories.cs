using AutoMLStudio.Core.Studies;
using Microsoft.Extensions.Caching.Memory;

namespace AutoMLStudio.Web.Studies;

/// <summary>
/// The histories of the studies that somebody is looking at, kept in memory and brought up to date by the events since: a page that follows a study
/// costs only what is new. Forgotten five minutes after the last look.
/// </summary>
public sealed class StudyHistories(IStudyStore store, IMemoryCache cache)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    /// <summary>Reads from the log of a study as it stands now. <paramref name="read"/> must not keep the log: it is shared.</summary>
    public async Task<T> ReadAsync<T>(long studyId, StudyDefinition definition, Func<StudyLog, T> read, CancellationToken cancellationToken)
    {
        var entry = cache.GetOrCreate(("history", studyId), e =>
        {
            e.SlidingExpiration = Kept;
            return new Entry(definition.Objectives, definition.Outcomes);
        })!;
        await entry.Gate.WaitAsync(cancellationToken);
        try
        {
            entry.Log.Append(await store.LoadAsync(studyId, entry.Log.History.Sequence, cancellationToken));
            return read(entry.Log);
        }
        finally
        {
            entry.Gate.Release();
        }
    }

    /// <summary>Forgets a deleted study.</summary>
    public void Forget(long studyId) => cache.Remove(("history", studyId));

    private sealed class Entry(IReadOnlyList<Objective> objectives, IReadOnlyList<OutcomeConstraint> outcomes)
    {
        public SemaphoreSlim Gate { get; } = new(1);

        public StudyLog Log { get; } = new(objectives, outcomes);
    }
}

/// <summary>The events of a study and their fold.</summary>
public sealed class StudyLog(IReadOnlyList<Objective> objectives, IReadOnlyList<OutcomeConstraint> outcomes)
{
    private readonly List<StudyEvent> _events = [];

    /// <summary>The fold of all events.</summary>
    public History History { get; } = new(objectives, outcomes: outcomes);

    /// <summary>The events, in order: the one of sequence number n at position n − 1.</summary>
    public IReadOnlyList<StudyEvent> Events => _events;

    /// <summary>Takes further events in.</summary>
    public void Append(IEnumerable<StudyEvent> events)
    {
        foreach (var studyEvent in events)
        {
            History.Apply(studyEvent);
            _events.Add(studyEvent);
        }
    }

    /// <summary>The history as it was after an event; a copy that the caller may keep.</summary>
    public History At(long? sequence) => sequence is { } wanted && wanted < History.Sequence
        ? History.Of(History.Objectives, _events.Take((int)Math.Max(0, wanted)), History.Outcomes)
        : History.Where(_ => true);
}
