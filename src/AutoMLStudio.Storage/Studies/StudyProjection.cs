using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Storage.Studies;

/// <summary>What the rows of a study say, kept up to date from its events: the fold of <see cref="History"/> plus the sums of <see cref="StudyRow"/>.</summary>
internal sealed class StudyProjection(IReadOnlyList<Objective> objectives)
{
    private readonly HashSet<int> _changed = [];
    private readonly Dictionary<(int Number, double Step), Report> _reports = [];
    private DateTimeOffset? _runningSince;

    /// <summary>The history so far.</summary>
    public History History { get; } = new(objectives);

    /// <summary>When the study first ran.</summary>
    public DateTimeOffset? StartedAt { get; private set; }

    /// <summary>When it was completed, stopped or failed.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Why it is in its state.</summary>
    public string? Reason { get; private set; }

    /// <summary>Trials that will not be evaluated further.</summary>
    public int Finished { get; private set; }

    /// <summary>Trials that have failed.</summary>
    public int Failed { get; private set; }

    /// <summary>Time between events in the state running: a crash ends it with the last event before, because the study then starts with a change of state.</summary>
    public TimeSpan Running { get; private set; }

    /// <summary>Trials that changed since <see cref="Begin"/>.</summary>
    public IEnumerable<Trial> ChangedTrials => _changed.Select(n => History[n]);

    /// <summary>Reports since <see cref="Begin"/>, the last one of each trial and step.</summary>
    public IReadOnlyDictionary<(int Number, double Step), Report> NewReports => _reports;

    /// <summary>True when the study has ended for good.</summary>
    public bool HasEnded => History.State is StudyState.Completed or StudyState.Stopped or StudyState.Failed;

    /// <summary>The first metric of a trial in its own sign; null while it has no loss.</summary>
    public double? ValueOf(Trial? trial) => trial?.Loss is { } loss ? History.Objectives[0].FromLoss(loss) : null;

    /// <summary>Forgets what changed: the next events are a new batch.</summary>
    public void Begin()
    {
        _changed.Clear();
        _reports.Clear();
    }

    /// <summary>Takes one more event in.</summary>
    /// <exception cref="InvalidOperationException">It does not follow from what happened before.</exception>
    public void Apply(StudyEvent studyEvent)
    {
        if (NumberOf(studyEvent) is { } number)
        {
            var before = studyEvent is TrialStarted ? null : History[number];
            History.Apply(studyEvent);
            Count(before, -1);
            Count(History[number], 1);
            _changed.Add(number);
            if (studyEvent is TrialReported { Report: var report }) _reports[(number, report.Step)] = report;
        }
        else History.Apply(studyEvent);
        Clock(studyEvent);
    }

    private static int? NumberOf(StudyEvent studyEvent) => studyEvent switch
    {
        TrialStarted e => e.Number,
        TrialResumed e => e.Number,
        TrialReported e => e.Number,
        TrialEnded e => e.Number,
        _ => null,
    };

    private void Count(Trial? trial, int sign)
    {
        if (trial is not { IsFinished: true }) return;
        Finished += sign;
        if (trial.State == TrialState.Failed) Failed += sign;
    }

    private void Clock(StudyEvent studyEvent)
    {
        var change = studyEvent as StudyStateChanged;
        if (_runningSince is { } since && change is not { State: StudyState.Running or StudyState.Queued } && studyEvent.At > since) Running += studyEvent.At - since;
        _runningSince = History.State == StudyState.Running ? studyEvent.At : null;
        if (change is null) return;
        Reason = change.Reason;
        if (change.State == StudyState.Running) StartedAt ??= change.At;
        EndedAt = HasEnded ? change.At : null;
    }
}
