using System.Runtime.CompilerServices;
using AutoMLStudio.Core;
using AutoMLStudio.Core.Evaluation;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Sampling;
using AutoMLStudio.Core.Sampling.Bohb;
using AutoMLStudio.Core.Sampling.Tpe;
using AutoMLStudio.Core.Scheduling;
using AutoMLStudio.Core.Scheduling.Hyperband;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Benchmarks;

/// <summary>
/// The stochastic counting-ones problem of BOHB's paper (§5.1): half of the dimensions categorical, half means of as many coin tosses as the budget,
/// 9 to 729, has units. The incumbent is the best at the largest budget so far; its regret is exact. Every evaluation costs its whole budget, as in
/// the authors' experiments, although trials here go on from where they were.
/// </summary>
internal static class CountingOnes
{
    private const double MinBudget = 9;
    private const double MaxBudget = 729;

    private static readonly int[] Marks = [5, 10, 20, 50, 100, 200];

    private static readonly HyperbandOptions Brackets = new() { MinBudget = MinBudget };

    /// <summary>Mean regrets of the reference implementation at the marks, and over how many runs.</summary>
    private static readonly (int Half, double[] Bohb, int Runs)[] Sizes =
        [(4, [0.067, 0.050, 0.044, 0.034, 0.032, 0.031], 30), (8, [0.167, 0.144, 0.133, 0.081, 0.052, 0.024], 20)];

    private static readonly (string Name, Func<ISampler> Sampler, Func<MethodContext, IScheduler> Scheduler)[] Methods =
    [
        ("BOHB", () => new BohbSampler(new()), c => new HyperbandScheduler(Brackets, c)),
        ("Hyperband", () => new RandomSampler(), c => new HyperbandScheduler(Brackets, c)),
        ("random", () => new RandomSampler(), c => new FullBudgetScheduler(c)),
        ("BOHB, brackets as in HpBandSter", () => new BohbSampler(new()),
            c => new HyperbandScheduler(Brackets with { Rounding = BracketRounding.Hpbandster }, c)),
        ("TPE", () => new TpeSampler(new()), c => new FullBudgetScheduler(c)),
    ];

    public static IReadOnlyList<Benchmark> Benchmarks { get; } =
        [new("counting-ones", "Mean regret of counting ones after so many full budgets, one trial at a time.", Run, 30)];

    private static async IAsyncEnumerable<BenchmarkRow> Run(
        int seeds, Action<string> finished, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (half, targets, runs) in Sizes)
        {
            var regrets = new Dictionary<string, List<double>[]>();
            foreach (var (name, sampler, scheduler) in Methods)
            {
                var curves = SeedRuns.Of(seeds, seed => Study(half, sampler(), scheduler, seed), cancellationToken);
                regrets[name] = [.. Marks.Select((_, i) => curves.Select(c => c[i]).ToList())];
                finished($"{half} + {half}, {name}");
                for (var i = 0; i < Marks.Length; i++)
                    yield return new($"{half} + {half}, {name}, {Marks[i]} full budgets", "regret", regrets[name][i], name == "BOHB" ? targets[i] : null)
                    {
                        ByMean = true, TargetRuns = runs,
                    };
            }
            foreach (var row in Order(half, regrets)) yield return row;
        }
        await Task.CompletedTask;
    }

    /// <summary>The order that is promised at every mark, as ratios of means below 1.</summary>
    private static IEnumerable<BenchmarkRow> Order(int half, Dictionary<string, List<double>[]> regrets)
    {
        foreach (var (better, worse) in new[] { ("BOHB", "Hyperband"), ("Hyperband", "random") })
            for (var i = 0; i < Marks.Length; i++)
                yield return new(
                    $"{half} + {half}, {better} / {worse}, {Marks[i]} full budgets", "ratio", [regrets[better][i].Average() / regrets[worse][i].Average()], 1);
    }

    private static double[] Study(int half, ISampler sampler, Func<MethodContext, IScheduler> scheduler, ulong seed)
    {
        var function = TestFunction.Make(TestFunctionKey.CountingOnes, 2 * half);
        var context = new MethodContext(function.Space, SimpleRegret.Loss, MaxBudget, seed);
        var study = new VirtualStudy(function.Space, sampler, scheduler(context), (n, c, _, b) => (Tossed(function, c, n, b, seed), b), seed);
        var regrets = new double[Marks.Length];
        var (mark, bestBudget, bestLoss, regret) = (0, 0.0, 0.0, 1.0);
        study.Run((time, trial, loss) =>
        {
            while (mark < Marks.Length && time > Marks[mark] * MaxBudget) regrets[mark++] = regret;
            if (trial.Budget > bestBudget || (trial.Budget == bestBudget && loss < bestLoss))
                (bestBudget, bestLoss, regret) = (trial.Budget, loss, function.Evaluate(trial.Configuration) / (2 * half) + 1);
            return mark < Marks.Length;
        });
        return regrets;
    }

    private static double Tossed(TestFunction function, Configuration configuration, int number, double budget, ulong seed)
    {
        var sum = 0.0;
        var coins = Rng.For(seed, number, (long)budget);
        foreach (var parameter in function.Space.Parameters)
        {
            var x = configuration[parameter.Name].Number;
            if (parameter is FloatParameter)
            {
                var heads = 0;
                for (var toss = 0; toss < budget; toss++)
                    if (coins.NextDouble() < x) heads++;
                sum += heads / budget;
            }
            else sum += x;
        }
        return -sum;
    }
}
