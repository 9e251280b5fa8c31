using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Tests.Scheduling;

/// <summary>
/// Follows a scheduler with workers whose trials report once, at their budget. A loss that is no number is a failure. The trial that has run longest
/// ends first, or now and then a later one where <paramref name="shuffle"/> is set.
/// </summary>
internal sealed class Simulation(IScheduler scheduler, Func<int, double, double> loss, int workers = 1, int trials = 1_000_000, bool shuffle = false)
{
    private readonly List<int> _running = [];
    private int _turn;

    public static readonly SearchSpace Line = Make.Space(new FloatParameter("x", 0, 1));

    public History History { get; } = new(Make.Loss);

    public List<StudyEvent> Events { get; } = [];

    /// <summary>Every decision, with the number of events that it followed.</summary>
    public List<(int After, Decision Decision)> Decisions { get; } = [];

    public Configuration? Suggest(History slice) => slice.NextNumber < trials ? Make.Configuration(("x", slice.NextNumber)) : null;

    /// <summary>Runs until so many decisions are made, or the scheduler is done.</summary>
    public Simulation Run(int decisions)
    {
        while (Decisions.Count < decisions)
        {
            if (_running.Count == workers) Finish();
            var decision = scheduler.Next(History, Suggest);
            Decisions.Add((Events.Count, decision));
            if (decision is Decision.Done && _running.Count == 0) return this;
            Act(decision);
        }
        return this;
    }

    /// <summary>What was decided, briefly: <c>start 1</c>, <c>2 to 9</c>, <c>end 4</c>, <c>wait</c>.</summary>
    public IEnumerable<string> Text => Decisions.Select(d => d.Decision switch
    {
        Decision.Start start => $"start {start.Budget}",
        Decision.Resume resume => $"{resume.Number} to {resume.Budget}",
        Decision.End end => $"end {end.Number}",
        Decision.Wait => "wait",
        _ => "done",
    });

    private void Act(Decision decision)
    {
        switch (decision)
        {
            case Decision.Start start:
                _running.Add(History.NextNumber);
                Apply(new TrialStarted(History.NextNumber, start.Configuration, start.Budget));
                break;
            case Decision.Resume resume:
                _running.Add(resume.Number);
                Apply(new TrialResumed(resume.Number, resume.Budget, 1));
                break;
            case Decision.End end:
                Apply(new TrialEnded(end.Number, TrialState.Stopped, end.Reason));
                break;
            default:
                Finish();
                break;
        }
    }

    private void Finish()
    {
        var index = shuffle ? ++_turn * 5 % _running.Count : 0;
        var number = _running[index];
        _running.RemoveAt(index);
        var budget = History[number].Budget;
        var value = loss(number, budget);
        if (double.IsFinite(value)) Apply(new TrialReported(number, new(budget, new Dictionary<string, double> { ["value"] = value })));
        var verdict = scheduler.Judge(History[number], History);
        var state = !double.IsFinite(value) ? TrialState.Failed : verdict.Action == VerdictAction.Pause ? TrialState.Paused : TrialState.Completed;
        Apply(new TrialEnded(number, state, verdict.Reason));
    }

    private void Apply(StudyEvent studyEvent)
    {
        studyEvent = studyEvent with { Sequence = History.Sequence + 1 };
        Events.Add(studyEvent);
        History.Apply(studyEvent);
    }
}
