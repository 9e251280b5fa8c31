using AutoMLStudio.Core.Sampling.Tpe;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Tests.Sampling.Tpe;

public sealed class TrialSplitTests
{
    [Theory]
    [InlineData(TpeSplit.SquareRoot, "1:1 16:1 17:2 64:2 65:3 100:3 400:5 10000:25 1000000:25")]
    [InlineData(TpeSplit.Quantile, "1:1 6:1 7:2 20:3 21:4 100:15 1000:150")]
    [InlineData(TpeSplit.Capped, "1:1 10:1 11:2 30:3 100:10 250:25 1000:25")]
    public void The_number_of_good_trials_is_as_in_the_tables(TpeSplit rule, string table)
    {
        foreach (var (count, good) in table.Split(' ').Select(p => p.Split(':')).Select(p => (int.Parse(p[0]), int.Parse(p[1]))))
            TrialSplit.GoodCount(count, rule).ShouldBe(good, $"of {count}");
    }

    [Fact]
    public void The_newest_25_weigh_1_and_older_ones_less()
    {
        TrialSplit.Weights(25, TpeWeights.Forgetting).ShouldAllBe(w => w == 1);
        TrialSplit.Weights(26, TpeWeights.Forgetting)[0].ShouldBe(1.0 / 26);
        var weights = TrialSplit.Weights(28, TpeWeights.Forgetting);
        weights[..4].ShouldBe([1.0 / 28, (1 + 1.0 / 28) / 2, 1, 1], 1e-15);
        weights[3..].ShouldAllBe(w => w == 1);
        TrialSplit.Weights(28, TpeWeights.Equal).ShouldAllBe(w => w == 1);
    }

    [Fact]
    public void Completed_trials_come_before_stopped_ones_and_those_by_their_steps()
    {
        Trial[] trials =
        [
            Make.Trial(0, TrialState.Stopped, 9, 5, 0.2), Make.Trial(1, TrialState.Completed, 1, 0.9), Make.Trial(2, TrialState.Failed, 9),
            Make.Trial(3, TrialState.Stopped, 9, 5, 5, 0.7), Make.Trial(4, TrialState.Running, 9, 0.0), Make.Trial(5, TrialState.Completed, 1, 0.8),
            Make.Trial(6, TrialState.Stopped, 9, 5, 5, 0.6), Make.Trial(7, TrialState.Cancelled, 9, 0.0), Make.Trial(8, TrialState.Paused, 9, 0.1),
        ];
        // Ranked: 5, 1, 6, 3, 0, 8; each number of good trials adds the next.
        int[] ranked = [5, 1, 6, 3, 0, 8];
        for (var length = 1; length <= ranked.Length; length++)
        {
            var kept = trials.Where(t => !ranked.Skip(length).Contains(t.Number)).ToArray();
            var split = TrialSplit.Of(Make.History(kept), new() { Split = TpeSplit.SquareRoot, StartupTrials = 1 }).ShouldNotBeNull();
            split.Good.Select(t => t.Number).ShouldBe([5]);
            split.Bad.Select(t => t.Number).ShouldBe(kept.Select(t => t.Number).Except([5, 7]));
        }
        TrialSplit.Of(Make.History([.. trials.Where(t => t.Number is not (5 or 1))]), new() { Split = TpeSplit.SquareRoot, StartupTrials = 1 })!.Good[0].Number.ShouldBe(6);
        TrialSplit.Of(Make.History([.. trials.Where(t => t.Number is not (5 or 1 or 6))]), new() { Split = TpeSplit.SquareRoot, StartupTrials = 1 })!.Good[0].Number.ShouldBe(3);
        TrialSplit.Of(Make.History([.. trials.Where(t => t.Number is 0 or 2 or 4 or 8)]), new() { Split = TpeSplit.SquareRoot, StartupTrials = 1 })!.Good[0].Number.ShouldBe(0);
    }

    [Fact]
    public void A_good_trial_weighs_by_its_improvement_on_the_best_of_the_others()
    {
        // 15 % of 14 are 3 good ones, at 0, 1 and 5 under the threshold 6: improvements 6, 5 and 1, a mean of 4.
        var trials = Enumerable.Range(0, 14).Select(i => Make.Trial(i, TrialState.Completed, 1, i switch { 3 => 5, 8 => 0, 11 => 1, _ => 6 + i % 2 }));
        var split = TrialSplit.Of(Make.History([.. trials]), new() { StartupTrials = 1 }).ShouldNotBeNull();
        split.Good.Select(t => t.Number).ShouldBe([3, 8, 11]);
        split.GoodWeights.ShouldNotBeNull().ShouldBe([1 / 4.0, 6 / 4.0, 5 / 4.0], 1e-15);
        TrialSplit.Of(Make.History([.. trials]), new() { StartupTrials = 1, Weights = TpeWeights.Equal })!.GoodWeights.ShouldBeNull();
    }

    [Fact]
    public void Good_trials_weigh_the_same_where_their_losses_do_not_compare()
    {
        var equal = Enumerable.Range(0, 9).Select(i => Make.Trial(i, TrialState.Completed, 1, 0.5));
        TrialSplit.Of(Make.History([.. equal]), new() { StartupTrials = 1 })!.GoodWeights.ShouldBe([1.0, 1.0]);
        var stopped = Enumerable.Range(0, 9).Select(i => Make.Trial(i, TrialState.Stopped, 1, i));
        TrialSplit.Of(Make.History([.. stopped]), new() { StartupTrials = 1 })!.GoodWeights.ShouldBe([1.0, 1.0]);
    }

    [Fact]
    public void There_is_no_split_before_enough_trials_have_a_value()
    {
        Trial[] trials = [Make.Trial(0, TrialState.Completed, 1, 1), Make.Trial(1, TrialState.Failed, 1), Make.Trial(2, TrialState.Running, 1)];
        TrialSplit.Of(Make.History(trials), new() { Split = TpeSplit.SquareRoot, StartupTrials = 2 }).ShouldBeNull();
    }
}
