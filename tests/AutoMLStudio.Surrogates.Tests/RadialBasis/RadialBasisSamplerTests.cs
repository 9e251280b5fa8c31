using AutoMLStudio.Core.Evaluation;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Surrogates.Forests;
using AutoMLStudio.Surrogates.RadialBasis;

namespace AutoMLStudio.Surrogates.Tests.RadialBasis;

public sealed class RadialBasisSamplerTests
{
    [Fact]
    public void The_interpolant_goes_through_its_points_and_gives_a_plane_back()
    {
        var rng = Rng.For(1);
        double[][] points = [.. Enumerable.Range(0, 12).Select(_ => new[] { rng.NextDouble(), rng.NextDouble() })];
        double[] plane = [.. points.Select(p => 2 + 3 * p[0] - p[1])];
        CubicInterpolant.Of(points, plane)!.At([0.3, 0.9]).ShouldBe(2 + 0.9 - 0.9, 1e-5);
        double[] waves = [.. points.Select(p => Math.Sin(9 * p[0]) * p[1])];
        var surrogate = CubicInterpolant.Of(points, waves)!;
        for (var i = 0; i < points.Length; i++) surrogate.At(points[i]).ShouldBe(waves[i], 1e-4);
    }

    [Fact]
    public void Steps_are_halved_after_failures_and_the_search_starts_again_when_they_are_tiny()
    {
        var space = Searches.Cube(2, 0, 1);
        // Initial design of 2, then nothing gets better: halved after every 5 trials; 0.2 / 2⁶ is below 0.005.
        History Of(int failures) => new(Searches.Loss, Enumerable.Range(0, 2 + failures)
            .Select(n => Searches.Completed(n, space.Sample(Rng.For(1, n)), n == 0 ? 1 : 2)));
        RadialBasisSampler.Progress(space, Of(4), 2).ShouldBe((0, 0.2));
        RadialBasisSampler.Progress(space, Of(5), 2).ShouldBe((0, 0.1));
        RadialBasisSampler.Progress(space, Of(29), 2).Since.ShouldBe(0);
        RadialBasisSampler.Progress(space, Of(30), 2).ShouldBe((32, 0.2));
    }

    [Fact]
    public void The_first_trials_are_a_Latin_hypercube()
    {
        var space = Searches.Cube(3, 0, 1);
        var trials = Searches.Run(new RadialBasisSampler(new() { InitialTrials = 8 }), space, _ => 1, 8);
        foreach (var d in Enumerable.Range(0, 3))
            trials.Select(t => (int)(t.Configuration[$"x{d}"].Number * 8)).Order().ShouldBe(Enumerable.Range(0, 8));
    }

    [Theory]
    [InlineData("rbf")]
    [InlineData("forest")]
    public void After_sixty_trials_it_is_far_below_what_chance_finds(string key)
    {
        var function = TestFunction.Make(TestFunctionKey.Hartmann3);
        ISampler sampler = key == "rbf" ? new RadialBasisSampler(new()) : new RandomForestSampler(new());
        var regrets = Enumerable.Range(1, 5).Select(seed => Searches.Run(sampler, function.Space, function.Evaluate, 60, (ulong)seed)
            .Min(t => t.Loss!.Value) - function.Optimum).Order().ToList();
        // Random search has 0.49 after 50 trials.
        regrets[2].ShouldBeLessThan(0.2);
    }

    [Fact]
    public void Losses_are_told_apart_near_the_smallest_by_the_logarithm()
    {
        var scaled = RandomForestSampler.LogScaled([1, 2, 3, 1_000_000]);
        scaled[^1].ShouldBe(0, 1e-9);
        (scaled[1] - scaled[0]).ShouldBeGreaterThan(5);
        RandomForestSampler.LogScaled([4, 4, 4]).ShouldBe([0, 0, 0]);
    }
}
