using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Sampling;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Tests.Sampling;

public sealed class SobolSamplerTests
{
    private static readonly SearchSpace Square = Make.Space(new FloatParameter("x", 0, 1), new FloatParameter("y", 1e-3, 1, Log: true));

    [Fact]
    public void Sixteen_trials_stand_in_sixteen_intervals_of_each_parameter()
    {
        var points = Proposals(Square, 16).Select(Square.Encode).ToList();
        for (var d = 0; d < 2; d++) points.Select(p => (int)(p[d] * 16)).Distinct().Count().ShouldBe(16);
    }

    [Fact]
    public void The_point_is_named_by_seed_and_trial_alone()
    {
        var points = Proposals(Square, 8);
        var history = Make.History([.. Enumerable.Range(0, 5).Select(i => Make.Trial(i, TrialState.Running, 1))]);
        new SobolSampler(Make.Context(Square)).Suggest(Square, history, Rng.For(99)).ShouldBe(points[5]);
        new SobolSampler(Make.Context(Square)).Suggest(Square, history.Where(t => t.Number == 2), Rng.For(98)).ShouldBe(points[5]);
        Proposals(Square, 8, seed: 2).ShouldNotBe(points);
    }

    [Fact]
    public void Points_that_break_a_constraint_are_skipped()
    {
        var space = Make.Space([new FloatParameter("a", 0, 1), new FloatParameter("b", 0, 1)], "a + b < 0.2");
        var points = Proposals(space, 50);
        points.Count.ShouldBe(50);
        points.ShouldAllBe(c => space.Contains(c));
        points.Distinct().Count().ShouldBe(50);
    }

    [Fact]
    public void A_finite_space_is_gone_through_once()
    {
        var space = Make.Space([new IntParameter("a", 1, 4), new ChoiceParameter("b", ["x", "y", "z"])], "a != 2 or b != 'y'");
        var points = Proposals(space, 100);
        points.Count.ShouldBe(11);
        points.Distinct().Count().ShouldBe(11);
    }

    [Fact]
    public void Constraints_that_leave_no_room_are_a_fault_each_time()
    {
        var space = Make.Space([new FloatParameter("a", 0, 1)], "a > 2");
        var sampler = new SobolSampler(Make.Context(space));
        for (var i = 0; i < 2; i++)
            Should.Throw<SpaceException>(() => sampler.Suggest(space, Make.History(), Rng.For(0))).Message.ShouldContain("a > 2");
    }

    private static List<Configuration> Proposals(SearchSpace space, int count, ulong seed = 1) =>
        Make.Propose(new SobolSampler(Make.Context(space, seed)), space, count);
}
