using AutoMLStudio.Core;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Surrogates.CovarianceAdaptation;

namespace AutoMLStudio.Surrogates.Tests.CovarianceAdaptation;

public sealed class CmaesSamplerTests
{
    [Fact]
    public void The_constants_are_those_of_the_tutorial_for_ten_dimensions()
    {
        // λ = 10, μ = 5: worked out from Table 1.
        var s = new StrategyParameters(10, 10);
        s.Parents.ShouldBe(5);
        s.MuEff.ShouldBe(3.1673, 1e-3);
        s.Weights[..5].Sum().ShouldBe(1, 1e-12);
        s.Weights[..5].ShouldBe([0.4563, 0.2707, 0.1622, 0.0852, 0.0255], 1e-3);
        s.CSigma.ShouldBe((3.1673 + 2) / (10 + 3.1673 + 5), 1e-4);
        s.Weights[5..].ShouldAllBe(w => w < 0);
    }

    [Fact]
    public void A_generation_pulls_the_mean_to_its_better_half()
    {
        var space = Searches.Cube(2, 0, 1);
        var distribution = new SearchDistribution(space, 4, 0.3);
        // The two best lie right above the mean.
        var next = distribution.Next([[0, 1], [0, 1], [0, -1], [0, -1]]);
        next.Mean[0].ShouldBe(0.5, 1e-12);
        next.Mean[1].ShouldBe(0.5 + 0.3, 1e-12);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_ill_conditioned_bowl_is_solved_whether_or_not_its_axes_are_turned(bool turned)
    {
        var space = Searches.Cube(4, -5, 5);
        var sampler = new CmaesSampler(new(), new(space, Searches.Loss, 1, 1));
        double Loss(Configuration c)
        {
            double[] x = [.. c.Values.Select(v => v.Number - 1)];
            if (turned) x = [x[0] + x[1], x[1] - x[0], x[2] + x[3], x[3] - x[2]];
            return x.Select((v, i) => Math.Pow(10, i) * v * v).Sum();
        }
        Searches.Run(sampler, space, Loss, 600).Min(t => t.Loss!.Value).ShouldBeLessThan(1e-4);
    }

    [Fact]
    public void Integers_do_not_get_stuck_at_a_value()
    {
        // The minimum of x lies six values away from the centre, and a small change of y drowns it.
        var space = new SearchSpace([new IntParameter("x", 0, 20), new FloatParameter("y", -1, 1)]);
        var sampler = new CmaesSampler(new(), new(space, Searches.Loss, 1, 3));
        var trials = Searches.Run(sampler, space, c => 0.01 * Math.Abs(c["x"].Number - 17) + c["y"].Number * c["y"].Number, 400, 3);
        trials.Skip(200).Min(t => t.Loss!.Value).ShouldBeLessThan(0.005);
    }

    [Fact]
    public void A_dimension_that_is_narrower_than_its_cell_keeps_its_margin_of_leaving_it()
    {
        var space = new SearchSpace([new IntParameter("x", 1, 9), new FloatParameter("y", 0, 1)]);
        var narrow = new SearchDistribution(space, 6, 1e-3);
        var draws = Enumerable.Range(0, 20_000).Select(i => space.Decode(narrow.Draw(Rng.For(1, i)).Point)["x"].Number).ToList();
        // α = 1 / (2 · 6), half of it to either side.
        (draws.Count(x => x < 5) / 20_000.0).ShouldBe(1 / 24.0, 0.006);
        (draws.Count(x => x > 5) / 20_000.0).ShouldBe(1 / 24.0, 0.006);
    }

    [Fact]
    public void An_integer_on_a_logarithmic_scale_keeps_its_margin_too()
    {
        // The middle of the scale is the value 22, whose cell is much wider than a thousandth.
        var space = new SearchSpace([new IntParameter("x", 1, 1_000, Log: true), new FloatParameter("y", 0, 1)]);
        var narrow = new SearchDistribution(space, 6, 1e-4);
        var draws = Enumerable.Range(0, 20_000).Select(i => space.Decode(narrow.Draw(Rng.For(1, i)).Point)["x"].Number).ToList();
        (draws.Count(x => x < 22) / 20_000.0).ShouldBe(1 / 24.0, 0.006);
        (draws.Count(x => x > 22) / 20_000.0).ShouldBe(1 / 24.0, 0.006);
    }

    [Fact]
    public void A_generation_of_which_one_trial_has_ended_moves_nothing()
    {
        // With a single trial there is nothing that it would be better than.
        var space = Searches.Cube(2, 0, 1);
        var sampler = new CmaesSampler(new() { Population = 6 }, new(space, Searches.Loss, 1, 1));
        var trials = Searches.Run(sampler, space, c => c["x0"].Number, 6);
        Trial[] running = [trials[0], .. trials.Skip(1).Select(t => t with { State = TrialState.Running, Losses = null })];
        sampler.Replay(space, new(Searches.Loss, running)).Mean.ShouldBe([0.5, 0.5]);
        sampler.Replay(space, new(Searches.Loss, [.. trials.Take(4), .. running.Skip(4)])).Mean.ShouldNotBe([0.5, 0.5]);
    }

    [Fact]
    public void A_generation_is_ranked_at_the_largest_budget_that_half_of_it_has_reached()
    {
        // After one unit a small x looks best, after three a large one.
        var space = Searches.Cube(1, 0, 1);
        var sampler = new CmaesSampler(new() { Population = 6 }, new(space, Searches.Loss, 3, 1));
        Trial At(int number, double x, int steps) => Searches.Completed(number, new([new("x0", x)]), 0) with
        {
            Budget = steps,
            State = steps == 3 ? TrialState.Completed : TrialState.Paused,
            Losses = [steps == 3 ? -x : x],
            Reports = [.. Enumerable.Range(1, steps).Select(step => new Report(step, new Dictionary<string, double> { ["loss"] = step == 3 ? -x : x }))],
        };
        double[] xs = [0.3, 0.4, 0.45, 0.55, 0.6, 0.7];
        double Mean(int far) => sampler.Replay(space, new History(
            Searches.Loss, xs.Select((x, n) => At(n, x, n >= xs.Length - far ? 3 : 1))).WithFidelities([1, 3])).Mean[0];
        Mean(far: 2).ShouldBeLessThan(0.5);
        Mean(far: 6).ShouldBeGreaterThan(0.5);
    }

    [Fact]
    public void A_result_that_comes_late_changes_all_generations_after_it()
    {
        // A sampler that has seen the history without it says the same as one that has not.
        var space = Searches.Cube(3, -5, 5);
        CmaesSampler Make() => new(new() { Population = 6 }, new(space, Searches.Loss, 1, 1));
        var (sampler, done) = (Make(), Searches.Run(Make(), space, c => c.Values.Sum(v => v.Number * v.Number), 60));
        Trial[] late = [.. done.Select(t => t.Number == 9 ? t with { State = TrialState.Running, Losses = null } : t)];
        foreach (var trials in new[] { late, [.. done], late })
            sampler.Replay(space, new(Searches.Loss, trials)).Mean.ShouldBe(Make().Replay(space, new(Searches.Loss, trials)).Mean);
    }

    [Fact]
    public void A_search_that_has_settled_on_integers_starts_again()
    {
        var space = new SearchSpace([new IntParameter("x", 0, 8)]);
        var distribution = new SearchDistribution(space, 4, 1e-11);
        distribution.HasConverged.ShouldBeTrue();
    }

    [Fact]
    public void A_configuration_from_outside_moves_the_distribution_by_a_likely_step_only()
    {
        var space = Searches.Cube(3, 0, 1);
        var distribution = new SearchDistribution(space, 6, 1e-4);
        var step = distribution.StepTo([1, 1, 1]);
        Math.Sqrt(step.Sum(y => y * y)).ShouldBe(Math.Sqrt(3) + 6.0 / 5, 1e-9);
    }

    [Fact]
    public void A_search_that_has_converged_starts_again_with_a_larger_population()
    {
        var space = Searches.Cube(1, 0, 1);
        var sampler = new CmaesSampler(new() { Population = 4 }, new(space, Searches.Loss, 1, 1));
        var trials = Searches.Run(sampler, space, c => Math.Abs(c["x0"].Number - 0.3), 500);
        sampler.Replay(space, new History(Searches.Loss, trials)).Size.ShouldBeGreaterThan(4);
    }
}
