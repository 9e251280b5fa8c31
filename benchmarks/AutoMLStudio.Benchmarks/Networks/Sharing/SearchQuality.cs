using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Neural.Training;

namespace AutoMLStudio.Benchmarks.Networks.Sharing;

/// <summary>
/// Whether the cell that a search by shared weights derives is better than cells drawn at random, both trained from scratch in the same way. The part
/// that they are judged on decides nothing in a search.
/// </summary>
internal static class SearchQuality
{
    private const int PerClass = 400;
    private const int RandomCells = 6;
    private const int Epochs = 12;

    private static readonly (string Name, string Sampler, string Operations)[] Methods =
    [
        ("DARTS", """{ "type": "darts", "epochs": 15, "batch_size": 32 }""", "darts"),
        ("ENAS", """{ "type": "enas", "epochs": 60, "batch_size": 32 }""", "enas"),
        ("ProxylessNAS", """{ "type": "proxyless", "epochs": 40, "batch_size": 32 }""", "darts"),
        ("One-Shot", """{ "type": "one_shot", "epochs": 20, "batch_size": 32 }""", "darts"),
    ];

    public static IReadOnlyList<Benchmark> Benchmarks { get; } =
    [
        new("search-quality", $"Cells found by shared weights against the mean of {RandomCells} random ones on Fashion-MNIST, 14 × 14, {PerClass} a class.",
            RunAsync, 5),
    ];

    private static async IAsyncEnumerable<BenchmarkRow> RunAsync(
        int seeds, Action<string> finished, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        NativeMemory.TuneAllocator();
        NativeThreads.WaitAsleep();
        var folder = Directory.CreateTempSubdirectory("studio-quality-").FullName;
        try
        {
            var data = await SmallFashion.WriteAsync(folder, PerClass, cancellationToken);
            var results = new ConcurrentDictionary<(string Name, int Seed), History>();
            var jobs = Enumerable.Range(1, seeds).SelectMany(seed => Jobs().Select(job => (job.Name, job.Json, Seed: seed)));
            var options = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
            await Parallel.ForEachAsync(jobs, options, async (job, token) =>
            {
                var json = job.Json.Replace("$data", data.Replace("\\", "/", StringComparison.Ordinal), StringComparison.Ordinal)
                    .Replace("$seed", $"{job.Seed}", StringComparison.Ordinal);
                var history = results[(job.Name, job.Seed)] = await HeadlessStudy.RunAsync(json, Path.Combine(folder, $"{job.Name}-{job.Seed}"), token);
                finished($"{job.Name}, seed {job.Seed}: {string.Join(' ', Accuracies(history).Select(a => $"{a:F2}"))} %");
            });
            foreach (var row in Rows(seeds, (name, seed) => results[(name, seed)])) yield return row;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<(string Name, string Json)> Jobs() =>
    [
        .. Methods.Select(m => (m.Name, Study(m.Sampler, m.Operations, 100))),
        .. Methods.Select(m => m.Operations).Distinct().Select(o => (Random(o), Study("""{ "type": "random" }""", o, RandomCells))),
    ];

    private static IEnumerable<BenchmarkRow> Rows(int seeds, Func<string, int, History> of)
    {
        var numbers = Enumerable.Range(1, seeds).ToList();
        foreach (var operations in Methods.Select(m => m.Operations).Distinct())
        {
            var cells = numbers.Select(s => Accuracies(of(Random(operations), s))).ToList();
            yield return new($"{Random(operations)}, mean of {RandomCells}", "%", [.. cells.Select(c => c.Average())]);
            yield return new($"{Random(operations)}, best of {RandomCells}", "%", [.. cells.Select(c => c.Max())]);
        }
        foreach (var (name, _, operations) in Methods)
        {
            var found = numbers.Select(s => Accuracies(of(name, s))[0]).ToList();
            yield return new($"{name}, cell trained from scratch", "%", found);
            var above = numbers.Select((s, i) => found[i] - Accuracies(of(Random(operations), s)).Average()).ToList();
            yield return new($"{name}, above the mean of {Random(operations)}", "points", above, 0, LargerIsBetter: true);
            yield return new($"{name}, search", "s", [.. numbers.Select(s => of(name, s).Trials[0].Reports.Sum(r => r.Seconds))]);
        }
    }

    private static string Random(string operations) => $"random cells of {operations}";

    private static List<double> Accuracies(History history) =>
        [.. history.Completed.Select(t => 100 * t.Reports[^1].Metrics[Metrics.ValidationAccuracy])];

    private static string Study(string sampler, string operations, int trials) => $$"""
        {
          "name": "quality", "dataset": "$data", "seed": $seed, "sampler": {{sampler}}, "budget": { "trials": {{trials}} },
          "space": { "cell": { "type": "architecture", "space": "cell", "operations": "{{operations}}", "nodes": 2, "channels": 4, "cells": 3 } },
          "evaluator": { "type": "network", "epochs": {{Epochs}}, "optimizer": "sgd", "learning_rate": 0.025, "weight_decay": 3e-4, "clip_norm": 5,
            "batch_size": 32, "validation_fraction": 0.5, "test_fraction": 0, "threads": 1 }
        }
        """;
}
