using AutoMLStudio.Core;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Surrogates.Environments;
using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.Tests.Environments;

/// <summary>Trials of other studies as tasks of their own [Swersky2013].</summary>
public sealed class EarlierStudiesTests
{
    private static readonly SearchSpace Plane = new([new FloatParameter("x", -5, 10), new FloatParameter("y", 0, 15)]);
    private static readonly MultiTaskOptions Cheap = new() { AuxiliaryShare = 0, BurnIn = 20, Samples = 3 };

    /// <summary>Branin's function moved by a twentieth of the ranges, in another unit: another dataset, say.</summary>
    private static double Relative(Configuration c) => 40 + 7 * Branin(c, 0.05);

    private static double Stranger(Configuration c) => 3 * Math.Sin(c["x"].Number / 2) + 2 * Math.Cos(1 + c["y"].Number / 3);

    [Fact]
    public void Five_trials_come_further_with_a_relative_known_than_without()
    {
        var (better, seeds) = (0, 10);
        for (var seed = 1UL; seed <= (ulong)seeds; seed++)
        {
            var run = Run(new MultiTaskSampler(Cheap, Context), Earlier(Relative, 20, seed), 5, seed);
            if (Best(run) < Best(Run(new GaussianProcessSampler(new(), seed), [], 5, seed))) better++;
        }
        better.ShouldBeGreaterThanOrEqualTo(7);
    }

    [Fact]
    public void A_stranger_does_no_harm()
    {
        double Median(Func<ulong, List<Trial>> run) => Enumerable.Range(1, 3).Select(s => Best(run((ulong)s))).Order().ElementAt(1);
        Median(s => Run(new MultiTaskSampler(Cheap with { Samples = 1 }, Context), Earlier(Stranger, 20, s), 10, s))
            .ShouldBeLessThanOrEqualTo(Median(s => Run(new GaussianProcessSampler(new(), s), [], 10, s)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void How_much_another_task_tells_is_learned(ulong seed)
    {
        var (relative, ofRelative) = Learned(Relative, seed);
        var (stranger, ofStranger) = Learned(Stranger, seed);
        relative.ShouldBeGreaterThan(0.8);
        stranger.ShouldBeLessThan(0.62);
        ofRelative.ShouldBeGreaterThan(0.8);
        ofStranger.ShouldBeLessThan(0.4);
    }

    [Fact]
    public void The_first_trial_is_what_the_other_tasks_predict_to_be_best_and_may_be_one_of_theirs()
    {
        var earlier = Earlier(Relative, 20, 3);
        var first = Run(new MultiTaskSampler(Cheap, Context), earlier, 1, 3)[^1];
        earlier.Select(t => t.Configuration).ShouldContain(first.Configuration);
        earlier.Count(t => t.Loss < Relative(first.Configuration)).ShouldBeLessThan(3);
        first.Budget.ShouldBe(1);
    }

    [Fact]
    public void Units_of_other_tasks_and_their_costs_do_not_matter()
    {
        var one = Run(new MultiTaskSampler(Cheap, Context), Earlier(Relative, 20, 4), 4, 4);
        var other = Run(new MultiTaskSampler(Cheap, Context),
            [.. Earlier(Relative, 20, 4).Select(t => t with { Losses = [-16 + 0.25 * t.Loss!.Value], Reports = [], Budget = 9 })], 4, 4);
        foreach (var (a, b) in one.Skip(20).Zip(other.Skip(20))) a.Loss!.Value.ShouldBe(b.Loss!.Value, 0.05 * Math.Abs(a.Loss.Value));
    }

    [Fact]
    public void Beside_an_auxiliary_budget_other_studies_are_further_tasks_and_only_budgets_are_proposed()
    {
        var sampler = new MultiTaskSampler(Cheap with { AuxiliaryShare = 0.25, VerifyEvery = 3, Samples = 1 }, Context);
        List<Trial> trials = [.. Earlier(Relative, 8, 5), .. Earlier(Stranger, 8, 6, "study 2").Select(t => t with { Number = t.Number + 8 })];
        for (var n = 16; n < 21; n++)
        {
            var proposal = sampler.Suggest(Plane, new History(Searches.Loss, trials), Rng.For(5, n))!;
            trials.Add(Searches.Completed(n, proposal, Branin(proposal) + 5 * (1 - proposal.Budget!.Value)) with { Budget = proposal.Budget!.Value });
        }
        trials.Skip(16).Take(2).ShouldAllBe(t => t.Budget == 0.25);
        trials.Skip(16).Select(t => t.Budget).Distinct().Order().ShouldBe([0.25, 1]);
        var model = sampler.Fit(Plane, new History(Searches.Loss, trials), Rng.For(5, 21))!;
        model.Diagnose().Facts["task_correlation"].ShouldBeInRange(0.3, 1);
        model.Diagnose().Facts["points"].ShouldBe(21);
        model.Cut(new(["x", "y"], Resolution: 4))!.Fields.ShouldAllBe(f => f.Values.Count == 16);
    }

    [Fact]
    public void Of_a_source_the_best_and_some_others_at_its_largest_budget_are_learned_from()
    {
        var many = Earlier(Relative, 120, 1).Select(t => t with { Budget = t.Number % 2 == 0 ? 1 : 9 }).ToList();
        var history = new History(Searches.Loss, many);
        var data = EnvironmentData.Of(new(Plane), history, [1], FreeTasks.Of([1], history));
        data.Trials.Count.ShouldBe(50);
        data.Trials.ShouldAllBe(t => t.Budget == 9);
        data.Levels.Distinct().ShouldBe([1]);
        var best = many.Where(t => t.Budget == 9).OrderBy(t => t.Loss).Take(25).Select(t => t.Number);
        best.Except(data.Trials.Select(t => t.Number)).ShouldBeEmpty();
        data.Losses.Average().ShouldBe(0, 1e-9);
        data.Losses.Average(l => l * l).ShouldBe(1, 1e-9);
        data.Costs.ShouldBeEmpty();
    }

    [Fact]
    public void The_constants_of_tasks_are_part_of_every_covariance()
    {
        // Two tasks, one point each: k = a φᵀΣφ′ k₀ + c φᵀφ′, by hand with k₀ = 1 where points are equal.
        var points = new PointSet([[0.5, 1, 0], [0.5, 0, 1]], [false], features: 2);
        Hyperparameters parameters = new([1], 2, 0.1) { Environment = [1, 0.5, 0.5, 1], Constant = 3 };
        var matrix = new KernelMatrix(points);
        matrix.Build(parameters);
        new[] { matrix.Values[0], matrix.Values[2], matrix.Values[3] }.ShouldBe([5.1, 1, 5.1], 1e-12);
        var posterior = new GaussianProcess(parameters).Condition(points, [[1, -1]]);
        // K⁻¹(1, −1)ᵀ = (1, −1)ᵀ/4.1; k at the first task is (5, 1).
        posterior.At([[0.5, 1, 0]]).Means[0].ShouldBe(4 / 4.1, 1e-9);
        var (joint, covariance) = posterior.Joint([[0.5, 1, 0]]);
        joint[0].ShouldBe(4 / 4.1, 1e-9);
        covariance[0].ShouldBe(posterior.At([[0.5, 1, 0]]).Variances[0], 1e-9);
        posterior.Append([[0.2, 1, 0]], [1, -1, 0.5]).At([[0.5, 1, 0]]).Means[0]
            .ShouldBe(new GaussianProcess(parameters).Condition(points.With([.. posterior.Points, [0.2, 1, 0]]), [[1, -1, 0.5]]).At([[0.5, 1, 0]]).Means[0], 1e-9);
    }

    /// <summary>Correlation of the task covariance, and of the two predicted surfaces, after twenty trials of each task anywhere.</summary>
    private static (double Correlation, double OfSurfaces) Learned(Func<Configuration, double> source, ulong seed)
    {
        var own = Earlier(c => Branin(c), 20, seed + 100).Select(t => t with { Imported = null });
        var history = new History(Searches.Loss, Earlier(source, 20, seed).Concat(own).Select((t, i) => t with { Number = i }));
        var model = EnvironmentModel.Fit(EnvironmentData.Of(new(Plane), history, [1], FreeTasks.Of([1], history)), [], 100, 10, Rng.For(5));
        List<double[]> grid = [.. Enumerable.Range(0, 400).Select(i => new[] { i % 20 / 19.0, i / 20 / 19.0 })];
        double[] Surface(int level) => model.Observed.At([.. grid.Select(x => EnvironmentData.With(x, model.Data.Kind.Loss(level)))]).Means;
        return (model.Correlation(0, 1), Pearson(Surface(0), Surface(1)));
    }

    private static double Pearson(double[] x, double[] y)
    {
        var (a, b) = (x.Average(), y.Average());
        return x.Zip(y, (p, q) => (p - a) * (q - b)).Sum() / Math.Sqrt(x.Sum(p => (p - a) * (p - a)) * y.Sum(q => (q - b) * (q - b)));
    }

    private static MethodContext Context => new(Plane, Searches.Loss, 1, 1);

    private static double Branin(Configuration c, double shift = 0)
    {
        var (x, y) = (c["x"].Number - 15 * shift, c["y"].Number - 15 * shift);
        var a = y - 5.1 / (4 * Math.PI * Math.PI) * x * x + 5 / Math.PI * x - 6;
        return a * a + 10 * (1 - 1 / (8 * Math.PI)) * Math.Cos(x) + 10;
    }

    private static List<Trial> Earlier(Func<Configuration, double> loss, int count, ulong seed, string from = "study 1")
    {
        var rng = Rng.For(seed, 99);
        return [.. Enumerable.Range(0, count).Select(i => Plane.Sample(rng)).Select((c, i) => new Trial
        {
            Number = i, Configuration = c, Budget = 1, State = TrialState.Stopped, Losses = [loss(c)], Imported = from,
            Reports = [new(1, new Dictionary<string, double>(), 1)],
        })];
    }

    private static List<Trial> Run(ISampler sampler, IReadOnlyList<Trial> earlier, int count, ulong seed)
    {
        var trials = earlier.ToList();
        for (var n = 0; n < count; n++)
        {
            var proposal = sampler.Suggest(Plane, new History(Searches.Loss, trials), Rng.For(seed, trials.Count))!;
            trials.Add(Searches.Completed(trials.Count, proposal, Branin(proposal)));
        }
        return trials;
    }

    private static double Best(IEnumerable<Trial> trials) => trials.Where(t => t.Imported is null).Min(t => t.Loss!.Value);
}
