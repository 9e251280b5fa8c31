using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Contracts;

/// <summary>What every scheduler of the catalogue must do, with every sampler.</summary>
public sealed class SchedulerContract
{
    private const double Budget = 9;

    public static IEnumerable<TheoryDataRow<string>> Schedulers => Methods.Schedulers.Select(s => new TheoryDataRow<string>(s));

    public static IEnumerable<TheoryDataRow<string, string>> SchedulersWithSamplers =>
        from scheduler in Methods.Schedulers from sampler in Methods.Samplers select new TheoryDataRow<string, string>(scheduler, sampler);

    [Theory]
    [MemberData(nameof(SchedulersWithSamplers))]
    public async Task A_study_ends_and_no_trial_spends_more_than_its_budget(string scheduler, string sampler)
    {
        var study = Runs.Study("flat", sampler, scheduler, trials: 12, budget: Budget);
        var history = History.Of(study.Objectives, await Runs.RunAsync(study, new Bowl(study.Space)));
        history.State.ShouldBe(StudyState.Completed);
        history.Trials.ShouldAllBe(t => t.Budget <= Budget && t.Step <= t.Budget);
        history.Trials.Where(t => t.State == TrialState.Completed).ShouldAllBe(t => t.Step == t.Budget);
        history.Best.ShouldNotBeNull();
    }

    [Theory]
    [MemberData(nameof(Schedulers))]
    public async Task A_study_that_has_nothing_left_to_try_ends(string scheduler)
    {
        var study = Runs.Study("finite", "grid", scheduler, trials: 1_000, budget: Budget);
        var history = History.Of(study.Objectives, await Runs.RunAsync(study, new Bowl(study.Space)));
        (history.State, history.Trials.Count).ShouldBe((StudyState.Completed, Spaces.FiniteCount));
    }

    [Theory]
    [MemberData(nameof(Schedulers))]
    public async Task Trials_evaluated_at_the_same_time_and_trials_that_fail_are_coped_with(string scheduler)
    {
        var study = Runs.Study("flat", "random", scheduler, trials: 40, budget: Budget, parallelism: 4);
        var history = History.Of(study.Objectives,
            await Runs.RunAsync(study, new Bowl(study.Space, n => (n % 6) switch { 1 => Ending.Failure, 3 => Ending.NaN, _ => Ending.Value })));
        history.State.ShouldBe(StudyState.Completed);
        history.Trials.Count.ShouldBe(40);
        history.Trials.ShouldAllBe(t => t.IsFinished || t.State == TrialState.Paused);
    }

    [Theory]
    [MemberData(nameof(Schedulers))]
    public async Task A_study_resumed_from_any_prefix_of_its_log_comes_to_the_same(string scheduler)
    {
        var study = Runs.Study("flat", "random", scheduler, trials: 8, budget: 4);
        var evaluator = new Bowl(study.Space, n => n == 2 ? Ending.Failure : Ending.Value);
        var events = await Runs.RunAsync(study, evaluator);
        var whole = Runs.Outcome(study, events);
        for (var length = 1; length < events.Count; length++)
            Runs.Outcome(study, await Runs.RunAsync(study, evaluator, events.Take(length))).ShouldBe(whole, $"resumed after event {length}");
    }

    [Fact]
    public async Task Median_stopping_stops_some_trials_and_spends_less()
    {
        var study = Runs.Study("flat", "random", "median", trials: 30, budget: Budget);
        var history = History.Of(study.Objectives, await Runs.RunAsync(study, new Bowl(study.Space)));
        history.Trials.Count(t => t.State == TrialState.Stopped).ShouldBeGreaterThan(5);
        history.ResourceSpent.ShouldBeLessThan(30 * Budget * 0.9);
        history.Trials.Where(t => t.State == TrialState.Stopped)
            .ShouldAllBe(t => t.Reason!.Contains("median", StringComparison.Ordinal) && t.Loss > history.Best!.Loss);
    }
}
