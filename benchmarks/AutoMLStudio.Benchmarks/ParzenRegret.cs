using System.Diagnostics;
using System.Runtime.CompilerServices;
using AutoMLStudio.Core.Evaluation;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Sampling.Tpe;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Benchmarks;

/// <summary>How close the tree-structured Parzen estimator comes to known minima, and how long it thinks.</summary>
internal static class ParzenRegret
{
    private const int Dimensions = 10;
    private const int WarmUp = 40;

    private static readonly (TestFunctionKey Key, double At100, double At200)[] Functions =
        [(TestFunctionKey.Branin, 0.029, 0.0033), (TestFunctionKey.Hartmann6, 0.099, 0.032)];

    private static readonly TpeOptions Optuna = new() { StartupTrials = 10, Split = TpeSplit.Capped, BoundsAsNeighbours = false };

    private static readonly (string Name, TpeOptions Options)[] Forms =
    [
        ("defaults", new()),
        ("Optuna's form", Optuna),
        ("quantile", new() { Split = TpeSplit.Quantile }),
        ("univariate", new() { Multivariate = false }),
        ("Optuna's form, univariate", Optuna with { Multivariate = false }),
    ];

    public static IReadOnlyList<Benchmark> Benchmarks { get; } =
    [
        new("tpe-regret", "Simple regret of the Parzen estimator in its forms, one trial at a time.", Regret),
        new("tpe-speed", $"Time of one proposal in {Dimensions} dimensions on one core.", Speed),
    ];

    private static async IAsyncEnumerable<BenchmarkRow> Regret(
        int seeds, Action<string> finished, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (key, at100, at200) in Functions)
            foreach (var (name, options) in Forms)
            {
                var function = TestFunction.Make(key);
                var promised = options.Multivariate;
                var rows = SimpleRegret.Measure(
                    function, $"{function.Title} ({name})", _ => new TpeSampler(options),
                    [(50, null), (100, promised ? at100 : null), (200, promised ? at200 : null)], seeds, finished, cancellationToken);
                foreach (var row in rows) yield return row;
            }
        await Task.CompletedTask;
    }

    private static async IAsyncEnumerable<BenchmarkRow> Speed(
        int seeds, Action<string> finished, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (kind, parameter) in Kinds())
            foreach (var (count, target) in new (int, double)[] { (1_000, 5), (10_000, 50) })
            {
                var space = new SearchSpace([.. Enumerable.Range(0, Dimensions).Select(i => parameter($"x{i}"))]);
                // A study of so many trials has long compiled what it runs.
                for (var i = 0; i < WarmUp; i++) Milliseconds(space, 0, count);
                var times = new List<double>();
                for (var seed = 1; seed <= seeds; seed++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    times.Add(Milliseconds(space, (ulong)seed, count));
                }
                finished($"{kind}, {count} trials");
                yield return new($"{kind}, {count} trials", "ms", times, target);
            }
        await Task.CompletedTask;
    }

    private static IEnumerable<(string Kind, Func<string, Parameter> Make)> Kinds() =>
        [("real", name => new FloatParameter(name, 0, 1)), ("integer", name => new IntParameter(name, 1, 100))];

    private static double Milliseconds(SearchSpace space, ulong seed, int count)
    {
        var rng = Rng.For(seed);
        var history = new History(SimpleRegret.Loss, Enumerable.Range(0, count).Select(i => new Trial
        {
            Number = i, Configuration = space.Sample(rng), Budget = 1, State = TrialState.Completed, Losses = [rng.NextDouble()],
        }));
        var sampler = new TpeSampler(new());
        var start = Stopwatch.GetTimestamp();
        sampler.Suggest(space, history, Rng.For(seed, count));
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
