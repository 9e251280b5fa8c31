using System.Runtime.CompilerServices;
using AutoMLStudio.Core.Evaluation;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Surrogates;
using AutoMLStudio.Surrogates.Acquisitions;
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

    /// <summary>Proposals that one measurement is the average of: the clock of a process ticks coarsely.</summary>
    private const int Proposals = 3;

    public static IReadOnlyList<Benchmark> Benchmarks { get; } =
    [
        new("gp-regret", "Simple regret of the Gaussian process with its defaults, one trial at a time.", Regret),
        new("gp-speed", "Processor time of one proposal in six dimensions, all threads together.", Speed),
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
        // The first calls are compiled without optimisation.
        for (var seed = 0UL; seed < 20; seed++) Milliseconds(function, seed, 100, new());
        var mcmc = new GaussianProcessOptions { Hyperparameters = HyperparameterInference.Mcmc };
        (int, int, GaussianProcessOptions, double?)[] cases =
        [
            (100, 0, new(), 15), (100, 4, new(), null), (500, 0, new(), 100), (500, 4, new(), null), (1_000, 0, new(), null),
            (2_000, 0, new() { MaximumPoints = 2_000 }, null), (2_000, 0, new(), 1_000), (100, 0, mcmc, 300),
            (100, 0, new() { Acquisition = AcquisitionKind.EntropySearch }, null),
        ];
        foreach (var (count, pending, options, target) in cases)
        {
            var times = new List<double>();
            for (var seed = 1; seed <= seeds; seed++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                times.Add(Milliseconds(function, (ulong)seed, count, options, pending));
            }
            var label = $"{count} trials, {pending} pending, {options.Hyperparameters}, {options.Acquisition}, at most {options.MaximumPoints} points";
            finished(label);
            yield return new(label, "CPU ms", times, target);
        }
        await Task.CompletedTask;
    }

    private static double Milliseconds(TestFunction function, ulong seed, int count, GaussianProcessOptions options, int pending = 0)
    {
        var rng = Rng.For(seed);
        List<Trial> trials = [.. Enumerable.Range(0, count).Select(i => SimpleRegret.Completed(i, function.Space.Sample(rng), function))];
        trials.AddRange(
            Enumerable.Range(count, pending).Select(i => new Trial { Number = i, Configuration = function.Space.Sample(rng), Budget = 1 }));
        var history = new History(SimpleRegret.Loss, trials);
        var sampler = new GaussianProcessSampler(options, seed);
        var before = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < Proposals; i++) sampler.Suggest(function.Space, history, Rng.For(seed, count + i));
        return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / Proposals;
    }
}
