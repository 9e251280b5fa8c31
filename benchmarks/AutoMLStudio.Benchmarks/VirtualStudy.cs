using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Benchmarks;

/// <summary>
/// A study on a virtual clock: the studio's own samplers and schedulers, trials that take as long as they are said to, no database and no waiting. A
/// trial reports at every budget that it is given, and the next decision is made the moment a worker is free.
/// </summary>
/// <param name="space">What is searched.</param>
/// <param name="sampler">Proposes.</param>
/// <param name="scheduler">Decides on budgets.</param>
/// <param name="evaluate">Loss and duration of a trial (number, configuration) going from a step to a budget.</param>
/// <param name="seed">Seed of the study.</param>
/// <param name="workers">Trials at the same time.</param>
internal sealed class VirtualStudy(
    SearchSpace space, ISampler sampler, IScheduler scheduler, Func<int, Configuration, double, double, (double Loss, double Duration)> evaluate,
    ulong seed, int workers = 1)
{
    private readonly PriorityQueue<(int Number, double Loss, double Duration), (double At, int Number)> _running = new();
    private double _now;

    /// <summary>What has happened.</summary>
    public History History { get; } = new(SimpleRegret.Loss);

    /// <summary>Runs while <paramref name="goOn"/> says so, told of each evaluation that ended: its time, the trial as it stands, its loss.</summary>
    public void Run(Func<double, Trial, double, bool> goOn)
    {
        while (true)
        {
            while (_running.Count < workers && Decide())
            {
            }
            if (!_running.TryDequeue(out var ended, out var at)) return;
            _now = at.At;
            var budget = History[ended.Number].Budget;
            Apply(new TrialReported(ended.Number, new(budget, new Dictionary<string, double> { [SimpleRegret.Loss[0].Metric] = ended.Loss }, ended.Duration)));
            var verdict = scheduler.Judge(History[ended.Number], History);
            var state = verdict.Action switch
            {
                VerdictAction.Pause => TrialState.Paused,
                VerdictAction.Stop => TrialState.Stopped,
                _ => TrialState.Completed,
            };
            Apply(new TrialEnded(ended.Number, state, verdict.Reason));
            if (!goOn(_now, History[ended.Number], ended.Loss)) return;
        }
    }

    private bool Decide()
    {
        var number = History.NextNumber;
        switch (scheduler.Next(History, slice => sampler.Suggest(space, slice, Rng.For(seed, number))))
        {
            case Decision.Start start:
                Apply(new TrialStarted(number, start.Configuration, start.Budget));
                Begin(number, 0);
                return true;
            case Decision.Resume resume:
                var step = History[resume.Number].Step;
                Apply(new TrialResumed(resume.Number, resume.Budget, 1));
                Begin(resume.Number, step);
                return true;
            case Decision.End end:
                Apply(new TrialEnded(end.Number, TrialState.Stopped, end.Reason));
                return true;
            default:
                return false;
        }
    }

    private void Begin(int number, double step)
    {
        var trial = History[number];
        var (loss, duration) = evaluate(number, trial.Configuration, step, trial.Budget);
        _running.Enqueue((number, loss, duration), (_now + duration, number));
    }

    private void Apply(StudyEvent studyEvent) => History.Apply(studyEvent with { Sequence = History.Sequence + 1 });
}
