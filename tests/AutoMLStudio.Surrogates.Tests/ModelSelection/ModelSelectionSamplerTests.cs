using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Surrogates.ModelSelection;

namespace AutoMLStudio.Surrogates.Tests.ModelSelection;

public sealed class ModelSelectionSamplerTests
{
    private static readonly SearchSpace Line = Searches.Cube(1, 0, 1);
    private static readonly double[] Budgets = [1, 3, 9];

    [Fact]
    public void Configurations_are_drawn_in_proportion_to_their_expected_improvement()
    {
        // A bowl about 0.3, seen at 12 places by trials of the full budget.
        var trials = Enumerable.Range(0, 12).Select(i => At(i, (i + 0.5) / 12, 9)).ToList();
        var history = new History(Searches.Loss, trials).WithFidelities(Budgets);
        var sampler = new ModelSelectionSampler(new());
        double[] draws = [.. Enumerable.Range(0, 60).Select(s => sampler.Suggest(Line, history, Rng.For(5, s))!["x0"].Number)];
        // Two thirds and more fall into the fifth around the minimum, and they differ.
        draws.Count(x => x is > 0.2 and < 0.4).ShouldBeGreaterThan(40);
        draws.Distinct().Count().ShouldBe(60);
    }

    [Fact]
    public void The_first_bracket_is_uniform_until_a_trial_has_had_the_largest_budget()
    {
        var trials = Enumerable.Range(0, 12).Select(i => At(i, (i + 0.5) / 12, 3)).ToList();
        var history = new History(Searches.Loss, trials).WithFidelities(Budgets);
        var sampler = new ModelSelectionSampler(new());
        sampler.Readiness(Line, history).ShouldBe(new ModelReadiness(0, 1));
        double[] draws = [.. Enumerable.Range(0, 60).Select(s => sampler.Suggest(Line, history, Rng.For(5, s))!["x0"].Number)];
        draws.Count(x => x > 0.5).ShouldBeInRange(18, 42);
        sampler.Fit(Line, history, Rng.For(1)).ShouldBeNull();
        history = new History(Searches.Loss, [.. trials, At(12, 0.31, 9)]).WithFidelities(Budgets);
        sampler.Fit(Line, history, Rng.For(1)).ShouldNotBeNull();
    }

    [Fact]
    public void Equal_losses_leave_every_place_possible()
    {
        var history = new History(Searches.Loss, Enumerable.Range(0, 12).Select(i => At(i, (i + 0.5) / 12, 9) with { Losses = [1] }));
        new ModelSelectionSampler(new()).Suggest(Line, history, Rng.For(1)).ShouldNotBeNull();
    }

    private static Trial At(int number, double x, double budget)
    {
        var loss = (x - 0.3) * (x - 0.3);
        return Searches.Completed(number, new([new("x0", x)]), loss) with
        {
            Budget = budget,
            Reports = [new(budget, new Dictionary<string, double> { ["loss"] = loss })],
        };
    }
}
