using System.Diagnostics;
using System.Runtime.CompilerServices;
using AutoMLStudio.Core;
using AutoMLStudio.Core.Evolution;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Sampling;
using AutoMLStudio.Core.Sampling.Bohb;
using AutoMLStudio.Core.Sampling.Motpe;
using AutoMLStudio.Core.Sampling.Tpe;
using AutoMLStudio.Core.Scheduling;
using AutoMLStudio.Core.Scheduling.Hyperband;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Surrogates.CovarianceAdaptation;
using AutoMLStudio.Surrogates.RadialBasis;

namespace AutoMLStudio.Benchmarks;

/// <summary>What the search methods themselves cost: a proposal after so many trials, a scheduler's decision, the ranking of a front.</summary>
/// <remarks>Processor time, which other work on the machine hardly changes.</remarks>
internal static class OwnCost
{
    private const int Dimensions = 10;
    private const int Decisions = 200;
    private const int Rounds = 40;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    private static readonly IReadOnlyList<Objective> Two = [new("f", Direction.Minimize), new("g", Direction.Minimize)];

    private static readonly (string Name, Func<MethodContext, ISampler> Make, bool IsInteger, int Trials, double? Target)[] Proposals =
    [
        ("TPE, real", _ => new TpeSampler(new()), false, 1_000, 5), ("TPE, real", _ => new TpeSampler(new()), false, 10_000, 50),
        ("TPE, integer", _ => new TpeSampler(new()), true, 1_000, 5), ("TPE, integer", _ => new TpeSampler(new()), true, 10_000, 50),
        ("BOHB, real", _ => new BohbSampler(new() { RandomFraction = 0 }), false, 1_000, 5),
        ("BOHB, integer", _ => new BohbSampler(new() { RandomFraction = 0 }), true, 1_000, 5),
        ("BOHB, real", _ => new BohbSampler(new() { RandomFraction = 0 }), false, 10_000, null),
        ("MOTPE, two objectives", _ => new MotpeSampler(new()), false, 1_000, null),
        ("MOTPE, two objectives", _ => new MotpeSampler(new()), false, 10_000, null),
        ("NSGA-II, two objectives", _ => new Nsga2Sampler(new()), false, 10_000, null),
        ("particle swarm", _ => new ParticleSwarmSampler(new()), false, 10_000, null),
        ("CMA-ES, the study before unknown", c => new CmaesSampler(new(), c), false, 1_000, null),
        ("radial basis", _ => new RadialBasisSampler(new()), false, 1_000, null),
    ];

    private static readonly (string Name, Func<MethodContext, IScheduler> Make, double? Target)[] Schedulers =
    [
        ("Hyperband", c => new HyperbandScheduler(new(), c), 0.2), ("ASHA", c => new AshaScheduler(new(), c), 0.2),
        ("successive halving", c => new HalvingScheduler(new(), c), null),
    ];

    public static IReadOnlyList<Benchmark> Benchmarks { get; } =
        [new("own-cost", $"Processor time of a proposal in {Dimensions} dimensions, of a decision, and of ranking fronts.", Run)];

    private static async IAsyncEnumerable<BenchmarkRow> Run(
        int seeds, Action<string> finished, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (name, make, isInteger, count, target) in Proposals)
        {
            var space = Space(isInteger);
            yield return Measured($"{name}, {count} trials", seeds, target, seed => Proposal(make, space, seed, count), cancellationToken);
            finished($"{name}, {count} trials");
        }
        foreach (var (name, make, target) in Schedulers)
        {
            yield return Measured($"{name}, a decision after 1000 trials", seeds, target, seed => Decision(make, seed), cancellationToken);
            finished(name);
        }
        foreach (var losses in new[] { 2, 3 })
            yield return Measured($"non-dominated ranks of 10000 points of {losses} losses", seeds, null, seed => Ranking(losses, seed), cancellationToken);
        await Task.CompletedTask;
    }

    // A study of so many trials has long compiled what it runs, which the runtime does by and by in the background.
    private static BenchmarkRow Measured(string name, int seeds, double? target, Func<ulong, double> measure, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Rounds || Stopwatch.GetElapsedTime(start) < WarmUp; i++) measure(0);
        var times = new List<double>();
        for (var seed = 1; seed <= seeds; seed++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            times.Add(measure((ulong)seed));
        }
        return new(name, "CPU ms", times, target);
    }

    private static double Proposal(Func<MethodContext, ISampler> make, SearchSpace space, ulong seed, int count)
    {
        var rng = Rng.For(seed);
        var history = new History(Two, Enumerable.Range(0, count).Select(i => new Trial
        {
            Number = i, Configuration = space.Sample(rng), Budget = 1, State = TrialState.Completed, Losses = [rng.NextDouble(), rng.NextDouble()],
        }));
        var sampler = make(new(space, Two, 1, seed));
        if (sampler is not (MotpeSampler or Nsga2Sampler)) history = new(SimpleRegret.Loss, history.Trials);
        return Milliseconds(() => sampler.Suggest(space, history, Rng.For(seed, count)));
    }

    /// <summary>The mean over the decisions of a study of random trials, budgets 1 to 81, when it has 1,000 of them; the proposals do not count.</summary>
    private static double Decision(Func<MethodContext, IScheduler> make, ulong seed)
    {
        var space = Space(isInteger: false);
        var scheduler = new Timed(make(new(space, SimpleRegret.Loss, 81, seed)));
        var study = new VirtualStudy(
            space, new RandomSampler(), scheduler, (n, _, _, budget) => (Rng.For(seed, n, (long)budget).NextDouble(), budget), seed, workers: 4);
        study.Run((_, _, _) => scheduler.Times.Count < Decisions);
        return scheduler.Times.Average();
    }

    private static double Ranking(int losses, ulong seed)
    {
        var rng = Rng.For(seed);
        double[][] points = [.. Enumerable.Range(0, 10_000).Select(_ => Enumerable.Range(0, losses).Select(_ => rng.NextDouble()).ToArray())];
        return Milliseconds(() => Pareto.Ranks(points));
    }

    private static SearchSpace Space(bool isInteger) => new([.. Enumerable.Range(0, Dimensions).Select(
        i => isInteger ? (Parameter)new IntParameter($"x{i}", 1, 100) : new FloatParameter($"x{i}", 0, 1))]);

    private static double Milliseconds(Action run)
    {
        var before = Environment.CpuUsage.TotalTime;
        run();
        return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
    }

    /// <summary>Takes the time of a scheduler's decisions from the thousandth trial on.</summary>
    private sealed class Timed(IScheduler scheduler) : IScheduler
    {
        private const int From = 1_000;

        public List<double> Times { get; } = [];

        public Decision Next(History history, Func<History, Configuration?> suggest)
        {
            var (proposing, decision) = (0.0, (Decision?)null);
            var whole = Milliseconds(() => decision = scheduler.Next(history, slice =>
            {
                Configuration? configuration = null;
                proposing += Milliseconds(() => configuration = suggest(slice));
                return configuration;
            }));
            if (history.Trials.Count >= From) Times.Add(whole - proposing);
            return decision!;
        }

        public Verdict Judge(Trial trial, History history) => scheduler.Judge(trial, history);
    }
}
