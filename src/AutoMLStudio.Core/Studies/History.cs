using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Core.Studies;

/// <summary>
/// What is known of a study's trials at one moment: the fold of its events, or a slice of it that a scheduler hands to a
/// sampler. Immutable to readers.
/// </summary>
public sealed class History
{
    private static readonly HashSet<Configuration> Nothing = [];

    private readonly List<Trial> _trials;
    private readonly Dictionary<int, int> _position;
    private readonly History? _whole;
    private HashSet<Configuration>? _tried;
    private bool _mayRepeat;

    /// <summary>The history of these trials.</summary>
    /// <param name="objectives">At least one; the first decides which trial is best.</param>
    /// <param name="trials">In order of their numbers.</param>
    /// <param name="outcomes">What a trial must also be like to be feasible; null for nothing.</param>
    public History(IReadOnlyList<Objective> objectives, IEnumerable<Trial>? trials = null, IReadOnlyList<OutcomeConstraint>? outcomes = null)
    {
        (Objectives, Outcomes) = (objectives, outcomes ?? []);
        _trials = [.. trials ?? []];
        _position = _trials.Select((t, i) => (t.Number, i)).ToDictionary(t => t.Number, t => t.i);
        Best = _trials.Where(IsCandidate).MinBy(t => t.Standing);
        NextNumber = _trials.Count == 0 ? 0 : _trials[^1].Number + 1;
        Proposed = NextNumber - _trials.Count(t => !t.IsProposed);
        Imported = _trials.Count(t => t.Imported is not null);
    }

    private History(History whole, IReadOnlyList<double> fidelities)
    {
        _whole = whole;
        (Objectives, _trials, _position, Best, NextNumber) = (whole.Objectives, whole._trials, whole._position, whole.Best, whole.NextNumber);
        (Proposed, Sequence, State, Fidelities) = (whole.Proposed, whole.Sequence, whole.State, fidelities);
        (Outcomes, Imported, _mayRepeat) = (whole.Outcomes, whole.Imported, whole._mayRepeat);
    }

    /// <summary>What is optimised.</summary>
    public IReadOnlyList<Objective> Objectives { get; }

    /// <summary>What a trial must also be like to be feasible.</summary>
    public IReadOnlyList<OutcomeConstraint> Outcomes { get; }

    /// <summary>
    /// The budgets at which the study's scheduler compares trials, growing; empty where it gives every trial the same. A sampler that learns from one
    /// budget alone takes its part by <see cref="AtLargestFidelity"/>.
    /// </summary>
    public IReadOnlyList<double> Fidelities { get; private init; } = [];

    /// <summary>All trials, in order of their numbers.</summary>
    public IReadOnlyList<Trial> Trials => _trials;

    /// <summary>
    /// The configurations that a sampler is not to propose again: those of all trials; none in a study that may repeat them.
    /// </summary>
    public IReadOnlySet<Configuration> Tried => _mayRepeat ? Nothing : _whole?.Tried ?? (_tried ??= [.. _trials.Select(t => t.Configuration)]);

    /// <summary>Number that the next new trial gets: how many were started in all. A slice keeps the number of the whole.</summary>
    public int NextNumber { get; private set; }

    /// <summary>
    /// How many trials the sampler has proposed: those started in all less those that a person asked for or imported. A slice keeps the number of the
    /// whole, so that a sampler which works a list off can go by it.
    /// </summary>
    public int Proposed { get; private set; }

    /// <summary>How many of the trials in it were imported: samplers learn from them, but they spend nothing of the study's budget.</summary>
    public int Imported { get; private set; }

    /// <summary>Sequence number of the last event in it; 0 for none.</summary>
    public long Sequence { get; private set; }

    /// <summary>State of the study.</summary>
    public StudyState State { get; private set; }

    /// <summary>When the last event happened.</summary>
    public DateTimeOffset LastAt { get; private set; }

    /// <summary>Time spent in the state running up to the last event; pauses and the time between a crash and the next start do not count.</summary>
    public TimeSpan RunningTime { get; private set; }

    /// <summary>Budget units spent in all.</summary>
    public double ResourceSpent { get; private set; }

    /// <summary>Trials that have ended, whatever their end; imported ones are not counted.</summary>
    public int Ended { get; private set; }

    /// <summary>Trials that have ended since the incumbent was found.</summary>
    public int EndedSinceBest { get; private set; }

    /// <summary>Completed trials, which have a value at their full budget; searches have none.</summary>
    public IEnumerable<Trial> Completed => _trials.Where(t => t.State == TrialState.Completed && !t.IsSearch);

    /// <summary>Trials that have been started and have no final value yet.</summary>
    public IEnumerable<Trial> Pending => _trials.Where(t => t.State is TrialState.Running or TrialState.Paused);

    /// <summary>
    /// The incumbent: the completed trial with the smallest first loss among those that keep every outcome constraint, the earliest among equals; while
    /// none does, the one that breaks them least (<see cref="Standing"/>). Null while there is none.
    /// </summary>
    public Trial? Best { get; private set; }

    /// <summary>The trial of this number.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public Trial this[int number] => _position.TryGetValue(number, out var position)
        ? _trials[position]
        : throw new KeyNotFoundException($"There is no trial {number}.");

    /// <summary>The fold of events.</summary>
    public static History Of(
        IReadOnlyList<Objective> objectives, IEnumerable<StudyEvent> events, IReadOnlyList<OutcomeConstraint>? outcomes = null)
    {
        var history = new History(objectives, outcomes: outcomes);
        foreach (var studyEvent in events) history.Apply(studyEvent);
        return history;
    }

    /// <summary>The part of the history that satisfies <paramref name="predicate"/>, for a sampler to learn from.</summary>
    public History Where(Func<Trial, bool> predicate) =>
        new(Objectives, _trials.Where(predicate), Outcomes)
        {
            NextNumber = NextNumber, Proposed = Proposed, Sequence = Sequence, State = State, _mayRepeat = _mayRepeat,
        };

    /// <summary>The study's own trials: what a scheduler decides by. Itself where none was imported.</summary>
    public History Own() => Imported == 0 ? this : Where(t => t.Imported is null);

    /// <summary>The place of a trial in <see cref="Trials"/>.</summary>
    public int PositionOf(int number) => _position[number];

    /// <summary>The same history for a sampler that may propose what was tried. Costs nothing.</summary>
    public History WithRepeats() => new(this, Fidelities) { _mayRepeat = true };

    /// <summary>The same history for a sampler that works a list off and is to go on further down in it.</summary>
    internal History Ahead(int skipped) => new(this, Fidelities) { Proposed = Proposed + skipped };

    /// <summary>This slice together with the imported trials of the whole that it was taken from.</summary>
    internal History WithImported(History whole)
    {
        if (whole.Imported == 0 || Imported > 0) return this;
        var imported = whole._trials.Where(t => t.Imported is not null);
        return new(Objectives, _trials.Concat(imported).OrderBy(t => t.Number), Outcomes)
        {
            NextNumber = NextNumber, Proposed = Proposed, Sequence = Sequence, State = State, Fidelities = Fidelities, _mayRepeat = _mayRepeat,
        };
    }

    /// <summary>The same history for the eyes of a sampler, which is told at what budgets trials are compared. Costs nothing.</summary>
    public History WithFidelities(IReadOnlyList<double> budgets) => new(this, budgets);

    /// <summary>
    /// The part of the history that speaks of one budget: the largest that at least <paramref name="enough"/> trials have reached. Itself where
    /// there are no <see cref="Fidelities"/>; null when no budget has so many.
    /// </summary>
    public History? AtLargestFidelity(int enough)
    {
        if (Fidelities.Count == 0) return this;
        for (var i = Fidelities.Count - 1; i >= 0; i--)
            if (CountAt(Fidelities[i]) >= enough) return At(Fidelities[i]);
        return null;
    }

    /// <summary>How many trials have reached a budget. An evaluation that ended by itself has reached all that it was given.</summary>
    public int CountAt(double budget) =>
        _trials.Count(t => t.Step >= budget || (t.State == TrialState.Completed && t.Budget >= budget));

    /// <summary>
    /// The trials as they stood when they had spent <paramref name="budget"/> units: completed with the loss they had then, failed if they failed on
    /// the way there, or still on their way. Those that were not granted so much are left out.
    /// </summary>
    private History At(double budget) =>
        new(Objectives, _trials.Where(t => t.Step >= budget || t.Budget >= budget).Select(t => AsOf(t, budget)), Outcomes)
        {
            NextNumber = NextNumber, Proposed = Proposed, _mayRepeat = _mayRepeat,
        };

    private Trial AsOf(Trial trial, double budget)
    {
        var reached = trial.Reports.FirstOrDefault(r => r.Step >= budget);
        if (reached is null) return trial;
        var valued = WithValues(trial, reached);
        return valued with { State = valued.Losses is null ? TrialState.Failed : TrialState.Completed, Budget = budget };
    }

    /// <summary>The loss of the first objective in a report; NaN when the report does not have the metric.</summary>
    public double LossOf(Report report) => report.Metrics.TryGetValue(Objectives[0].Metric, out var metric)
        ? Objectives[0].ToLoss(metric)
        : double.NaN;

    /// <summary>How good a report is by the first objective and the outcome constraints; null when one has no finite value.</summary>
    public Standing? StandingOf(Report report) =>
        LossOf(report) is var loss && double.IsFinite(loss) && ExcessOf(report) is { } excess ? new(excess.Sum(e => Math.Max(0, e)), loss) : null;

    /// <summary>One loss an objective in a report; null when one is missing or no finite number.</summary>
    public IReadOnlyList<double>? LossesOf(Report report)
    {
        var losses = Objectives.Select(o => report.Metrics.TryGetValue(o.Metric, out var metric) ? o.ToLoss(metric) : double.NaN).ToList();
        return losses.All(double.IsFinite) ? losses : null;
    }

    /// <summary>How far each constrained outcome of a report lies beyond its bound; null when one is missing or no finite number.</summary>
    public IReadOnlyList<double>? ExcessOf(Report report)
    {
        if (Outcomes.Count == 0) return [];
        var excess = Outcomes.Select(o => report.Metrics.TryGetValue(o.Metric, out var metric) ? o.Excess(metric) : double.NaN).ToList();
        return excess.TrueForAll(double.IsFinite) ? excess : null;
    }

    /// <summary>A trial with what one report says of it: no losses when that lacks a metric, or has one that is no finite number.</summary>
    public Trial WithValues(Trial trial, Report report) =>
        LossesOf(report) is { } losses && ExcessOf(report) is { } excess ? trial with { Losses = losses, Excess = excess }
            : trial with { Losses = null, Excess = [] };

    /// <summary>Takes one more event in; used by the runner and by readers that follow a log.</summary>
    /// <exception cref="InvalidOperationException">The event does not follow from what happened before.</exception>
    public void Apply(StudyEvent studyEvent)
    {
        if (studyEvent.Sequence != Sequence + 1)
            throw new InvalidOperationException($"Event {studyEvent.Sequence} does not follow event {Sequence}.");
        var isRunning = State == StudyState.Running && studyEvent is not StudyStateChanged { State: StudyState.Running };
        switch (studyEvent)
        {
            case TrialStarted e:
                Add(e);
                break;
            case TrialResumed e:
                Resume(e);
                break;
            case TrialReported e:
                var trial = Known(e.Number, t => t.State == TrialState.Running, "is not running and cannot report");
                if (trial.Imported is null) ResourceSpent += e.Report.Step - trial.Step;
                trial = trial with { Reports = [.. trial.Reports, e.Report] };
                Replace(trial.IsSearch ? trial : WithValues(trial, e.Report));
                break;
            case TrialEnded e:
                End(e);
                break;
            case StudyStateChanged e:
                State = e.State;
                break;
        }
        if (isRunning) RunningTime += studyEvent.At - LastAt;
        (Sequence, LastAt) = (studyEvent.Sequence, studyEvent.At);
    }

    private static bool IsCandidate(Trial trial) => trial is { State: TrialState.Completed, Loss: not null };

    private void Add(TrialStarted e)
    {
        if (e.Number < NextNumber) throw new InvalidOperationException($"Trial {e.Number} is started after trial {NextNumber - 1}: numbers grow.");
        _position.Add(e.Number, _trials.Count);
        _tried?.Add(e.Configuration);
        _trials.Add(new()
        {
            Number = e.Number, Configuration = e.Configuration, Budget = e.Budget, StartedAt = e.At, Parent = e.Parent, Enqueued = e.Enqueued,
            Imported = e.Imported,
        });
        Proposed += e.Number + 1 - NextNumber - (e.Enqueued is null && e.Imported is null ? 0 : 1);
        if (e.Imported is not null) Imported++;
        NextNumber = e.Number + 1;
    }

    // A failed trial that is tried again starts anew: what it reported led to no value.
    private void Resume(TrialResumed e)
    {
        var trial = Known(e.Number, _ => true, "");
        if (trial.IsFinished && trial.Imported is null) Ended--;
        if (trial.State == TrialState.Failed) trial = trial with { Reports = [], Losses = null, Excess = [] };
        var isLost = trial.State == TrialState.Running;
        Replace(trial with
        {
            State = TrialState.Running,
            Budget = e.Budget,
            Attempt = e.Attempt,
            Stalls = isLost && trial.Reports.Count == trial.ReportsAtStart ? trial.Stalls + 1 : 0,
            ReportsAtStart = trial.Reports.Count,
            Reason = null,
            EndedAt = null,
        });
    }

    private void End(TrialEnded e)
    {
        var trial = Known(e.Number, t => !t.IsFinished, "has ended before");
        var best = Best;
        if (e.State == TrialState.Failed) trial = trial with { Losses = null, Excess = [] };
        Replace(trial with { State = e.State, Reason = e.Reason, EndedAt = e.State == TrialState.Paused ? null : e.At });
        if (e.State == TrialState.Paused) return;
        var isOwn = trial.Imported is null;
        if (isOwn) Ended++;
        if (!Equals(best?.Number, Best?.Number)) EndedSinceBest = 0;
        else if (isOwn) EndedSinceBest++;
    }

    private Trial Known(int number, Func<Trial, bool> holds, string otherwise)
    {
        if (!_position.TryGetValue(number, out var position))
            throw new InvalidOperationException($"There is no trial {number} that the event could be of.");
        return holds(_trials[position]) ? _trials[position] : throw new InvalidOperationException($"Trial {number} {otherwise}.");
    }

    private void Replace(Trial trial)
    {
        _trials[_position[trial.Number]] = trial;
        if (IsCandidate(trial) && (Best is null || trial.Standing < Best.Standing)) Best = trial;
        else if (Best?.Number == trial.Number) Best = _trials.Where(IsCandidate).MinBy(t => t.Standing);
    }

}
