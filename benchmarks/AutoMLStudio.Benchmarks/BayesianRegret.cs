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
        new("gp-peers", "Simple regret of the Gaussian process after 60 trials, defaults, and its own time a trial, against its peers.", Peers, 20),
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

    /// <summary>
    /// Each problem against the best median of the peers' Gaussian processes, and against the upper quartile of Optuna's sampler over 10 seeds. One
    /// study after the other, since the processor's time is that of the whole program.
    /// </summary>
    private static async IAsyncEnumerable<BenchmarkRow> Peers(
        int seeds, Action<string> finished, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TorchRuntime.Configure(Environment.ProcessorCount);
        const int trials = 60;
        var warm = TestFunction.Make(TestFunctionKey.Hartmann6);
        SimpleRegret.Study(warm, warm.Space, new GaussianProcessSampler(new(), 0), 0, trials);
        var noWorse = 0;
        foreach (var (function, space, best, optuna) in PeerProblems())
        {
            var (regrets, times) = (new List<double>(), new List<double>());
            for (var seed = 1UL; seed <= (ulong)seeds; seed++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var before = Environment.CpuUsage.TotalTime;
                var losses = SimpleRegret.Study(function, space, new GaussianProcessSampler(new(), seed), seed, trials);
                times.Add((Environment.CpuUsage.TotalTime - before).TotalMilliseconds / trials);
                regrets.Add(losses.Min() - function.Optimum);
            }
            finished(function.Title);
            // Half above Optuna's quartile is more than its own spread tells.
            var row = new BenchmarkRow($"{function.Title} after {trials} trials, against Optuna's upper quartile", "regret", regrets, optuna);
            if (row.Median <= best) noWorse++;
            yield return row;
            yield return new($"{function.Title}, own time a trial, against half of Optuna's", "CPU ms", times, 8);
        }
        yield return new("problems with a median no worse than the best peer's", "", [noWorse], 3, LargerIsBetter: true);
        await Task.CompletedTask;
    }

    private static IEnumerable<(TestFunction Function, SearchSpace Space, double Best, double Optuna)> PeerProblems()
    {
        var (branin, hartmann) = (TestFunction.Make(TestFunctionKey.Branin), TestFunction.Make(TestFunctionKey.Hartmann6));
        var (ackley, rosenbrock) = (TestFunction.Make(TestFunctionKey.Ackley, 10), TestFunction.Make(TestFunctionKey.Rosenbrock, 20));
        // The optimum is then not the centre of the box.
        var shifted = new SearchSpace([.. ackley.Space.Declared.Select(p => new FloatParameter(p.Name, -5, 10))]);
        return [(branin, branin.Space, 1.9e-5, 3e-5), (hartmann, hartmann.Space, 4.7e-4, 1.6e-3), (ackley, shifted, 3.32, 4.59),
            (rosenbrock, rosenbrock.Space, 2.9e4, 9.7e4)];
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
