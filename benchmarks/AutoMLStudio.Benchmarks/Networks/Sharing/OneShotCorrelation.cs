using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Neural.Architectures.Macro;
using AutoMLStudio.Neural.Training;

namespace AutoMLStudio.Benchmarks.Networks.Sharing;

/// <summary>
/// Whether scores by zeroing out say how good architectures are when they are trained alone, and what path dropout has to do with it. A seed draws
/// the same architectures whatever the rate, so that they are trained alone once a seed.
/// </summary>
/// <remarks>Whole networks of layers, each with one of six operations and with skip connections: every cell of NAS-Bench-201 has two residual blocks of
/// convolutions behind it, which make it good whatever it is. A training alone is of some 1,250 steps: after few hundred those lead that learn quickly, not
/// those that are good.</remarks>
internal static class OneShotCorrelation
{
    private const int PerClass = 1000;
    private const int Architectures = 30;
    private const int SearchEpochs = 30;
    private const int Epochs = 8;

    private static readonly double[] Rates = [0.05, 0, 0.2];

    private static readonly SearchSpace Space = new([new ArchitectureParameter("cell", new MacroSpace(new MacroOptions { Layers = 6, Channels = 8 }))]);

    public static IReadOnlyList<Benchmark> Benchmarks { get; } =
    [
        new("one-shot", $"Scores by zeroing out against stand-alone accuracies of {Architectures} networks on Fashion-MNIST, 14 × 14, "
            + $"{PerClass} a class.", RunAsync, 3),
    ];

    private static async IAsyncEnumerable<BenchmarkRow> RunAsync(
        int seeds, Action<string> finished, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        NativeMemory.TuneAllocator();
        NativeThreads.WaitAsleep();
        var folder = Directory.CreateTempSubdirectory("studio-one-shot-").FullName;
        try
        {
            var data = await SmallFashion.WriteAsync(folder, PerClass, cancellationToken);
            var results = new ConcurrentDictionary<(double Rate, int Seed), History>();
            // The studies that also train alone take longest: they begin.
            var jobs = Rates.SelectMany(rate => Enumerable.Range(1, seeds).Select(seed => (Rate: rate, Seed: seed)));
            var options = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
            await Parallel.ForEachAsync(jobs, options, async (job, token) =>
            {
                var json = Study(data.Replace('\\', '/'), job.Rate, job.Seed);
                results[job] = await HeadlessStudy.RunAsync(json, Path.Combine(folder, $"{job.Rate}-{job.Seed}"), token);
                finished($"path dropout {job.Rate}, seed {job.Seed}: {results[job].Trials[0].Reports.Sum(r => r.Seconds):F0} s of search");
            });
            foreach (var row in Rows(Enumerable.Range(1, seeds).ToList(), (rate, seed) => results[(rate, seed)])) yield return row;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<BenchmarkRow> Rows(List<int> seeds, Func<double, int, History> of)
    {
        List<double> Correlations(double rate) => [.. seeds.Select(s => Correlation(of(rate, s), of(Rates[0], s)))];
        var (with, without) = (Correlations(Rates[0]), Correlations(0));
        yield return new($"rank correlation, path dropout {Rates[0]}", "", with, 0.5, LargerIsBetter: true);
        foreach (var rate in Rates.Skip(1)) yield return new($"rank correlation, path dropout {rate}", "", Correlations(rate));
        yield return new("rank correlation, with path dropout above without", "", [.. with.Zip(without, (a, b) => a - b)], 0, LargerIsBetter: true);
        var alone = seeds.Select(s => Alone(of(Rates[0], s)).Values.ToList()).ToList();
        yield return new("stand-alone accuracy, median of the networks", "%", [.. alone.Select(a => 100 * a.Order().ElementAt(a.Count / 2))]);
        yield return new("stand-alone accuracy, best of the networks", "%", [.. alone.Select(a => 100 * a.Max())]);
        yield return new("stand-alone accuracy, the one ranked first", "%", [.. seeds.Select(s => 100 * First(of(Rates[0], s)))]);
    }

    private static double First(History history) => Alone(history)[history.Trials[0].Reports[^1].Search!.Found[0].Architecture];

    /// <summary>Of the architectures trained alone, between their accuracies and their scores in a search of the same seed.</summary>
    private static double Correlation(History search, History trained)
    {
        var scores = search.Trials[0].Reports[^1].Search!.Found.ToDictionary(f => f.Architecture, f => f.Score!.Value);
        var pairs = Alone(trained).Select(a => (Score: scores[a.Key], Accuracy: a.Value)).ToList();
        return Ranks.Correlation([.. pairs.Select(p => p.Score)], [.. pairs.Select(p => p.Accuracy)]);
    }

    private static Dictionary<Architecture, double> Alone(History history) => history.Completed.ToDictionary(
        t => Space.ArchitectureOf("cell", t.Configuration)!, t => t.Reports[^1].Metrics[Metrics.ValidationAccuracy]);

    private static string Study(string data, double rate, int seed) => $$"""
        {
          "name": "one-shot", "dataset": "{{data}}", "seed": {{seed}}, "budget": { "trials": {{(rate == Rates[0] ? 1 + Architectures : 1)}} },
          "sampler": { "type": "one_shot", "batch_size": 32, "epochs": {{SearchEpochs}}, "path_dropout": {{rate}}, "architecture_fraction": 0.4,
            "samples": {{Architectures}}, "check": {{Architectures}} },
          "space": { "cell": { "type": "architecture", "space": "macro", "layers": 6, "channels": 8 } },
          "evaluator": { "type": "network", "epochs": {{Epochs}}, "optimizer": "sgd", "learning_rate": 0.025, "weight_decay": 3e-4, "clip_norm": 5,
            "batch_size": 32, "validation_fraction": 0.5, "test_fraction": 0, "threads": 1 }
        }
        """;
}
