using AutoMLStudio.Core.Evolution;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Sampling;
using AutoMLStudio.Core.Sampling.Bohb;
using AutoMLStudio.Core.Sampling.Motpe;
using AutoMLStudio.Core.Sampling.Tpe;
using AutoMLStudio.Core.Scheduling;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Tests.Sampling;

/// <summary>Samplers and schedulers rank trials that break outcome constraints behind those that keep them.</summary>
public sealed class ConstrainedOutcomeTests
{
    private static readonly OutcomeConstraint[] Bound = [new("size", OutcomeSide.AtMost, 0)];
    private static readonly Objective[] Two = [new("f", Direction.Minimize), new("g", Direction.Minimize)];

    [Fact]
    public void Constrained_domination_by_hand()
    {
        // Points 0 and 1 keep the constraints, and 0 dominates. 4 breaks them least; 2 and 3 as much as each other, and 3 dominates 2.
        double[][] points = [[1, 1], [2, 2], [0, 0], [-1, -1], [5, 5]];
        Pareto.Order(points, [0, 0, 2, 2, 1]).ShouldBe([0, 1, 4, 3, 2]);
        Pareto.Order(points, [0, 0, 0, 0, 0]).ShouldBe(Pareto.Order(points));
        Pareto.Order([[3.0], [1.0], [2.0]], [0, 1, 0]).ShouldBe([2, 0, 1]);
    }

    [Fact]
    public void The_parents_of_a_generation_are_feasible_first()
    {
        Trial Trial(int number, double f, double g, double excess) =>
            Make.Trial(number, TrialState.Completed, 1, f) with { Losses = [f, g], Excess = [excess] };
        var history = new History(Two, [Trial(0, 5, 5, -1), Trial(1, 1, 4, 3), Trial(2, 4, 1, 1), Trial(3, 6, 6, -2), Trial(4, 0, 0, 0)], Bound);
        new Nsga2Sampler(new() { Population = 2 }).Parents(history).Select(t => t.Number).ShouldBe([0, 3]);
        new Nsga2Sampler(new() { Population = 4 }).Parents(new(Two, [.. history.Trials.Take(4), Trial(4, 9, 9, 1)], Bound))
            .Select(t => t.Number).ShouldBe([0, 3, 2, 1]);
    }

    [Fact]
    public void The_split_takes_infeasible_trials_after_all_others_by_their_violation()
    {
        var trials = new[] { One(0, 5, -1), One(1, 0, 2), One(2, 4, 0), One(3, 1, 1), One(4, 9, -3) with { State = TrialState.Stopped } };
        var ranked = TrialSplit.Ranked(new(Make.Loss, trials, Bound));
        ranked.Select(t => t.Number).ShouldBe([2, 0, 4, 3, 1]);
        // Weights by improvement are of feasible trials alone: with 3, infeasible, next to the good ones all weigh the same.
        var split = TrialSplit.Of(new(Make.Loss, [trials[0], trials[3]], Bound), new() { StartupTrials = 1 }).ShouldNotBeNull();
        (split.Good.Single().Number, split.GoodWeights).ShouldSatisfyAllConditions(s => s.Number.ShouldBe(0), s => s.GoodWeights!.ShouldBe([1]));
        ParetoSplit.Good(ranked, 4).Select(t => t.Number).ShouldBe([2, 0, 4, 3]);
    }

    [Fact]
    public void A_trial_that_breaks_a_constraint_is_not_promoted_before_one_that_keeps_it()
    {
        var scheduler = new AshaScheduler(new(), Make.Context(Make.Space(new FloatParameter("x", 0, 1)), budget: 9));
        Trial At(int number, double loss, double size)
        {
            var report = new Report(1, new Dictionary<string, double> { ["value"] = loss, ["size"] = size });
            return One(number, loss, size) with { State = TrialState.Paused, Reports = [report] };
        }

        var trials = new[] { At(0, 1, 2), At(1, 3, -1), At(2, 4, -1) };
        scheduler.Next(new(Make.Loss, trials, Bound), _ => null).ShouldBe(new Decision.Resume(1, 3));
        scheduler.Next(new(Make.Loss, trials), _ => null).ShouldBe(new Decision.Resume(1, 3));
        scheduler.Next(new(Make.Loss, trials.Select(t => t with { Excess = [] })), _ => null).ShouldBe(new Decision.Resume(0, 3));
    }

    [Fact]
    public void Penalties_by_hand()
    {
        // Feasible losses 2 and 6: violations 1 and 4 of at most 4 become 6 + 4 · ¼ and 6 + 4.
        Losses(One(0, 2, -1), One(1, 6, 0), One(2, -9, 1), One(3, 0, 4)).ShouldBe([2, 6, 7, 10]);
        Losses(One(0, 2, 1), One(1, 1, 4)).ShouldBe([0.25, 1]);
        Losses(One(0, 2, -1), Make.Trial(1, TrialState.Failed, 1)).ShouldBe([2, null]);

        static double?[] Losses(params Trial[] trials) => [.. Penalty.Of(new(Make.Loss, trials, Bound)).Trials.Select(t => t.Loss)];
    }

    public static TheoryData<string> Learners => ["tpe", "bohb", "motpe", "pso", "de", "nsga2"];

    /// <summary>A loss that falls towards x = 1 with everything beyond x = .4 forbidden.</summary>
    [Theory]
    [MemberData(nameof(Learners))]
    public void A_search_keeps_to_the_feasible_side(string key)
    {
        var space = Make.Space(new FloatParameter("x", 0, 1), new FloatParameter("y", 0, 1));
        ISampler sampler = key switch
        {
            "tpe" => new TpeSampler(new()),
            "bohb" => new BohbSampler(new()),
            "motpe" => new MotpeSampler(new()),
            "pso" => new ParticleSwarmSampler(new() { Particles = 10 }),
            "de" => new DifferentialEvolutionSampler(new()),
            _ => new Nsga2Sampler(new() { Population = 10 }),
        };
        var trials = new List<Trial>();
        for (var n = 0; n < 150; n++)
        {
            var configuration = sampler.Suggest(space, new(Make.Loss, trials, Bound), Rng.For(3, n))!;
            var x = configuration["x"].Number;
            trials.Add(One(n, -x, x - 0.4) with { Configuration = configuration });
        }
        // Without the constraint all would crowd at 1, by chance their mean were .5 and their distance from the bound .26.
        double[] last = [.. trials.TakeLast(50).Select(t => t.Configuration["x"].Number)];
        last.Average().ShouldBeInRange(0.25, 0.5);
        last.Average(x => Math.Abs(x - 0.4)).ShouldBeLessThan(0.2);
        new History(Make.Loss, trials, Bound).Best!.Loss!.Value.ShouldBeInRange(-0.4, -0.3);
    }

    private static Trial One(int number, double loss, double excess) => Make.Trial(number, TrialState.Completed, 1, loss) with { Excess = [excess] };
}
