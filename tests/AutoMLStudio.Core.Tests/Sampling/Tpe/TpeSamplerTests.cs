using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Sampling.Tpe;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Tests.Sampling.Tpe;

public sealed class TpeSamplerTests
{
    private static readonly SearchSpace Tree = Make.Space(
        new ChoiceParameter("kind", ["a", "b"]),
        new FloatParameter("x", 0, 1) { When = Make.When("kind", "a") },
        new IntParameter("n", 1, 100_000) { When = Make.When("kind", "b") });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Proposals_gather_where_the_loss_is_small(bool multivariate)
    {
        var space = Make.Space(new FloatParameter("x", 0, 1), new FloatParameter("y", 1e-4, 1, Log: true));
        var trials = Run(space, multivariate, 60, c => Math.Abs(c["x"].Number - 0.8) + Math.Abs(Math.Log10(c["y"].Number) + 1));
        trials.Skip(40).Count(t => Math.Abs(t.Configuration["x"].Number - 0.8) < 0.15).ShouldBeGreaterThan(12);
        trials.Skip(40).Average(t => t.Loss!.Value).ShouldBeLessThan(trials.Take(10).Average(t => t.Loss!.Value) / 2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_better_branch_of_a_condition_is_found_and_searched(bool multivariate)
    {
        var trials = Run(Tree, multivariate, 80, c => c.TryGetValue("n", out var n) ? Math.Abs(n.Number - 30_000) / 100_000 : 1 + c["x"].Number);
        trials.ShouldAllBe(t => Tree.Contains(t.Configuration));
        var late = trials.Skip(50).ToList();
        late.Count(t => t.Configuration["kind"] == "b").ShouldBeGreaterThan(20);
        late.Where(t => t.Configuration["kind"] == "b").Average(t => t.Loss!.Value).ShouldBeLessThan(0.2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Running_trials_push_the_next_ones_away(bool multivariate)
    {
        var space = Make.Space(new FloatParameter("x", 0, 1));
        var trials = Run(space, multivariate, 40, c => Math.Abs(c["x"].Number - 0.5));
        var sampler = new TpeSampler(new() { Multivariate = multivariate });
        double Distance(IEnumerable<Trial> history) =>
            Enumerable.Range(0, 50).Average(i => Math.Abs(sampler.Suggest(space, Make.History([.. history]), Rng.For(7, i))!["x"].Number - 0.5));
        var running = Enumerable.Range(40, 20).Select(
            n => new Trial { Number = n, Configuration = Make.Configuration(("x", 0.5 + n * 1e-6)), Budget = 1 });
        Distance(trials.Concat(running)).ShouldBeGreaterThan(Distance(trials));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Constraints_hold(bool multivariate)
    {
        var space = Make.Space([new FloatParameter("a", 0, 1), new FloatParameter("b", 0, 1)], "a + b < 0.5");
        // The loss draws the search out of the space.
        Run(space, multivariate, 60, c => -c["a"].Number - c["b"].Number).ShouldAllBe(t => space.Contains(t.Configuration));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_finite_space_is_tried_once_and_then_ended(bool multivariate)
    {
        var space = Make.Space(new IntParameter("n", 1, 10), new ChoiceParameter("c", ["a", "b", "c"]));
        var trials = Run(space, multivariate, 100, c => c["n"].Number);
        trials.Count.ShouldBe(30);
        trials.Select(t => t.Configuration).ShouldBeUnique();
    }

    private static List<Trial> Run(SearchSpace space, bool multivariate, int count, Func<Configuration, double> loss)
    {
        var sampler = new TpeSampler(new() { Multivariate = multivariate, Split = TpeSplit.Quantile });
        var trials = new List<Trial>();
        while (trials.Count < count && sampler.Suggest(space, Make.History([.. trials]), Rng.For(1, trials.Count)) is { } configuration)
            trials.Add(new()
            {
                Number = trials.Count, Configuration = configuration, Budget = 1, State = TrialState.Completed, Losses = [loss(configuration)],
            });
        return trials;
    }
}
