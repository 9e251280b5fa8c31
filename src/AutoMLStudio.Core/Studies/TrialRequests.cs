using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Core.Studies;

/// <summary>The queue of configurations that people ask for, as a run works it off: each identity once in the life of the study.</summary>
internal sealed class TrialRequests(History history)
{
    private readonly HashSet<long> _started = [.. history.Trials.Select(t => t.Enqueued).OfType<long>()];
    private readonly SortedDictionary<long, EnqueuedTrial> _waiting = [];

    /// <summary>The one to try next; null when none waits.</summary>
    public EnqueuedTrial? Next => _waiting.Count == 0 ? null : _waiting.First().Value;

    /// <summary>Takes a further one in; one that a trial was started of is known and passed over.</summary>
    public void Add(EnqueuedTrial trial)
    {
        if (!_started.Contains(trial.Id)) _waiting[trial.Id] = trial;
    }

    /// <summary>Forgets one that waits.</summary>
    public void Remove(long id) => _waiting.Remove(id);

    /// <summary>
    /// The event that starts a trial with a configuration that a scheduler has decided for: the next one in the queue, if it is that.
    /// </summary>
    public TrialStarted Start(int number, Configuration configuration, double budget)
    {
        var started = new TrialStarted(number, configuration, budget);
        if (Next is not { } next || !ReferenceEquals(next.Configuration, configuration)) return started;
        _waiting.Remove(next.Id);
        _started.Add(next.Id);
        return started with { Parent = next.Parent, Enqueued = next.Id };
    }
}
