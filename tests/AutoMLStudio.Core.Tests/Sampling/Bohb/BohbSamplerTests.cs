using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Sampling.Bohb;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Tests.Sampling.Bohb;

public sealed class BohbSamplerTests
{
    private static readonly SearchSpace Line = Make.Space(new FloatParameter("x", 0, 1));
    private static readonly BohbSampler Sampler = new(new() { RandomFraction = 0 });

    [Fact]
    public void There_is_no_model_before_both_sets_have_a_point_more_than_there_are_parameters()
    {
        // One parameter: two points each.
        Sampler.Model(Line, Trials(3, 1), Rng.For(1)).ShouldBeNull();
        var model = Sampler.Model(Line, Trials(4, 1), Rng.For(1)).ShouldNotBeNull();
        model.GoodPoints.Select(p => p[0]).ShouldBe([0, 0.1], 1e-12);
    }

    [Fact]
    public void Of_forty_trials_six_are_good_and_thirty_four_are_not()
    {
        // ⌊0.15 · 40⌋ and ⌊0.85 · 40⌋.
        var model = Sampler.Model(Line, Trials(40, 1, n => n / 40.0), Rng.For(1))!;
        model.GoodPoints.Select(p => p[0]).ShouldBe([0, 1 / 40.0, 2 / 40.0, 3 / 40.0, 4 / 40.0, 5 / 40.0], 1e-12);
    }

    [Fact]
    public void The_model_is_of_the_largest_budget_with_enough_trials()
    {
        // At 1 unit small x is good; at 3 units, which four trials have reached, large x is.
        var trials = Enumerable.Range(0, 8).Select(n => Trial(n, n / 10.0, n < 4 ? [n, 0, 8 - n] : [n])).ToArray();
        var history = new History(Make.Loss, trials).WithFidelities([1, 3, 9]);
        var good = Sampler.Model(Line, history, Rng.For(1))!.GoodPoints.Select(p => p[0]).Order();
        good.ShouldBe([0.2, 0.3], 1e-12);
        var fewer = new History(Make.Loss, trials.Skip(1)).WithFidelities([1, 3, 9]);
        Sampler.Model(Line, fewer, Rng.For(1))!.GoodPoints.Select(p => p[0]).Order().ShouldBe([0.1, 0.2], 1e-12);
    }

    [Fact]
    public void Failed_trials_are_the_worst()
    {
        Trial[] trials = [.. Trials(3, 1).Trials, .. Enumerable.Range(3, 3).Select(n => Trial(n, 0.9, []) with { State = TrialState.Failed, Losses = null })];
        var model = Sampler.Model(Line, new(Make.Loss, trials), Rng.For(1))!;
        model.GoodPoints.Select(p => p[0]).ShouldBe([0, 0.1], 1e-12);
        model.Bad.At([0.9]).ShouldBeGreaterThan(model.Good.At([0.9]));
    }

    [Fact]
    public void Proposals_gather_where_good_trials_lie()
    {
        var history = Trials(40, 1, n => n / 40.0);
        var proposals = Enumerable.Range(0, 50).Select(n => Sampler.Suggest(Line, history, Rng.For(7, n))!["x"].Number).ToList();
        proposals.Count(x => x < 0.25).ShouldBeGreaterThan(45);
    }

    [Fact]
    public void A_third_of_the_trials_is_left_to_chance()
    {
        var history = Trials(40, 1, n => n / 40.0);
        var sampler = new BohbSampler(new());
        var far = Enumerable.Range(0, 3000).Count(n => sampler.Suggest(Line, history, Rng.For(3, n))!["x"].Number > 0.5);
        // Chance alone puts half of its third there, the model next to nothing.
        (far / 3000.0).ShouldBe(1.0 / 6, 0.03);
    }

    [Fact]
    public void An_inactive_parameter_takes_a_value_of_a_trial_that_had_it()
    {
        var space = Make.Space(new ChoiceParameter("kind", ["a", "b"]), new FloatParameter("rate", 0, 1) { When = Make.When("kind", "b") });
        var trials = Enumerable.Range(0, 8).Select(n => Trial(n, 0, [n]) with
        {
            Configuration = n % 2 == 0 ? Make.Configuration(("kind", "a")) : Make.Configuration(("kind", "b"), ("rate", 0.25)),
        }).ToArray();
        var model = Sampler.Model(space, new(Make.Loss, trials), Rng.For(1))!;
        model.GoodPoints.ShouldAllBe(p => Math.Abs(p[1] - 0.25) < 1e-12);
        var proposal = Sampler.Suggest(space, new(Make.Loss, trials), Rng.For(2))!;
        space.Contains(proposal).ShouldBeTrue();
    }

    /// <summary>Trials at x = 0, 0.1, … with losses that grow with x.</summary>
    private static History Trials(int count, double budget, Func<int, double>? x = null) =>
        new(Make.Loss, Enumerable.Range(0, count).Select(n => Trial(n, x?.Invoke(n) ?? n / 10.0, [n]) with { Budget = budget }));

    private static Trial Trial(int number, double x, double[] losses) =>
        Make.Trial(number, TrialState.Completed, Math.Max(losses.Length, 1), losses) with { Configuration = Make.Configuration(("x", x)) };
}
