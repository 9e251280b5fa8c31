using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Core.Studies;

/// <summary>What a person wishes of a running study; a later wish may only be stronger.</summary>
public enum StudyWish
{
    /// <summary>Go on.</summary>
    None,
    /// <summary>Running trials halt at their next report with their checkpoints; the study can be resumed.</summary>
    Pause,
    /// <summary>Running trials finish, no further one starts.</summary>
    Stop,
    /// <summary>Running trials are cancelled at once.</summary>
    Cancel,
}

/// <summary>What a person wants of one trial.</summary>
public enum TrialWish
{
    /// <summary>Nothing.</summary>
    None,
    /// <summary>End it now; it keeps the value of its last report.</summary>
    Stop,
    /// <summary>Start it again after it failed or was cancelled.</summary>
    Retry,
}

/// <summary>A configuration that a person wants tried before the sampler proposes the next one.</summary>
/// <param name="Id">Its identity in the study's queue; the lowest is tried first, each once.</param>
/// <param name="Configuration">Lies in the study's space.</param>
/// <param name="Parent">The trial that it was changed from; null when it was written by hand.</param>
public sealed record EnqueuedTrial(long Id, Configuration Configuration, int? Parent = null);

/// <summary>Carries wishes into a running study from any thread.</summary>
public sealed class StudyControl
{
    private readonly Lock _gate = new();
    private readonly List<Action<TrialRequests>> _queued = [];
    private readonly Dictionary<int, TrialWish> _trialWishes = [];
    private Action? _changed;

    /// <summary>The strongest wish so far.</summary>
    public StudyWish Wish { get; private set; }

    /// <summary>Asks for <paramref name="wish"/>; a weaker one than the present is ignored.</summary>
    public void Ask(StudyWish wish)
    {
        Action? changed;
        lock (_gate)
        {
            if (wish <= Wish) return;
            Wish = wish;
            changed = _changed;
        }
        changed?.Invoke();
    }

    /// <summary>Asks for <paramref name="wish"/> of one trial; one that its state does not allow is passed over.</summary>
    public void Ask(int number, TrialWish wish) => Change(() => _trialWishes[number] = wish);

    /// <summary>
    /// Puts a configuration into the study's queue. It may be said again, also to a later run of the study: of one identity one trial is started.
    /// </summary>
    public void Enqueue(EnqueuedTrial trial) => Change(() => _queued.Add(requests => requests.Add(trial)));

    /// <summary>Takes a configuration out of the queue again; nothing happens when it is not there any more.</summary>
    public void Withdraw(long id) => Change(() => _queued.Add(requests => requests.Remove(id)));

    /// <summary>Brings the run's queue up to date.</summary>
    internal void Deliver(TrialRequests requests)
    {
        lock (_gate)
        {
            foreach (var change in _queued) change(requests);
            _queued.Clear();
        }
    }

    /// <summary>What was asked of trials since the last call.</summary>
    internal IReadOnlyList<(int Number, TrialWish Wish)> TakeTrialWishes()
    {
        lock (_gate)
        {
            (int, TrialWish)[] taken = [.. _trialWishes.OrderBy(w => w.Key).Select(w => (w.Key, w.Value))];
            _trialWishes.Clear();
            return taken;
        }
    }

    internal void OnChange(Action changed)
    {
        lock (_gate) _changed = changed;
        if (Wish != StudyWish.None) changed();
    }

    private void Change(Action change)
    {
        Action? changed;
        lock (_gate)
        {
            change();
            changed = _changed;
        }
        changed?.Invoke();
    }
}
