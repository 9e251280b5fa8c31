using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Sampling;
using AutoMLStudio.Core.Sampling.Motpe;
using AutoMLStudio.Core.Sampling.Tpe;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Tests.Sampling.Motpe;

public sealed class MotpeSamplerTests
{
    private static readonly IReadOnlyList<Objective> Two = [new("f", Direction.Minimize), new("g", Direction.Minimize)];

    // Fronts: {0, 1, 2, 3}, {4, 5}, {6}. The reference point is a tenth beyond the worst losses: (11, 11).
    private static readonly Trial[] Trials =
        [Done(0, 1, 9), Done(1, 2, 6), Done(2, 6, 2), Done(3, 9, 1), Done(4, 3, 8), Done(5, 7, 7), Done(6, 10, 10)];

    [Fact]
    public void Whole_fronts_are_good_as_long_as_they_fit()
    {
        ParetoSplit.Good([.. Trials], 4).Select(t => t.Number).Order().ShouldBe([0, 1, 2, 3]);
        ParetoSplit.Good([.. Trials], 6).Select(t => t.Number).Order().ShouldBe([0, 1, 2, 3, 4, 5]);
    }

    [Fact]
    public void Of_the_front_that_does_not_fit_those_are_good_that_span_the_most_volume()
    {
        // Alone the first front's have (11 − 1)(11 − 9) = 20, 9 · 5 = 45, 5 · 9 = 45 and 2 · 10 = 20: trial 1 comes first, being the earlier of
        // equals; beside it trial 2 adds 5 · 4 = 20; beside both, trials 0 and 3 add 2 each.
        ParetoSplit.Good([.. Trials], 1).Select(t => t.Number).ShouldBe([1]);
        ParetoSplit.Good([.. Trials], 2).Select(t => t.Number).ShouldBe([1, 2]);
        ParetoSplit.Good([.. Trials], 3).Select(t => t.Number).ShouldBe([1, 2, 0]);
        // Of the second front trial 4, with 8 · 3, and not trial 5, with 4 · 4.
        ParetoSplit.Good([.. Trials], 5).Select(t => t.Number).Last().ShouldBe(4);
    }

    [Fact]
    public void Good_trials_weigh_by_the_volume_that_they_add()
    {
        // Between its neighbours and (11, 11): (2 − 1)(11 − 9) = 2, (6 − 2)(9 − 6) = 12, (9 − 6)(6 − 2) = 12, (11 − 9)(2 − 1) = 2; trial 4 is dominated.
        var weights = ParetoSplit.Weights(Trials[..5], Trials);
        weights.ShouldBe([2 / 12.0, 9 / 12.0, 1, 2 / 12.0, 0], 1e-9);
        weights[4].ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Trials_that_went_further_come_first_whatever_their_front()
    {
        Trial Stopped(int number, int steps, double f, double g) =>
            Make.Trial(number, TrialState.Stopped, 9, [.. Enumerable.Repeat(f, steps)]) with { Losses = [f, g] };
        Trial[] trials = [Stopped(0, 2, 0, 0), Done(1, 5, 5), Stopped(2, 3, 9, 9), Stopped(3, 3, 1, 1)];
        var history = new History(Two, trials);
        ParetoSplit.Good(TrialSplit.Ranked(history), 2).Select(t => t.Number).ShouldBe([1, 3]);
        ParetoSplit.Weights([trials[1], trials[3]], trials).ShouldBe([1.0, 1.0]);
    }

    [Fact]
    public void Until_eleven_trials_a_parameter_less_one_have_a_value_it_is_random()
    {
        var space = Make.Space(new FloatParameter("x", 0, 1), new FloatParameter("y", 0, 1));
        new MotpeSampler(new()).Readiness(space, new(Two)).Needed.ShouldBe(21);
        new MotpeSampler(new() { StartupTrials = 5 }).Readiness(space, new(Two)).Needed.ShouldBe(5);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_front_of_a_problem_with_a_known_one_is_covered_better_than_by_chance(bool multivariate)
    {
        var volume = Volume(new MotpeSampler(new() { Multivariate = multivariate }));
        volume.ShouldBeGreaterThan(2 * Volume(new RandomSampler()));
        volume.ShouldBeGreaterThan(0.4);
    }

    [Fact]
    public void Constraints_hold()
    {
        var space = Make.Space([new FloatParameter("x", 0, 1), new FloatParameter("y", 0, 1)], "x + y > 0.9");
        var trials = Run(space, new MotpeSampler(new() { StartupTrials = 10 }), 60, x => [x[0], x[1]]);
        trials.ShouldAllBe(t => space.Contains(t.Configuration));
    }

    // ZDT1 of Zitzler, Deb and Thiele in six dimensions; the front is g = 1 − √f, the volume below (1.1, 1.1) at most 0.871.
    private static double Volume(ISampler sampler)
    {
        var space = Make.Space([.. Enumerable.Range(0, 6).Select(i => (Parameter)new FloatParameter($"x{i}", 0, 1))]);
        var trials = Run(space, sampler, 250, x =>
        {
            var g = 1 + 9 * x.Skip(1).Average();
            return [x[0], g * (1 - Math.Sqrt(x[0] / g))];
        });
        return Hypervolume.Of([.. trials.Select(t => t.Losses!)], [1.1, 1.1]);
    }

    private static List<Trial> Run(SearchSpace space, ISampler sampler, int count, Func<double[], double[]> losses)
    {
        var trials = new List<Trial>();
        for (var n = 0; n < count; n++)
        {
            var configuration = sampler.Suggest(space, new(Two, trials), Rng.For(1, n))!;
            var values = losses([.. space.Parameters.Select(p => configuration[p.Name].Number)]);
            trials.Add(Done(n, values[0], values[1]) with { Configuration = configuration });
        }
        return trials;
    }

    private static Trial Done(int number, double f, double g) => Make.Trial(number, TrialState.Completed, 1, f) with { Losses = [f, g] };
}
