using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Storage.Studies;

/// <summary>
/// What the rows of a study say, kept up to date from its events: the fold of <see cref="History"/> and what changed since the last batch.
/// </summary>
internal sealed class StudyProjection(IReadOnlyList<Objective> objectives, IReadOnlyList<OutcomeConstraint> outcomes)
{
    private readonly HashSet<int> _changed = [];
    private readonly Dictionary<int, long> _sequences = [];
    private readonly HashSet<int> _restarted = [];
    private readonly Dictionary<(int Number, double Step), Report> _reports = [];

    /// <summary>The history so far.</summary>
    public History History { get; } = new(objectives, outcomes: outcomes);

    /// <summary>When the study first ran.</summary>
    public DateTimeOffset? StartedAt { get; private set; }

    /// <summary>When it was completed, stopped or failed.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Why it is in its state.</summary>
    public string? Reason { get; private set; }

    /// <summary>Trials that have failed; imported ones are not counted.</summary>
    public int Failed { get; private set; }

    /// <summary>Trials that changed since <see cref="Begin"/>.</summary>
    public IEnumerable<Trial> ChangedTrials => _changed.Select(n => History[n]);

    /// <summary>Trials that started anew since <see cref="Begin"/>: what they reported before is void.</summary>
    public IReadOnlyCollection<int> Restarted => _restarted;

    /// <summary>Reports since <see cref="Begin"/>, the last one of each trial and step.</summary>
    public IReadOnlyDictionary<(int Number, double Step), Report> NewReports => _reports;

    /// <summary>True when the study has ended for good.</summary>
    public bool HasEnded => History.State is StudyState.Completed or StudyState.Stopped or StudyState.Failed;

    /// <summary>The first metric of a trial in its own sign; null while it has no loss.</summary>
    public double? ValueOf(Trial? trial) => trial?.Loss is { } loss ? History.Objectives[0].FromLoss(loss) : null;

    /// <summary>Sequence number of a trial's last event.</summary>
    public long SequenceOf(Trial trial) => _sequences[trial.Number];

    /// <summary>Forgets what changed: the next events are a new batch.</summary>
    public void Begin()
    {
        _changed.Clear();
        _restarted.Clear();
        _reports.Clear();
    }

    /// <summary>Takes one more event in.</summary>
    /// <exception cref="InvalidOperationException">It does not follow from what happened before.</exception>
    public void Apply(StudyEvent studyEvent)
    {
        var before = Before(studyEvent);
        History.Apply(studyEvent);
        switch (studyEvent)
        {
            case TrialStarted e:
                Change(e.Number, before, e.Sequence);
                break;
            case TrialResumed e:
                Change(e.Number, before, e.Sequence);
                if (before is { State: TrialState.Failed }) Restart(e.Number);
                break;
            case TrialReported e:
                Change(e.Number, before, e.Sequence);
                _reports[(e.Number, e.Report.Step)] = e.Report;
                break;
            case TrialEnded e:
                Change(e.Number, before, e.Sequence);
                break;
            case StudyStateChanged e:
                Reason = e.Reason;
                if (e.State == StudyState.Running) StartedAt ??= e.At;
                EndedAt = HasEnded ? e.At : null;
                break;
        }
    }

    /// <summary>The trial that the event changes, as it is before.</summary>
    private Trial? Before(StudyEvent studyEvent) => studyEvent switch
    {
        TrialResumed e => History[e.Number],
        TrialReported e => History[e.Number],
        TrialEnded e => History[e.Number],
        _ => null,
    };

    private void Change(int number, Trial? before, long sequence)
    {
        _changed.Add(number);
        _sequences[number] = sequence;
        if (History[number] is { Imported: not null }) return;
        if (before is { State: TrialState.Failed }) Failed--;
        if (History[number].State == TrialState.Failed) Failed++;
    }

    private void Restart(int number)
    {
        _restarted.Add(number);
        foreach (var key in _reports.Keys.Where(k => k.Number == number).ToList()) _reports.Remove(key);
    }
}
