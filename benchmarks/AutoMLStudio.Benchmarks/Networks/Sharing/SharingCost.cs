using System.Runtime.CompilerServices;
using AutoMLStudio.Core.Numerics;

namespace AutoMLStudio.Benchmarks.Networks.Sharing;

/// <summary>
/// What it costs to rank architectures by shared weights against training each from scratch: processor time of the network under search, its ranking
/// included, against that of as many trainings. Ten are trained and counted for a hundred: a training's time hardly depends on what was drawn.
/// </summary>
internal static class SharingCost
{
    private const int PerClass = 200;
    private const int Ranked = 100;
    private const int Trained = 10;
    private const int Epochs = 12;
    private const double Target = 10;

    private static readonly (string Name, string Sampler) Enas =
        ("ENAS", $$"""{ "type": "enas", "epochs": 30, "batch_size": 32, "ranked": {{Ranked}} }""");

    private static readonly (string Name, string Sampler) OneShot =
        ("One-Shot", $$"""{ "type": "one_shot", "epochs": 30, "batch_size": 32, "samples": {{Ranked}} }""");

    /// <summary>Each space with the searches that are measured in it.</summary>
    private static readonly (string Name, string Space, (string Name, string Sampler)[] Searches)[] Spaces =
    [
        ("layers", """{ "type": "architecture", "space": "macro", "layers": 6, "channels": 8 }""", [Enas, OneShot]),
        ("cells", """{ "type": "architecture", "space": "cell", "operations": "enas", "channels": 4, "cells": 3 }""", [Enas, OneShot]),
    ];

    public static IReadOnlyList<Benchmark> Benchmarks { get; } =
    [
        new("sharing-cost", $"{Ranked} architectures trained from scratch, {Epochs} epochs each, against a search that ranks as many; Fashion-MNIST, "
            + $"14 × 14, {PerClass} a class, one thread.", RunAsync, 3),
    ];

    private static async IAsyncEnumerable<BenchmarkRow> RunAsync(
        int seeds, Action<string> finished, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        NativeMemory.TuneAllocator();
        NativeThreads.WaitAsleep();
        var folder = Directory.CreateTempSubdirectory("studio-cost-").FullName;
        try
        {
            var data = await SmallFashion.WriteAsync(folder, PerClass, cancellationToken);
            foreach (var (name, space, searches) in Spaces)
            {
                var alone = new List<double>();
                for (var seed = 1; seed <= seeds; seed++)
                {
                    alone.Add(await MeasureAsync(Study(data, seed, """{ "type": "random" }""", space, Trained), cancellationToken) / Trained);
                    finished($"{name}, seed {seed}: {alone[^1]:F1} s a training");
                }
                yield return new($"{name}: one training", "s of a processor", alone);
                foreach (var (method, sampler) in searches)
                {
                    var search = new List<double>();
                    for (var seed = 1; seed <= seeds; seed++)
                    {
                        search.Add(await MeasureAsync(Study(data, seed, sampler, space, 1), cancellationToken));
                        finished($"{name}, {method}, seed {seed}: {search[^1]:F1} s, {Ranked * alone[seed - 1] / search[^1]:F1} times less");
                    }
                    yield return new($"{name}, {method}: search and ranking of {Ranked}", "s of a processor", search);
                    yield return new($"{name}, {method}: {Ranked} trainings over the search", "times",
                        [.. alone.Zip(search, (a, s) => Ranked * a / s)], Target, LargerIsBetter: true);
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<double> MeasureAsync(string study, CancellationToken cancellationToken) =>
        (await Stretch.OfAsync(() => HeadlessStudy.RunAsync(study, "", cancellationToken))).Processor.TotalSeconds;

    private static string Study(string data, int seed, string sampler, string space, int trials) => $$"""
        {
          "name": "cost", "dataset": "{{data.Replace("\\", "/", StringComparison.Ordinal)}}", "seed": {{seed}}, "sampler": {{sampler}},
          "budget": { "trials": {{trials}} }, "space": { "network": {{space}} },
          "evaluator": { "type": "network", "epochs": {{Epochs}}, "optimizer": "sgd", "learning_rate": 0.025, "weight_decay": 3e-4, "clip_norm": 5,
            "batch_size": 32, "validation_fraction": 0.3, "test_fraction": 0, "threads": 1 }
        }
        """;
}
