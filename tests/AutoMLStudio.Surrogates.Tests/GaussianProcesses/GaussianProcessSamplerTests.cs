using AutoMLStudio.Core;
using AutoMLStudio.Core.Evaluation;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Surrogates.Acquisitions;
using AutoMLStudio.Surrogates.GaussianProcesses;
using TorchSharp;

namespace AutoMLStudio.Surrogates.Tests.GaussianProcesses;

public sealed class GaussianProcessSamplerTests
{
    private static GaussianProcessSampler Sampler(GaussianProcessOptions? options = null) => new(options ?? new(), 1);

    [Fact]
    public void Asking_twice_gives_the_same_answer_and_leaves_no_tensor()
    {
        var history = new History(
            Studies.Loss,
            [.. Studies.Drawn(Studies.Mixed, 25, Studies.MixedLoss), Studies.Trial(25, Studies.Mixed.Sample(Rng.For(4)), null, TrialState.Running)]);
        var sampler = Sampler();
        var first = sampler.Suggest(Studies.Mixed, history, Rng.For(1, 26));
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        sampler.Suggest(Studies.Mixed, history, Rng.For(1, 26)).ShouldBe(first);
        DisposeScopeManager.Statistics.ThreadTotalLiveCount.ShouldBe(before);
        Sampler().Suggest(Studies.Mixed, history, Rng.For(1, 26)).ShouldBe(first);
    }

    [Fact]
    public void The_same_seed_gives_the_same_study_and_another_seed_another_one()
    {
        var first = Studies.Run(Studies.Square, 1, 16, c => Studies.Bowl(c)).Select(t => t.Configuration);
        Studies.Run(Studies.Square, 1, 16, c => Studies.Bowl(c)).Select(t => t.Configuration).ShouldBe(first);
        var other = Studies.Run(Studies.Square, 2, 16, c => Studies.Bowl(c)).Select(t => t.Configuration).ToHashSet();
        first.ShouldAllBe(c => !other.Contains(c));
    }

    [Theory]
    [InlineData(AcquisitionKind.LogEi)]
    [InlineData(AcquisitionKind.Ei)]
    [InlineData(AcquisitionKind.Pi)]
    [InlineData(AcquisitionKind.Ucb)]
    [InlineData(AcquisitionKind.MaxValueEntropy)]
    [InlineData(AcquisitionKind.Thompson)]
    [InlineData(AcquisitionKind.KnowledgeGradient)]
    [InlineData(AcquisitionKind.EntropySearch)]
    public void Every_acquisition_finds_the_bottom_of_a_bowl(AcquisitionKind kind) =>
        Studies.Run(Studies.Square, 3, 30, c => Studies.Bowl(c), new() { Acquisition = kind }).Min(t => t.Loss!.Value).ShouldBeLessThan(0.02);

    [Theory]
    [InlineData(AcquisitionKind.LogEi)]
    [InlineData(AcquisitionKind.MaxValueEntropy)]
    [InlineData(AcquisitionKind.Thompson)]
    [InlineData(AcquisitionKind.KnowledgeGradient)]
    [InlineData(AcquisitionKind.EntropySearch)]
    public void Integrated_hyper_parameters_search_mixed_spaces_with_every_acquisition_and_the_same_way_again(AcquisitionKind kind)
    {
        var options = new GaussianProcessOptions { Acquisition = kind, Hyperparameters = HyperparameterInference.Mcmc, BurnIn = 10, Samples = 3 };
        var history = new History(
            Studies.Loss,
            [.. Studies.Drawn(Studies.Mixed, 20, Studies.MixedLoss), Studies.Trial(20, Studies.Mixed.Sample(Rng.For(4)), null, TrialState.Running)]);
        var proposal = Sampler(options).Suggest(Studies.Mixed, history, Rng.For(1, 21));
        Studies.Mixed.WhyNotIn(proposal!).ShouldBeNull();
        Sampler(options).Suggest(Studies.Mixed, history, Rng.For(1, 21)).ShouldBe(proposal);
    }

    [Fact]
    public void Improvement_per_second_prefers_the_quicker_of_two_equal_places()
    {
        // The loss is the same on both sides of the middle; trials on the right take a hundred times as long.
        var space = new SearchSpace([new FloatParameter("x", -1, 1)]);
        static Trial At(int number, double x) => Studies.Trial(number, new([new("x", x)]), Math.Abs(Math.Abs(x) - 0.5)) with
        {
            Reports = [new Report(1, new Dictionary<string, double> { ["loss"] = 0 }, x < 0 ? 0.1 : 10)],
        };
        double[] places = [-0.9, -0.7, -0.25, -0.05, 0.05, 0.25, 0.7, 0.9, 0.8, -0.8];
        var history = new History(Studies.Loss, places.Select((x, i) => At(i, x)));
        var options = new GaussianProcessOptions { PerSecond = true };
        for (var seed = 0UL; seed < 5; seed++) Sampler(options).Suggest(space, history, Rng.For(seed, 10))!["x"].Number.ShouldBeLessThan(0);
    }

    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(3UL)]
    public void The_minimum_of_Branin_is_found_to_a_thousandth_in_fifty_trials(ulong seed)
    {
        var branin = TestFunction.Make(TestFunctionKey.Branin);
        (Studies.Run(branin.Space, seed, 50, c => branin.Evaluate(c)).Min(t => t.Loss!.Value) - branin.Optimum).ShouldBeLessThan(1e-3);
    }

    [Fact]
    public void A_mixed_space_with_conditions_and_a_constraint_is_searched_inside_its_bounds()
    {
        var trials = Studies.Run(Studies.Mixed, 5, 60, c => Studies.MixedLoss(c));
        foreach (var trial in trials) Studies.Mixed.WhyNotIn(trial.Configuration).ShouldBeNull();
        trials.Select(t => t.Configuration).Distinct().Count().ShouldBe(60);
        // Sixty draws from the prior come to 1.4 at best.
        trials.Min(t => t.Loss!.Value).ShouldBeLessThan(0.35);
    }

    [Fact]
    public void A_constraint_that_cuts_off_the_minimum_is_kept()
    {
        var space = new SearchSpace(Studies.Square.Declared, [Constraint.Parse("x <= 1")]);
        var trials = Studies.Run(space, 5, 30, c => Studies.Bowl(c));
        trials.ShouldAllBe(t => t.Configuration["x"].Number <= 1);
        trials.Min(t => t.Loss!.Value).ShouldBe(4, 0.05);
    }

    [Fact]
    public void A_finite_space_is_tried_once_each_and_then_exhausted()
    {
        var space = new SearchSpace([
            new IntParameter("a", 1, 3), new ChoiceParameter("b", ["p", "q"]),
            new IntParameter("c", 1, 4) { When = new([new Clause.OneOf("b", ["q"])]) }]);
        var trials = Studies.Run(space, 5, 100, c => c["a"].Number + (c["b"].Text == "p" ? 0 : c["c"].Number));
        trials.Count.ShouldBe(3 + 3 * 4);
        trials.Select(t => t.Configuration).Distinct().Count().ShouldBe(15);
    }

    [Fact]
    public void Eight_workers_are_sent_to_eight_different_places()
    {
        var trials = Studies.Drawn(Studies.Square, 15, Studies.Bowl);
        for (var i = 15; i < 23; i++)
            trials.Add(
                Studies.Trial(i, Sampler().Suggest(Studies.Square, new History(Studies.Loss, trials), Rng.For(1, i))!, null, TrialState.Running));
        double[][] points = [.. trials.Skip(15).Select(t => Studies.Square.Encode(t.Configuration))];
        for (var i = 0; i < 8; i++)
            for (var j = 0; j < i; j++)
                Math.Max(Math.Abs(points[i][0] - points[j][0]), Math.Abs(points[i][1] - points[j][1])).ShouldBeGreaterThan(1e-3);
    }

    [Fact]
    public void It_learns_at_the_largest_budget_that_enough_trials_have_reached()
    {
        // After one unit small x looks good; after three large x is. Only the first ten were granted three, the last of them still runs.
        Trial At(int number, double x, params double[] losses) => Studies.Trial(number, new([new("x", x), new("y", 0.01)]), losses[^1]) with
        {
            State = number < 10 ? TrialState.Completed : TrialState.Paused,
            Budget = losses.Length,
            Reports = [.. losses.Select((l, i) => new Report(i + 1, new Dictionary<string, double> { ["loss"] = l }))],
        };
        Trial[] trials =
        [
            .. Enumerable.Range(0, 10).Select(n => At(n, n, n, 5, 10 - n)), .. Enumerable.Range(10, 10).Select(n => At(n, n / 2.0 - 5, n / 2.0 - 5)),
        ];
        var history = new History(Studies.Loss, trials).WithFidelities([1, 3, 9]);
        var observed = TrialData.Known(history, 10);
        observed.Select(t => t.Number).ShouldBe(Enumerable.Range(0, 10));
        observed.Select(t => t.Loss).ShouldBe(Enumerable.Range(0, 10).Select(n => (double?)10 - n));
        Sampler().Readiness(Studies.Square, history).ShouldBe(new ModelReadiness(10, 10));
        var proposals = Enumerable.Range(0, 5).Select(s => Sampler().Suggest(Studies.Square, history, Rng.For((ulong)s))!["x"].Number).ToList();
        proposals.Count(x => x > 5).ShouldBeGreaterThan(3);
    }

    [Fact]
    public void Where_trials_fail_it_does_not_go_on_trying()
    {
        // The minimum lies where everything fails.
        var trials = Studies.Run(Studies.Square, 6, 50, c => c["x"].Number is > 2 and < 4 ? null : Studies.Bowl(c));
        trials.Count(t => t.State == TrialState.Failed).ShouldBeLessThan(25);
        trials.Select(t => t.Configuration).Distinct().Count().ShouldBe(50);
    }

    [Fact]
    public void A_study_whose_trials_all_fail_goes_on_with_new_points() =>
        Studies.Run(Studies.Square, 6, 30, _ => null).Select(t => t.Configuration).Distinct().Count().ShouldBe(30);

    public static TheoryData<string, double[]> Degenerate => new()
    {
        { "constant", [3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3] },
        { "huge", [1e6, 2e6, 1e6, 3e6, 5e6, 1e6, 2e6, 4e6, 1e6, 2e6, 3e6, 9e6] },
        { "a hair apart", [1, 1 + 1e-12, 1 - 1e-12, 1, 1, 1 + 2e-12, 1, 1, 1 - 3e-12, 1, 1, 1] },
        { "one diverged", [1, 2, 3, 2, 1, 2, 3, 1e300, 2, 1, 2, 3] },
        { "at the end of the numbers", [double.MaxValue, -double.MaxValue, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] },
        { "denormal", [1e-320, 2e-320, 3e-320, 0, 0, 0, 0, 0, 0, 0, 0, 0] },
    };

    [Theory]
    [MemberData(nameof(Degenerate))]
    public void Degenerate_losses_never_stop_it(string name, double[] losses)
    {
        var trials = Studies.Drawn(Studies.Square, losses.Length, _ => 0).Select((t, i) => t with { Losses = [losses[i]] });
        var configuration = Sampler().Suggest(Studies.Square, new History(Studies.Loss, trials), Rng.For(1, 20)).ShouldNotBeNull(name);
        Studies.Square.Contains(configuration).ShouldBeTrue(name);
    }

    [Fact]
    public void Trials_at_one_point_never_stop_it()
    {
        var point = Studies.Square.Sample(Rng.For(1));
        var trials = Enumerable.Range(0, 30).Select(i => Studies.Trial(i, point, i % 2));
        Sampler().Suggest(Studies.Square, new History(Studies.Loss, trials), Rng.For(1, 30)).ShouldNotBe(point);
    }

    [Fact]
    public void The_initial_design_fills_the_space_evenly()
    {
        var trials = Studies.Run(Studies.Square, 8, 8, c => Studies.Bowl(c), new() { InitialTrials = 8 });
        for (var d = 0; d < 2; d++) trials.Select(t => (int)(Studies.Square.Encode(t.Configuration)[d] * 8)).Order().ShouldBe(Enumerable.Range(0, 8));
    }

    [Fact]
    public void A_slice_that_hides_trials_does_not_make_it_repeat_them()
    {
        var trials = Studies.Run(Studies.Square, 8, 6, c => Studies.Bowl(c));
        var seen = trials.Select(t => t.Configuration).ToHashSet();
        var slice = new History(Studies.Loss, trials).Where(t => t.Number % 2 == 1);
        seen.ShouldNotContain(new GaussianProcessSampler(new(), 8).Suggest(Studies.Square, slice, Rng.For(8, 6))!);
    }

    [Fact]
    public void An_architecture_space_without_dimensions_is_refused_by_name()
    {
        var space = new SearchSpace([new ArchitectureParameter("cell", new EndlessArchitectures())]);
        Should.Throw<InvalidOperationException>(() => Sampler().Suggest(space, new History(Studies.Loss), Rng.For(1)))
            .Message.ShouldContain("'cell'");
    }

    [Fact]
    public void More_trials_than_it_may_learn_from_are_survived()
    {
        var history = new History(Studies.Loss, Studies.Drawn(Studies.Square, 120, Studies.Bowl));
        Sampler(new() { MaximumPoints = 50 }).Suggest(Studies.Square, history, Rng.For(1, 120)).ShouldNotBeNull();
    }

    [Fact]
    public void The_catalogue_makes_it()
    {
        var method = SurrogateCatalog.Methods.Single(m => m.Key == "gp");
        var context = new MethodContext(Studies.Square, Studies.Loss, 1, 1);
        method.Make(Activator.CreateInstance(method.OptionsType)!, context).ShouldBeOfType<GaussianProcessSampler>();
    }

    private sealed class EndlessArchitectures : ArchitectureSpace
    {
        public override string Key => "endless";

        public override Architecture CrossOver(Architecture first, Architecture second, Rng rng) => first;

        public override FlatArchitecture? Flatten() => null;

        public override Architecture Mutate(Architecture parent, Rng rng) => parent;

        public override Architecture Sample(Rng rng) => new(Key, "{}");

        public override System.Text.Json.Nodes.JsonObject ToJson() => [];

        public override string? WhyNotIn(Architecture architecture) => null;
    }

    [Fact]
    public void Two_objectives_are_covered_along_their_front()
    {
        var space = Searches.Cube(3, 0, 1);
        Objective[] two = [new("f", Direction.Minimize), new("g", Direction.Minimize)];
        var (sampler, trials) = (new GaussianProcessSampler(new(), 3), new List<Trial>());
        for (var n = 0; n < 30; n++)
        {
            var configuration = sampler.Suggest(space, new History(two, trials), Rng.For(3, n))!;
            double[] x = [.. space.Parameters.Select(p => configuration[p.Name].Number)];
            var away = x.Skip(1).Sum(v => (v - 0.3) * (v - 0.3));
            // The best compromises lie between (0, 0.3, 0.3) and (1, 0.3, 0.3): f = x², g = (1 − x)².
            trials.Add(new()
            {
                Number = n, Configuration = configuration, Budget = 1, State = TrialState.Completed,
                Losses = [x[0] * x[0] + away, (1 - x[0]) * (1 - x[0]) + away],
            });
        }
        // All of the front spans 5/6 below (1, 1).
        Hypervolume.Of([.. trials.Select(t => t.Losses!)], [1.0, 1.0]).ShouldBeGreaterThan(0.8);
        var model = sampler.Fit(space, new History(two, trials), Rng.For(3)).ShouldNotBeNull();
        model.Cut(new(["x0"], Resolution: 16))!.Fields.ShouldContain(f => f.Name == "log EHVI");
    }

    [Fact]
    public void With_several_objectives_failed_and_running_trials_are_taken_into_account()
    {
        var space = Searches.Cube(2, 0, 1);
        Objective[] two = [new("f", Direction.Minimize), new("g", Direction.Minimize)];
        List<Trial> trials = [.. Enumerable.Range(0, 12).Select(n => new Trial
        {
            Number = n, Configuration = space.Sample(Rng.For(2, n)), Budget = 1, State = TrialState.Completed, Losses = [n % 4, n % 5],
        })];
        trials.Add(new() { Number = 12, Configuration = space.Sample(Rng.For(2, 12)), Budget = 1, State = TrialState.Failed });
        var sampler = new GaussianProcessSampler(new(), 3);
        for (var n = 13; n < 16; n++)
        {
            var next = sampler.Suggest(space, new History(two, trials), Rng.For(3, n))!;
            trials.ShouldNotContain(t => t.Configuration.Equals(next));
            trials.Add(new() { Number = n, Configuration = next, Budget = 1, State = TrialState.Running });
        }
    }
}
