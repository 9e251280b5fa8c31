using AutoMLStudio.Core.Scheduling;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Tests.Scheduling;

public sealed class FullBudgetSchedulerTests
{
    private static readonly SearchSpace Line = Make.Space(new FloatParameter("x", 0, 1));
    private readonly FullBudgetScheduler _scheduler = new(Make.Context(Line, budget: 9));

    [Fact]
    public void A_new_trial_gets_the_whole_budget_and_learns_from_the_whole_history()
    {
        var history = Make.History(Make.Trial(0, TrialState.Completed, 9, 1), Make.Trial(1, TrialState.Running, 9));
        History? seen = null;
        var configuration = Make.Configuration(("x", 0.25));
        _scheduler.Next(history, slice => { seen = slice; return configuration; }).ShouldBe(new Decision.Start(configuration, 9));
        seen.ShouldBeSameAs(history);
    }

    [Fact]
    public void A_paused_trial_is_resumed_before_a_new_one_starts()
    {
        var history = Make.History(Make.Trial(0, TrialState.Stopped, 9, 1), Make.Trial(1, TrialState.Paused, 9, 1),
            Make.Trial(2, TrialState.Paused, 9, 1));
        _scheduler.Next(history, _ => throw new InvalidOperationException("not to be asked")).ShouldBe(new Decision.Resume(1, 9));
    }

    [Fact]
    public void A_sampler_that_has_nothing_left_ends_the_study() =>
        _scheduler.Next(Make.History(), _ => null).ShouldBeOfType<Decision.Done>().Reason.ShouldNotBeEmpty();

    [Fact]
    public void Every_trial_continues() => _scheduler.Judge(Make.Trial(0, TrialState.Running, 9, 1e9), Make.History()).ShouldBe(Verdict.Continue);

    [Fact]
    public void A_budget_that_the_sampler_chose_is_kept_to_and_the_trial_stopped_with_its_value()
    {
        var configuration = Make.Configuration(("x", 0.25)).WithBudget(3);
        _scheduler.Next(Make.History(), _ => configuration).ShouldBe(new Decision.Start(configuration, 3));
        _scheduler.Next(Make.History(Make.Trial(0, TrialState.Paused, 3, 1)), _ => null).ShouldBe(new Decision.Resume(0, 3));
        var trial = Make.Trial(0, TrialState.Running, 3) with { Reports = [new(2, new Dictionary<string, double>())] };
        _scheduler.Judge(trial, Make.History()).ShouldBe(Verdict.Continue);
        var verdict = _scheduler.Judge(trial with { Reports = [new(3, new Dictionary<string, double>())] }, Make.History());
        verdict.Action.ShouldBe(VerdictAction.Stop);
        verdict.Reason.ShouldBe("Evaluated with 3 of 9 units, as the sampler chose.");
    }
}
