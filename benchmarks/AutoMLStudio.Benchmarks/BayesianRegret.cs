using System.Diagnostics;
using System.Runtime.CompilerServices;
using AutoMLStudio.Core.Evaluation;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Surrogates;
using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Benchmarks;

/// <summary>How close Bayesian optimisation with a Gaussian process comes to known minima, and how long it thinks.</summary>
internal static class BayesianRegret
{
    private static readonly (TestFunctionKey Key, double? Target)[] Functions =
        [
            (TestFunctionKey.Branin, 1e-3), (TestFunctionKey.Hartmann3, null),
            (TestFunctionKey.Hartmann6, 0.05), (TestFunctionKey.GoldsteinPrice, null),
        ];

    public static IReadOnlyList<Benchmark> Benchmarks { get; } =
    [
        new("gp-regret", "Simple regret of the Gaussian process with its defaults, one trial at a time.", Regret),
        new("gp-speed", "Time of one proposal in six dimensions on one core.", Speed),
    ];

    private static async IAsyncEnumerable<BenchmarkRow> Regret(
        int seeds, Action<string> finished, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TorchRuntime.Configure(Environment.ProcessorCount);
        foreach (var (key, target) in Functions)
        {
            var function = TestFunction.Make(key);
            var rows = SimpleRegret.Measure(
                function, function.Title, seed => new GaussianProcessSampler(new(), seed), [(25, null), (50, target), (60, null)], seeds, finished,
                cancellationToken);
            foreach (var row in rows) yield return row;
        }
        await Task.CompletedTask;
    }

    private static async IAsyncEnumerable<BenchmarkRow> Speed(
        int seeds, Action<string> finished, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TorchRuntime.Configure(Environment.ProcessorCount);
        var function = TestFunction.Make(TestFunctionKey.Hartmann6);
        Milliseconds(function, 0, 100);
        (int, int, double?)[] cases = [(100, 0, 100), (100, 3, 100), (500, 0, 1_000), (500, 3, 1_000), (1_000, 0, null)];
        foreach (var (count, pending, target) in cases)
        {
            var times = new List<double>();
            for (var seed = 1; seed <= seeds; seed++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                times.Add(Milliseconds(function, (ulong)seed, count, pending));
            }
            finished($"{count} trials and {pending} pending");
            yield return new($"{count} trials, {pending} pending", "ms", times, target);
        }
        await Task.CompletedTask;
    }

    private static double Milliseconds(TestFunction function, ulong seed, int count, int pending = 0)
    {
        var rng = Rng.For(seed);
        List<Trial> trials = [.. Enumerable.Range(0, count).Select(i => SimpleRegret.Completed(i, function.Space.Sample(rng), function))];
        trials.AddRange(
            Enumerable.Range(count, pending).Select(i => new Trial { Number = i, Configuration = function.Space.Sample(rng), Budget = 1 }));
        var history = new History(SimpleRegret.Loss, trials);
        var sampler = new GaussianProcessSampler(new(), seed);
        var start = Stopwatch.GetTimestamp();
        sampler.Suggest(function.Space, history, Rng.For(seed, count));
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
