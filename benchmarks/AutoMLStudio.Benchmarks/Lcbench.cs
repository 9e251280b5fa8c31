using System.Runtime.CompilerServices;
using AutoMLStudio.Core;
using AutoMLStudio.Core.Sampling;
using AutoMLStudio.Core.Sampling.Bohb;
using AutoMLStudio.Core.Sampling.Tpe;
using AutoMLStudio.Core.Scheduling;
using AutoMLStudio.Core.Scheduling.Hyperband;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Surrogates;
using AutoMLStudio.Surrogates.GaussianProcesses;
using AutoMLStudio.Surrogates.ModelSelection;
using AutoMLStudio.Surrogates.Tables;

namespace AutoMLStudio.Benchmarks;

/// <summary>
/// LCBench's surrogate, epochs 2, 6, 17 and 52: the accuracy that the incumbent has after a full training, against what was spent, and how fast many
/// workers come to what one finds. Every evaluation costs its whole budget.
/// </summary>
internal static class Lcbench
{
    /// <summary>52 / 3³, which three rungs above end at a full training.</summary>
    private const double MinBudget = 1.9;

    /// <summary>The accuracy that workers race to: 3 points short of the best that is known on the first task, 87.95.</summary>
    private const double Goal = 85;

    /// <summary>A study that has not come there by then, in seconds, counts with this time.</summary>
    private const double GivenUp = 40_000;

    /// <summary>Seeds of the means below.</summary>
    private const int TargetRuns = 100;

    private static readonly int[] Marks = [3, 5, 10, 20, 50, 100];
    private static readonly int[] Workers = [1, 4, 8, 16, 32];

    /// <summary>Means that were measured with 100 seeds; null where none were.</summary>
    private static readonly (string Task, double[]? Random, double[]? Hyperband)[] Tasks =
    [
        ("167168", [62.6, 67.0, 71.7, 75.4, 78.5, 80.4], [75.8, 75.8, 76.9, 78.9, 80.7, 82.2]),
        ("189873", [39.5, 51.1, 62.0, 68.1, 78.0, 82.0], [70.6, 71.5, 75.7, 79.2, 82.7, 86.0]),
        ("189906", [73.7, 78.9, 82.2, 84.7, 87.4, 88.2], [85.1, 85.5, 86.4, 87.5, 88.4, 89.6]),
        ("126026", null, null), ("167190", null, null), ("168910", null, null),
    ];

    private const string Joint = "Bertrand";

    /// <summary>Full trainings' worth of epochs at which it is meant to be ahead: all have a model then, and all still search.</summary>
    private const int EqualCost = 10;

    /// <summary>Full trainings' worth of epochs up to which methods with a Gaussian process are compared.</summary>
    private const int Compared = 20;

    private static readonly (string Name, Func<ulong, ISampler> Sampler, Func<MethodContext, IScheduler> Scheduler)[] Processes =
    [
        ("Hyperband", _ => new RandomSampler(), c => new HyperbandScheduler(new() { MinBudget = MinBudget }, c)),
        ("GP, LogEI", seed => new GaussianProcessSampler(new(), seed), c => new FullBudgetScheduler(c)),
        (Joint, _ => new ModelSelectionSampler(new()), c => new HyperbandScheduler(new() { MinBudget = MinBudget }, c)),
    ];

    private static readonly (string Name, Func<ulong, ISampler> Sampler, Func<MethodContext, IScheduler> Scheduler)[] Methods =
    [
        ("random", _ => new RandomSampler(), c => new FullBudgetScheduler(c)),
        ("Hyperband", _ => new RandomSampler(), c => new HyperbandScheduler(new() { MinBudget = MinBudget }, c)),
        ("BOHB", _ => new BohbSampler(new()), c => new HyperbandScheduler(new() { MinBudget = MinBudget }, c)),
        ("TPE", _ => new TpeSampler(new()), c => new FullBudgetScheduler(c)),
    ];

    public static IReadOnlyList<Benchmark> Benchmarks { get; } =
    [
        new("lcbench", "Accuracy in % of the incumbent's full training on LCBench after so many full trainings' worth of epochs.", Accuracy, 30),
        new("lcbench-gp", $"The same of Hyperband, of a Gaussian process, and of both together, up to {Compared} full trainings.", Joined, 20),
        new("parallel", "Speed-up of BOHB with many workers on LCBench, on a virtual clock, to the accuracy that one worker reaches.", Parallel, 100),
    ];

    private static async IAsyncEnumerable<BenchmarkRow> Accuracy(
        int seeds, Action<string> finished, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ahead = Marks.ToDictionary(m => m, _ => 0);
        foreach (var (task, random, hyperband) in Tasks)
        {
            using var surrogate = new LcbenchSurrogate(Folder, task);
            var means = new Dictionary<string, double[]>();
            foreach (var (name, sampler, scheduler) in Methods)
            {
                var curves = SeedRuns.Of(seeds, seed => Curve(surrogate, sampler(seed), scheduler, seed, Marks), cancellationToken);
                double[][] values = [.. Marks.Select((_, i) => curves.Select(c => c[i]).ToArray())];
                finished($"task {task}, {name}");
                means[name] = [.. values.Select(v => v.Average())];
                var targets = name switch { "random" => random, "Hyperband" => hyperband, _ => null };
                for (var i = 0; i < Marks.Length; i++)
                    yield return new($"task {task}, {name}, {Marks[i]} trainings", "%", values[i], targets?[i], LargerIsBetter: true)
                    {
                        ByMean = true, TargetRuns = TargetRuns,
                    };
            }
            for (var i = 0; i < Marks.Length; i++)
                if (means["BOHB"][i] > means["Hyperband"][i]) ahead[Marks[i]]++;
        }
        foreach (var mark in new[] { 20, 100 })
            yield return new($"BOHB ahead of Hyperband at {mark} trainings, of {Tasks.Length} tasks", "tasks", [ahead[mark]], 5, LargerIsBetter: true);
        await Task.CompletedTask;
    }

    private static async IAsyncEnumerable<BenchmarkRow> Joined(
        int seeds, Action<string> finished, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TorchRuntime.Configure(Environment.ProcessorCount);
        int[] marks = [.. Marks.Where(m => m <= Compared)];
        var ahead = new Dictionary<(string Name, int Mark), int>();
        foreach (var (task, _, _) in Tasks)
        {
            using var surrogate = new LcbenchSurrogate(Folder, task);
            var means = new Dictionary<string, double[]>();
            foreach (var (name, sampler, scheduler) in Processes)
            {
                var curves = SeedRuns.Of(seeds, seed => Curve(surrogate, sampler(seed), scheduler, seed, marks), cancellationToken);
                finished($"task {task}, {name}");
                for (var i = 0; i < marks.Length; i++)
                    yield return new($"task {task}, {name}, {marks[i]} trainings", "%", [.. curves.Select(c => c[i])]) { LargerIsBetter = true };
                means[name] = [.. marks.Select((_, i) => curves.Average(c => c[i]))];
            }
            foreach (var name in means.Keys.Where(n => n != Joint))
                for (var i = 0; i < marks.Length; i++)
                    ahead[(name, marks[i])] = ahead.GetValueOrDefault((name, marks[i])) + (means[Joint][i] > means[name][i] ? 1 : 0);
        }
        foreach (var ((name, mark), count) in ahead)
        {
            double? target = mark == EqualCost ? 4 : null;
            yield return new($"{Joint} ahead of {name} at {mark} trainings, of {Tasks.Length} tasks", "tasks", [count], target, LargerIsBetter: true);
        }
        await Task.CompletedTask;
    }

    private static async IAsyncEnumerable<BenchmarkRow> Parallel(
        int seeds, Action<string> finished, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var surrogate = new LcbenchSurrogate(Folder, Tasks[0].Task);
        var times = new Dictionary<int, double[]>();
        foreach (var workers in Workers)
        {
            times[workers] = SeedRuns.Of(seeds, seed => TimeTo(surrogate, seed, workers), cancellationToken);
            finished($"{workers} workers");
        }
        var rows = Workers.ToDictionary(w => w, w => new BenchmarkRow($"time to {Goal} %, {w} workers", "s", times[w]));
        foreach (var row in rows.Values) yield return row;
        // Of medians over the seeds: one study's luck would decide a ratio of its own two runs.
        foreach (var (workers, target) in new[] { (4, 3.5), (32, 15) })
            yield return new($"speed-up with {workers} workers", "×", [rows[1].Median / rows[workers].Median], target, LargerIsBetter: true);
        await Task.CompletedTask;
    }

    private static double[] Curve(LcbenchSurrogate surrogate, ISampler sampler, Func<MethodContext, IScheduler> scheduler, ulong seed, int[] marks)
    {
        var accuracies = new double[marks.Length];
        var (mark, bestBudget, bestLoss) = (0, 0.0, 0.0);
        Configuration? incumbent = null;
        Study(surrogate, sampler, scheduler, seed, 1, (budget, _) => Math.Round(budget)).Run((time, trial, loss) =>
        {
            while (mark < marks.Length && time > marks[mark] * LcbenchSurrogate.Epochs) accuracies[mark++] = Full(surrogate, incumbent);
            if (trial.Budget > bestBudget || (trial.Budget == bestBudget && loss < bestLoss))
                (bestBudget, bestLoss, incumbent) = (trial.Budget, loss, trial.Configuration);
            return mark < marks.Length;
        });
        return accuracies;
    }

    private static double TimeTo(LcbenchSurrogate surrogate, ulong seed, int workers)
    {
        var end = GivenUp;
        var study = Study(
            surrogate, new BohbSampler(new()), c => new HyperbandScheduler(new() { MinBudget = MinBudget }, c), seed, workers,
            (_, metrics) => Math.Max(metrics[LcbenchSurrogate.Time], 0.1));
        study.Run((time, trial, loss) =>
        {
            if (time < GivenUp && (trial.Budget < LcbenchSurrogate.Epochs || -loss < Goal)) return true;
            end = Math.Min(time, GivenUp);
            return false;
        });
        return end;
    }

    private static VirtualStudy Study(
        LcbenchSurrogate surrogate, ISampler sampler, Func<MethodContext, IScheduler> scheduler, ulong seed, int workers,
        Func<double, IReadOnlyDictionary<string, double>, double> duration)
    {
        var context = new MethodContext(surrogate.Space, SimpleRegret.Loss, LcbenchSurrogate.Epochs, seed);
        return new(surrogate.Space, sampler, scheduler(context), (_, configuration, _, budget) =>
        {
            var metrics = surrogate.Predict(configuration, [(int)Math.Round(budget)])[0];
            return (-metrics[LcbenchSurrogate.Accuracy], duration(budget, metrics));
        }, seed, workers);
    }

    private static double Full(LcbenchSurrogate surrogate, Configuration? configuration) =>
        configuration is null ? 0 : surrogate.Predict(configuration, [LcbenchSurrogate.Epochs])[0][LcbenchSurrogate.Accuracy];

    private static string Folder => Path.Combine(
        Environment.GetEnvironmentVariable("STUDIO_SHARED_DATA") ?? Path.Combine("..", "shared", "data"), "hpo", "yahpo", "lcbench");
}
