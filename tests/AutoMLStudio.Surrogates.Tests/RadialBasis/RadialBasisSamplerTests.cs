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
    public void A_coordinate_that_is_the_same_everywhere_does_no_harm()
    {
        // A parameter of one choice, or one that was never active.
        double[][] points = [[0.1, 0.5], [0.4, 0.5], [0.6, 0.5], [0.9, 0.5]];
        var surrogate = CubicInterpolant.Of(points, [1, 2, 0, 3]).ShouldNotBeNull();
        surrogate.At([0.6, 0.5]).ShouldBe(0, 1e-4);
        surrogate.At([0.65, 0.5]).ShouldBeInRange(-1, 3);
    }

    [Fact]
    public void Where_trials_fail_the_surface_does_not_stay_promising()
    {
        // A bowl whose lower half fails: proposals leave it to itself.
        var space = Searches.Cube(1, 0, 1);
        Trial At(int number, double x, TrialState state) => Searches.Completed(number, new([new("x0", x)]), x) with
        {
            State = state,
            Losses = state == TrialState.Failed ? null : [x],
        };
        Trial[] trials =
        [
            .. new[] { 0.5, 0.6, 0.7, 0.8, 0.9, 1 }.Select((x, n) => At(n, x, TrialState.Completed)),
            .. Enumerable.Range(0, 6).Select(k => At(6 + k, 0.45 - 0.05 * k, TrialState.Failed)),
        ];
        var forest = new RandomForestSampler(new() { InitialTrials = 6, RandomFraction = 0 });
        foreach (var sampler in new ISampler[] { new RadialBasisSampler(new()), forest })
        {
            var proposals = Enumerable.Range(0, 20).Select(s => sampler.Suggest(space, new(Searches.Loss, trials), Rng.For((ulong)s))!["x0"].Number);
            proposals.Count(x => x < 0.45).ShouldBeLessThan(10, sampler.GetType().Name);
        }
    }

    [Fact]
    public void Of_thousands_of_trials_the_surface_goes_through_those_around_the_best()
    {
        // Ever better trials on the way to the middle, so that the search has not started again; 3,000 equations would take minutes.
        var space = Searches.Cube(2, 0, 1);
        var trials = Enumerable.Range(0, 3_000).Select(n => (Number: n, Distance: 0.5 * Math.Pow(0.997, n))).Select(t => Searches.Completed(
            t.Number, new([new("x0", 0.5 + t.Distance * Math.Cos(t.Number)), new("x1", 0.5 + t.Distance * Math.Sin(t.Number))]), t.Distance));
        var proposal = new RadialBasisSampler(new()).Suggest(space, new(Searches.Loss, trials), Rng.For(1))!;
        Math.Abs(proposal["x0"].Number - 0.5).ShouldBeLessThan(0.4);
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
        double[] losses = [1, 2, 3, 1_000_000];
        var scale = new LossScale(losses);
        double[] scaled = [.. losses.Select(scale.Of)];
        for (var i = 0; i < losses.Length; i++) scale.LossAt(scaled[i]).ShouldBe(losses[i], 1e-4);
        scaled[^1].ShouldBe(0, 1e-9);
        (scaled[1] - scaled[0]).ShouldBeGreaterThan(5);
        new LossScale([4, 4, 4]).Of(4).ShouldBe(0);
        new LossScale([4, 4, 4]).LossAt(0).ShouldBe(4);
    }
}
