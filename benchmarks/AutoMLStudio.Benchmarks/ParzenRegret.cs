using System.Runtime.CompilerServices;
using AutoMLStudio.Core.Evaluation;
using AutoMLStudio.Core.Sampling;
using AutoMLStudio.Core.Sampling.Tpe;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Benchmarks;

/// <summary>How close the tree-structured Parzen estimator comes to known minima.</summary>
internal static class ParzenRegret
{
    /// <summary>Seeds of the forms that are only there to compare with.</summary>
    private const int FewSeeds = 20;

    /// <summary>Medians of Optuna 5.0's multivariate estimator after 100 and 200 trials over 40 seeds: not to be exceeded.</summary>
    private static readonly (TestFunctionKey Key, int? Dimension, double At100, double At200)[] Functions =
    [
        (TestFunctionKey.Branin, null, 0.029, 0.0033), (TestFunctionKey.Hartmann3, null, 0.014, 0.0036),
        (TestFunctionKey.Hartmann6, null, 0.099, 0.032), (TestFunctionKey.GoldsteinPrice, null, 0.17, 0.025),
        (TestFunctionKey.Rosenbrock, 2, 0.45, 0.092), (TestFunctionKey.Rosenbrock, 20, 9.8e4, 4.3e4),
        (TestFunctionKey.Ackley, 5, 6.8, 4.3), (TestFunctionKey.Levy, 10, 17, 10),
    ];

    /// <summary>The clip and the weights of both packages.</summary>
    private static readonly TpeOptions Optuna = new()
    {
        Split = TpeSplit.Capped, Weights = TpeWeights.Forgetting, MinimumBandwidth = 0.01, ClipExponent = 1,
    };

    private static readonly (string Name, bool IsPromised, Func<TestFunction, ulong, ISampler> Make)[] Forms =
    [
        ("TPE", true, (_, _) => new TpeSampler(new())),
        ("TPE, univariate", false, (_, _) => new TpeSampler(new() { Multivariate = false })),
        ("TPE, bounds as neighbours", false, (_, _) => new TpeSampler(new() { BoundsAsNeighbours = true })),
        ("TPE, Hyperopt's form", false,
            (_, _) => new TpeSampler(Optuna with { StartupTrials = 20, Split = TpeSplit.SquareRoot, Multivariate = false })),
        ("TPE, Optuna's form", false, (_, _) => new TpeSampler(Optuna)),
        ("random", false, (_, _) => new RandomSampler()),
        ("Sobol", false, (f, seed) => new SobolSampler(new(f.Space, SimpleRegret.Loss, 1, seed))),
    ];

    public static IReadOnlyList<Benchmark> Benchmarks { get; } =
    [
        new("tpe-regret", "Simple regret of the Parzen estimator in its forms, of random search and of Sobol's sequence, one trial at a time.", Regret, 100),
    ];

    private static async IAsyncEnumerable<BenchmarkRow> Regret(
        int seeds, Action<string> finished, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var met = 0;
        foreach (var (key, dimension, at100, at200) in Functions)
            foreach (var (name, isPromised, make) in Forms)
            {
                var function = TestFunction.Make(key, dimension);
                var rows = SimpleRegret.Measure(
                    function, $"{function.Title}, {name},", seed => make(function, seed), [(50, null), (100, null), (200, null)],
                    isPromised ? seeds : Math.Min(seeds, FewSeeds), finished,
                    cancellationToken).ToList();
                foreach (var row in rows) yield return row;
                if (isPromised && rows[1].Median <= at100 && rows[2].Median <= at200) met++;
            }
        yield return new(
            "functions of 8 on which the default is no worse than Optuna 5.0 after 100 and 200 trials", "functions", [met], 7, LargerIsBetter: true);
        await Task.CompletedTask;
    }
}
