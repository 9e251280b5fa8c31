using AutoMLStudio.Core.Evaluation;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Surrogates.GaussianProcesses;
using AutoMLStudio.Surrogates.Stopping;

namespace AutoMLStudio.Surrogates.Tests.Stopping;

public sealed class RegretBoundRuleTests
{
    private static readonly SearchSpace Two = new([new ChoiceParameter("which", ["a", "b"])]);

    [Fact]
    public void Beta_is_that_of_the_paper_divided_by_five() =>
        // 2 ln(2 · 20² · π² / (6 · 0.1)) / 5 = 2 · 9.484897 / 5
        RegretBoundRule.Beta(2, 20, 0.1).ShouldBe(3.793959, 1e-6);

    [Fact]
    public void The_bound_of_one_trial_in_a_space_of_two_is_that_by_hand()
    {
        // One value −1 at a, signal 1, noise 1/4, weight 1 of the only dimension: the two choices have a distance of 1.
        var correlation = (1 + Math.Sqrt(5) + 5.0 / 3) * Math.Exp(-Math.Sqrt(5));
        var (meanA, varianceA) = (-1 / 1.25, 1 - 1 / 1.25);
        var (meanB, varianceB) = (-correlation / 1.25, 1 - correlation * correlation / 1.25);
        var lower = Math.Min(meanA - 2 * Math.Sqrt(varianceA), meanB - 2 * Math.Sqrt(varianceB));
        var expected = meanA + 2 * Math.Sqrt(varianceA) - lower;

        var encoding = new SpaceEncoding(Two);
        var point = encoding.Encode(new([new("which", "a")]));
        var posterior = new Posterior(new Hyperparameters([1], 1, 0.25), new PointSet([point.Input], encoding.IsNominal), [[-1]]);
        RegretBoundRule.Bound(encoding, posterior, [point], 2, Rng.For(1)).ShouldBe(expected, 1e-9);
    }

    [Fact]
    public void Nothing_is_measured_before_there_are_enough_trials()
    {
        var branin = TestFunction.Make(TestFunctionKey.Branin);
        var trials = GaussianProcesses.Studies.Drawn(branin.Space, 20, c => branin.Evaluate(c));
        Measure(branin.Space, trials.Take(19)).ShouldBeNull();
        Measure(branin.Space, trials).ShouldNotBeNull().Trials.ShouldBe(20);
    }

    [Fact]
    public void The_bound_holds_on_Branin_and_falls_below_a_thousandth_of_its_range()
    {
        var branin = TestFunction.Make(TestFunctionKey.Branin);
        var trials = GaussianProcesses.Studies.Run(branin.Space, 1, 60, c => branin.Evaluate(c));
        var end = Enumerable.Range(20, 41).First(n => Measure(branin.Space, trials.Take(n), new() { Below = 0.1 })!.IsReached);
        end.ShouldBeLessThan(60);
        (trials.Take(end).Min(t => t.Loss!.Value) - branin.Optimum).ShouldBeLessThan(0.1, $"ended after {end} trials");
    }

    [Theory]
    [InlineData(TestFunctionKey.Ackley)]
    [InlineData(TestFunctionKey.Hartmann6)]
    public void A_hard_function_is_not_ended_early(TestFunctionKey key)
    {
        var function = TestFunction.Make(key);
        var trials = GaussianProcesses.Studies.Drawn(function.Space, 60, c => function.Evaluate(c));
        foreach (var count in new[] { 20, 40, 60 })
        {
            Measure(function.Space, trials.Take(count), new() { Below = 0.1 })!.IsReached.ShouldBeFalse($"after {count} trials");
            var own = Measure(function.Space, trials.Take(count))!;
            own.IsReached.ShouldBeFalse($"after {count} trials: {own}");
        }
    }

    [Fact]
    public void The_error_that_the_best_trial_reports_is_the_threshold()
    {
        var branin = TestFunction.Make(TestFunctionKey.Branin);
        var trials = GaussianProcesses.Studies.Drawn(branin.Space, 20, c => branin.Evaluate(c))
            .Select(t => t with { Reports = [new(1, new Dictionary<string, double> { ["loss"] = t.Loss!.Value, ["loss_error"] = 1 + t.Number })] }).ToList();
        var measure = Measure(branin.Space, trials)!;
        measure.Threshold.ShouldBe(1 + trials.MinBy(t => t.Loss)!.Number);
        measure.Basis.ShouldContain("loss_error");
    }

    private static StoppingMeasure? Measure(SearchSpace space, IEnumerable<Trial> trials, RegretBoundOptions? options = null) =>
        new RegretBoundRule(options ?? new()).Measure(space, new History(GaussianProcesses.Studies.Loss, trials), Rng.For(1));
}
