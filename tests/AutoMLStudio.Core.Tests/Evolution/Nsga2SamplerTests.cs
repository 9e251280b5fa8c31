using AutoMLStudio.Core.Evolution;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Sampling;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Core.Tests.Evolution;

public sealed class Nsga2SamplerTests
{
    private static readonly IReadOnlyList<Objective> Two = [new("f", Direction.Minimize), new("g", Direction.Minimize)];

    [Fact]
    public void Parents_are_the_best_of_the_generation_before_and_its_children()
    {
        // Two a generation. Of 0–3, trials 1 and 2 dominate the rest; 4 belongs to the present generation.
        var history = new History(Two, [Trial(0, 5, 5), Trial(1, 1, 4), Trial(2, 4, 1), Trial(3, 6, 6), Trial(4, 0, 0)]);
        new Nsga2Sampler(new() { Population = 2 }).Parents(history).Select(t => t.Number).Order().ShouldBe([1, 2]);
    }

    [Fact]
    public void The_front_of_a_problem_with_a_known_one_is_covered_better_than_by_chance()
    {
        // ZDT1 of Zitzler, Deb and Thiele in six dimensions; the front is g = 1 − √f, the volume below (1.1, 1.1) at most 0.871.
        var volumes = new[] { Volume(new Nsga2Sampler(new() { Population = 20 })), Volume(new RandomSampler()) };
        volumes[0].ShouldBeGreaterThan(0.6);
        volumes[1].ShouldBeLessThan(0.1);
    }

    private static double Volume(ISampler sampler)
    {
        var space = Make.Space([.. Enumerable.Range(0, 6).Select(i => (Parameter)new FloatParameter($"x{i}", 0, 1))]);
        var trials = new List<Trial>();
        for (var n = 0; n < 600; n++)
        {
            var configuration = sampler.Suggest(space, new(Two, trials), Rng.For(1, n))!;
            double[] x = [.. Enumerable.Range(0, 6).Select(i => configuration[$"x{i}"].Number)];
            var g = 1 + 9 * x.Skip(1).Average();
            trials.Add(Trial(n, x[0], g * (1 - Math.Sqrt(x[0] / g))) with { Configuration = configuration });
        }
        return Hypervolume.Of([.. trials.Select(t => t.Losses!)], [1.1, 1.1]);
    }

    private static Trial Trial(int number, double f, double g) => Make.Trial(number, TrialState.Completed, 1, f) with { Losses = [f, g] };
}
