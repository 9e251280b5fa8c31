using System.Runtime.CompilerServices;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Chain;
using AutoMLStudio.Neural.Architectures.Operations;
using AutoMLStudio.Neural.Export;
using AutoMLStudio.Neural.Models;
using AutoMLStudio.Neural.Networks;

namespace AutoMLStudio.Benchmarks.Networks;

/// <summary>Latency on this host: how steady a figure is, and how well the table of operations predicts that of whole networks.</summary>
internal static class LatencyBenchmark
{
    private const int Networks = 20;

    public static IReadOnlyList<Benchmark> Benchmarks { get; } =
        [new("latency", $"Latency in ONNX Runtime of {Networks} random CNNs on 28 × 28 pixels, measured and predicted.", RunAsync)];

    private static async IAsyncEnumerable<BenchmarkRow> RunAsync(
        int seeds, Action<string> finished, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var table = LatencyTable.In("");
        var (predicted, measured, variations, repeats) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < Networks; i++)
        {
            var graph = Draw(i);
            var (first, second) = (await MeasureAsync(graph, cancellationToken), await MeasureAsync(graph, cancellationToken));
            variations.Add(100 * first.Variation);
            if (first.Microseconds is not { } one || second.Microseconds is not { } two) continue;
            measured.Add(one);
            repeats.Add(100 * Math.Abs(two / one - 1));
            predicted.Add(await Task.Run(() => table.Predict(graph, cancellationToken), cancellationToken));
            finished($"network {i + 1}: {one:F0} µs measured, again {two:F0}, {predicted[^1]:F0} predicted; disturbed by {first.Disturbance:P0}");
        }
        yield return new("networks without a steady figure", "", [Networks - measured.Count]);
        yield return new("coefficient of variation", "%", variations, 5);
        yield return new("second measurement against the first, distance", "%", repeats, 5);
        yield return new("prediction against measurement, rank correlation", "", [Ranks.Correlation(predicted, measured)], 0.9, LargerIsBetter: true);
        yield return new("prediction over measurement", "", [.. predicted.Zip(measured, (p, m) => p / m)]);
    }

    private static NetworkGraph Draw(int seed)
    {
        var space = new ChainSpace(new ChainOptions { MaxDepth = 5, Widths = [8, 16, 32, 64] });
        var scale = new Normalize([0.286f], [0.353f]);
        var task = new NetworkTask(new TensorShape(1, 28, 28), new NetworkOutput(OutputKind.Classes, 10), scale);
        return space.Build(space.Sample(Rng.For(7, seed)), task);
    }

    private static Task<Latency> MeasureAsync(NetworkGraph graph, CancellationToken cancellationToken) => Task.Run(() =>
    {
        using var network = new Network(graph, 1);
        using var model = new OnnxModel(OnnxExport.Write(network, new Dictionary<string, string>(StringComparer.Ordinal)));
        return Latency.Measure(model, TimeProvider.System, cancellationToken);
    }, cancellationToken);
}
