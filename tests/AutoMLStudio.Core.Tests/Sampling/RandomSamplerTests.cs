using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Sampling;
using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Core.Tests.Sampling;

public sealed class RandomSamplerTests
{
    private static readonly SearchSpace Finite = Make.Space(
        new ChoiceParameter("a", ["x", "y", "z"]),
        new IntParameter("b", 1, 100) { When = Make.When("a", "x") },
        new ChoiceParameter("c", [1.0, 10.0], Ordered: true));

    [Fact]
    public void A_parameter_is_uniform_on_its_own_scale()
    {
        var space = Make.Space(new FloatParameter("x", 1e-4, 1, Log: true), new IntParameter("n", 1, 4));
        var drawn = Make.Propose(new RandomSampler(), space, 4_000);
        drawn.Count(c => c["x"].Number < 1e-2).ShouldBeInRange(1_850, 2_150);
        drawn.GroupBy(c => c["n"].Integer).ShouldAllBe(g => g.Count() > 850 && g.Count() < 1_150);
    }

    [Fact]
    public void A_finite_space_is_drawn_without_repetition_until_nothing_is_left()
    {
        var drawn = Make.Propose(new RandomSampler(), Finite, 1_000);
        drawn.Count.ShouldBe(2 * (100 + 2));
        drawn.Distinct().Count().ShouldBe(drawn.Count);
    }

    [Fact]
    public void Repetition_can_be_allowed()
    {
        var history = Make.History().WithRepeats();
        var drawn = Enumerable.Range(0, 500).Select(n => new RandomSampler().Suggest(Finite, history, Rng.For(1, n))).ToList();
        drawn.ShouldAllBe(c => c != null);
        drawn.Distinct().Count().ShouldBeLessThan(204);
    }

    [Fact]
    public void Constraints_hold()
    {
        var space = Make.Space([new FloatParameter("a", 0, 1), new FloatParameter("b", 0, 1)], "a * b > 0.5");
        Make.Propose(new RandomSampler(), space, 200).ShouldAllBe(c => space.Contains(c));
    }

    [Fact]
    public void A_large_finite_space_is_not_listed()
    {
        var space = Make.Space([.. Enumerable.Range(0, 30).Select(Parameter (i) => new IntParameter($"n{i}", 1, 1_000_000))]);
        Make.Propose(new RandomSampler(), space, 50).Distinct().Count().ShouldBe(50);
    }
}
