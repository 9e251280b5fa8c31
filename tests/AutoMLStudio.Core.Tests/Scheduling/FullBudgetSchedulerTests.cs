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
        var history = Make.History(Make.Trial(0, TrialState.Stopped, 9, 1), Make.Trial(1, TrialState.Paused, 3, 1),
            Make.Trial(2, TrialState.Paused, 3, 1));
        _scheduler.Next(history, _ => throw new InvalidOperationException("not to be asked")).ShouldBe(new Decision.Resume(1, 9));
    }

    [Fact]
    public void A_sampler_that_has_nothing_left_ends_the_study() =>
        _scheduler.Next(Make.History(), _ => null).ShouldBeOfType<Decision.Done>().Reason.ShouldNotBeEmpty();

    [Fact]
    public void Every_trial_continues() => _scheduler.Judge(Make.Trial(0, TrialState.Running, 9, 1e9), Make.History()).ShouldBe(Verdict.Continue);
}
