using System.Threading.Channels;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Core.Studies;

/// <summary>
/// Runs a study: asks the scheduler what to do, starts trials, judges their reports, and appends every event before it counts. One decision loop, any
/// number of trials at the same time. Continues from whatever the store holds: after a crash, lost trials are resumed from their checkpoints.
/// </summary>
/// <remarks>
/// Each turn of the loop appends all that has happened since the last as one transaction, and only then starts trials and answers reports: four
/// workers cost one transaction a turn, not twelve.
/// </remarks>
public sealed class StudyRunner
{
    /// <summary>Reason of a trial that was halted because the study was; the runner resumes these itself.</summary>
    internal const string HaltedReason = "The study was paused.";

    /// <summary>
    /// How often in a row a trial that was lost with its process is taken up again although it got nowhere: it may be what ends the process.
    /// </summary>
    private const int MaximumLosses = 3;

    private readonly StudyDefinition _definition;
    private readonly Proposer _proposer;
    private readonly IScheduler _scheduler;
    private readonly IEvaluator _evaluator;
    private readonly IStudyStore _store;
    private readonly TimeProvider _time;

    private readonly Channel<RunnerMessage> _messages = Channel.CreateUnbounded<RunnerMessage>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Dictionary<int, TrialPump> _running = [];
    private readonly List<TrialResumed> _toResume = [];
    private readonly List<StudyEvent> _batch = [];
    private readonly List<Action> _afterAppend = [];
    private History _history;
    private readonly StoppingRules _rules;
    private TrialRequests _requests;
    private StudyControl _control = new();
    private string? _ending;
    private bool _failed;
    private int _launching;

    /// <summary>A runner of one study, to be used once.</summary>
    public StudyRunner(StudyDefinition definition, ISampler sampler, IScheduler scheduler, IEvaluator evaluator, IStudyStore store, TimeProvider time)
    {
        (_definition, _scheduler, _evaluator, _store, _time) = (definition, scheduler, evaluator, store, time);
        _proposer = new(definition, sampler);
        _rules = new(definition);
        _history = new(definition.Objectives, outcomes: definition.Outcomes);
        _requests = new(_history);
    }

    /// <summary>Called with each event after it has become durable, and the history that holds it.</summary>
    public Action<StudyEvent, History>? Observer { get; init; }

    /// <summary>
    /// Runs until the budget is spent, nothing is left to try, or <paramref name="control"/> asks otherwise. When
    /// <paramref name="cancellationToken"/> is cancelled (the process ends) trials are abandoned as a crash would, to be resumed by the next run.
    /// </summary>
    /// <exception cref="LeaseLostException">Another runner has taken over; nothing more was written.</exception>
    public async Task<History> RunAsync(StudyLease lease, StudyControl control, CancellationToken cancellationToken)
    {
        _control = control;
        var events = await _store.LoadAsync(lease.StudyId, 0, cancellationToken).ConfigureAwait(false);
        _history = History.Of(_definition.Objectives, events, _definition.Outcomes);
        _requests = new(_history);
        using var abandon = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        control.OnChange(() => _messages.Writer.TryWrite(new RunnerMessage.Woken()));
        try
        {
            Emit(new StudyStateChanged(StudyState.Running, null));
            TakeUpInterrupted(abandon.Token);
            await LoopAsync(lease, abandon.Token).ConfigureAwait(false);
            return _history;
        }
        finally
        {
            await abandon.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(_running.Values.Select(p => p.Completion)).ConfigureAwait(false);
            foreach (var pump in _running.Values) pump.Dispose();
        }
    }

    private async Task LoopAsync(StudyLease lease, CancellationToken cancellationToken)
    {
        while (true)
        {
            ActOnWish();
            Fill(cancellationToken);
            if (_running.Count == 0 && _afterAppend.Count == 0 && _ending is not null) break;
            await AppendAsync(lease, cancellationToken).ConfigureAwait(false);
            if (!await _messages.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false)) break;
            while (_messages.Reader.TryRead(out var message)) Handle(message);
        }
        Emit(new StudyStateChanged(FinalState(), _ending));
        await AppendAsync(lease, cancellationToken).ConfigureAwait(false);
    }

    private StudyState FinalState() => _control.Wish switch
    {
        StudyWish.Pause => StudyState.Paused,
        StudyWish.Stop or StudyWish.Cancel => StudyState.Stopped,
        _ => _failed ? StudyState.Failed : StudyState.Completed,
    };

    private void TakeUpInterrupted(CancellationToken cancellationToken)
    {
        foreach (var trial in _history.Trials.Where(t => t.Imported is null).ToList())
        {
            if (trial.State == TrialState.Paused && trial.Reason == HaltedReason) _toResume.Add(new(trial.Number, trial.Budget, trial.Attempt));
            // The study was halted, or its process lost, between the failure and the next attempt.
            if (trial.State == TrialState.Failed && trial.Attempt <= _definition.Retries)
                _toResume.Add(new(trial.Number, trial.Budget, trial.Attempt + 1));
            if (trial.State != TrialState.Running) continue;
            if (trial.Stalls >= MaximumLosses)
            {
                var reason = $"The process that ran it was lost {trial.Stalls + 1} times in a row before it reported anything new.";
                Emit(new TrialEnded(trial.Number, TrialState.Failed, reason));
            }
            // A log may end between a report and the verdict on it.
            else if (trial.Reports.Count > 0 && _scheduler.Judge(trial, _history.Own()) is { Action: not VerdictAction.Continue } verdict)
                EndBy(verdict, trial.Number);
            else Launch(new TrialResumed(trial.Number, trial.Budget, trial.Attempt + 1), cancellationToken);
        }
    }

    private void ActOnWish()
    {
        switch (_control.Wish)
        {
            case StudyWish.Pause:
                _ending ??= "Paused by request.";
                break;
            case StudyWish.Stop:
                _ending ??= "Stopped by request.";
                break;
            case StudyWish.Cancel:
                _ending ??= "Cancelled by request.";
                foreach (var pump in _running.Values) pump.Cancel();
                break;
        }
        _control.Deliver(_requests);
        foreach (var (number, wish) in _control.TakeTrialWishes())
            if (number >= 0 && number < _history.Trials.Count) ActOnWish(_history[number], wish);
    }

    private void ActOnWish(Trial trial, TrialWish wish)
    {
        switch (wish, trial.State)
        {
            case (TrialWish.Stop, TrialState.Running or TrialState.Paused):
                _toResume.RemoveAll(r => r.Number == trial.Number);
                var hasValue = trial.Losses is not null;
                Emit(new TrialEnded(trial.Number, hasValue ? TrialState.Stopped : TrialState.Cancelled,
                    hasValue ? "Stopped by request." : "Stopped by request before it had a value."));
                // It may be about to be launched in this very turn: then there is nothing to end before that.
                if (trial.State == TrialState.Running) _afterAppend.Add(() => End(trial.Number));
                break;
            case (TrialWish.Retry, TrialState.Failed or TrialState.Cancelled) when trial.Imported is null && _toResume.All(r => r.Number != trial.Number):
                _toResume.Add(new(trial.Number, trial.Budget, trial.Attempt + 1));
                break;
        }
    }

    private void End(int number)
    {
        if (!_running.TryGetValue(number, out var pump)) return;
        pump.IsClosed = true;
        pump.Cancel();
    }

    private void Fill(CancellationToken cancellationToken)
    {
        while (_running.Count + _launching < _definition.Parallelism && _ending is null)
        {
            if (_toResume.Count > 0)
            {
                if (IsEnding(_toResume[0].Number)) return;
                Launch(_toResume[0], cancellationToken);
                _toResume.RemoveAt(0);
                continue;
            }
            // The budget limits what is proposed; what a person asks for by name is tried in any case.
            if (_requests.Next is null && Trying(Spent) is { } spent)
            {
                if (_running.Count + _launching == 0) _ending = spent;
                return;
            }
            if (_ending is not null || !Decide(cancellationToken)) return;
        }
    }

    /// <summary>
    /// What a sampler, a scheduler or a rule says; null, and the study ends as failed, when it cannot. Each is a pure function of the history: asked
    /// again it would fail again, so that a new run is no way out.
    /// </summary>
    private T? Trying<T>(Func<T?> ask)
        where T : class
    {
        try
        {
            return ask();
        }
        catch (Exception exception)
        {
            (_ending, _failed) = (exception is SpaceException ? exception.Message : $"The study cannot go on: {exception.Message}", true);
            return null;
        }
    }

    /// <summary>
    /// True while the evaluation of a trial whose end is in the log still winds down: the trial must not be started again before, and the end of its
    /// evaluation wakes the loop.
    /// </summary>
    private bool IsEnding(int number) => _running.ContainsKey(number);

    /// <summary>True when there may be more to decide: a trial was launched or a paused one ended.</summary>
    private bool Decide(CancellationToken cancellationToken)
    {
        switch (Trying(() => _scheduler.Next(_history.Own(), Suggest)))
        {
            case Decision.Start start:
                Launch(_requests.Start(_history.NextNumber, start.Configuration, start.Budget), cancellationToken);
                return true;
            case Decision.Resume resume when IsEnding(resume.Number):
                return false;
            case Decision.Resume resume:
                Launch(new TrialResumed(resume.Number, resume.Budget, _history[resume.Number].Attempt), cancellationToken);
                return true;
            case Decision.End end:
                Emit(new TrialEnded(end.Number, TrialState.Stopped, end.Reason));
                return true;
            case Decision.Done done when _running.Count + _launching == 0:
                _ending = AllStarted() ?? _proposer.Exhausted(_history) ?? done.Reason;
                return false;
            case Decision.Wait when _running.Count + _launching == 0:
                (_ending, _failed) = ("The scheduler waits although no trial is running.", true);
                return false;
            default:
                return false;
        }
    }

    /// <summary>
    /// What a person has asked for comes first. No new trial is proposed once all have been started; paused ones may still go on.
    /// </summary>
    private Configuration? Suggest(History slice) => _requests.Next is { } next ? next.Configuration
        : AllStarted() is null ? _proposer.Next(_history, slice) : null;

    /// <summary>The words for it when no more trials may be started, or null.</summary>
    private string? AllStarted() =>
        _history.Trials.Count - _history.Imported >= _definition.Budget.Trials ? $"The budget of {_definition.Budget.Trials} trials is spent." : null;

    /// <summary>Which limit of the budget that ends every trial is reached, or null. Running trials finish in any case.</summary>
    private string? Spent()
    {
        var budget = _definition.Budget;
        if (_history.RunningTime + (_time.GetUtcNow() - _history.LastAt) >= budget.Time) return $"The time of {budget.Time} is spent.";
        if (_history.ResourceSpent >= budget.Resource) return $"The budget of {budget.Resource:R} units is spent.";
        if (_history.EndedSinceBest >= budget.NoImprovement) return $"No improvement in {budget.NoImprovement} trials.";
        return _rules.Look(_history, Emit);
    }

    private void Launch(StudyEvent start, CancellationToken cancellationToken)
    {
        Emit(start);
        var number = start switch
        {
            TrialStarted e => e.Number,
            TrialResumed e => e.Number,
            _ => throw new ArgumentException($"{start.GetType().Name} starts no trial.", nameof(start)),
        };
        _launching++;
        _afterAppend.Add(() =>
        {
            _launching--;
            _running[number] = new(_history[number], _evaluator, _messages.Writer, cancellationToken);
        });
    }

    private void Handle(RunnerMessage message)
    {
        switch (message)
        {
            case RunnerMessage.Reported reported:
                var action = TakeReport(reported.Number, reported.Report);
                _afterAppend.Add(() => reported.Reply.TrySetResult(action));
                break;
            case RunnerMessage.Ended ended:
                TakeEnd(ended.Number, ended.Exception);
                break;
        }
    }

    private VerdictAction TakeReport(int number, Report report)
    {
        var pump = _running[number];
        if (pump.IsClosed) return VerdictAction.Stop;
        // An evaluator that goes on from an older checkpoint, or starts anew, repeats steps that are known: none counts twice.
        if (report.Step <= _history[number].Step) return VerdictAction.Continue;
        if (!_history[number].IsSearch && Unusable(report) is { } fault)
        {
            pump.IsClosed = true;
            Emit(new TrialReported(number, report));
            Fail(number, fault);
            return VerdictAction.Stop;
        }
        Emit(new TrialReported(number, report));
        var verdict = _scheduler.Judge(_history[number], _history.Own());
        var isLast = report.Step >= _history[number].Budget;
        if (verdict.Action == VerdictAction.Continue && _control.Wish == StudyWish.Pause && !isLast) verdict = new(VerdictAction.Pause, HaltedReason);
        if (verdict.Action == VerdictAction.Continue) return VerdictAction.Continue;
        pump.IsClosed = true;
        EndBy(verdict, number);
        return verdict.Action;
    }

    private void EndBy(Verdict verdict, int number) =>
        Emit(new TrialEnded(number, verdict.Action == VerdictAction.Pause ? TrialState.Paused : TrialState.Stopped, verdict.Reason));

    private string? Unusable(Report report)
    {
        foreach (var metric in _definition.Objectives.Select(o => o.Metric).Concat(_definition.Outcomes.Select(o => o.Metric)))
        {
            if (!report.Metrics.TryGetValue(metric, out var value))
                return $"Its report has no metric '{metric}'; it has {string.Join(", ", report.Metrics.Keys)}.";
            if (!double.IsFinite(value)) return $"{metric} is {value} at step {report.Step:R}.";
        }
        return null;
    }

    private void TakeEnd(int number, Exception? exception)
    {
        var pump = _running[number];
        _running.Remove(number);
        pump.Dispose();
        if (pump.IsClosed) return;
        switch (exception)
        {
            case null when _history[number] is { Losses: not null } or { IsSearch: true, Reports.Count: > 0 }:
                Emit(new TrialEnded(number, TrialState.Completed, null));
                break;
            case null:
                Fail(number, "It ended without a report.");
                break;
            case OperationCanceledException when _control.Wish == StudyWish.Cancel:
                Emit(new TrialEnded(number, TrialState.Cancelled, _ending));
                break;
            case TrialFailedException failed:
                Fail(number, failed.Message);
                break;
            default:
                Fail(number, $"{exception.GetType().Name}: {exception.Message}");
                break;
        }
    }

    private void Fail(int number, string reason)
    {
        Emit(new TrialEnded(number, TrialState.Failed, reason));
        var trial = _history[number];
        if (trial.Attempt <= _definition.Retries) _toResume.Add(new(number, trial.Budget, trial.Attempt + 1));
    }

    private void Emit(StudyEvent studyEvent)
    {
        studyEvent = studyEvent with { Sequence = _history.Sequence + 1, At = _time.GetUtcNow() };
        _history.Apply(studyEvent);
        _batch.Add(studyEvent);
    }

    private async Task AppendAsync(StudyLease lease, CancellationToken cancellationToken)
    {
        if (_batch.Count > 0)
        {
            var events = _batch.ToArray();
            _batch.Clear();
            await _store.AppendAsync(lease, events, cancellationToken).ConfigureAwait(false);
            foreach (var studyEvent in events) Observer?.Invoke(studyEvent, _history);
        }
        var actions = _afterAppend.ToArray();
        _afterAppend.Clear();
        foreach (var action in actions) action();
    }
}
