using System.Runtime.CompilerServices;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Cells;
using AutoMLStudio.Neural.Architectures.Chain;
using AutoMLStudio.Neural.Architectures.Fabric;
using AutoMLStudio.Neural.Architectures.Known;
using AutoMLStudio.Neural.Architectures.Macro;
using AutoMLStudio.Neural.Architectures.Mobile;
using AutoMLStudio.Neural.Architectures.NasBench;
using AutoMLStudio.Neural.Architectures.Operations;
using AutoMLStudio.Neural.Architectures.Recurrent;
using AutoMLStudio.Neural.Export;
using AutoMLStudio.Neural.Networks;

namespace AutoMLStudio.Benchmarks.Networks;

/// <summary>
/// Every space: 200 random architectures built for small images, signals, texts or rows, written as ONNX and run in ONNX Runtime beside the network;
/// the largest difference. Known architectures: how far their sizes are from what is published.
/// </summary>
internal static class SpaceBenchmark
{
    private const int Architectures = 200;

    private static readonly NetworkOutput Three = new(OutputKind.Classes, 3);

    private static readonly NetworkTask Image = new(new TensorShape(3, 13, 10), Three, Plain(3));
    private static readonly NetworkTask Signal = new(new TensorShape(2, 15), Three, Plain(2));
    private static readonly NetworkTask Text = new(new TensorShape(12), Three, null, Tokens: 9);
    private static readonly NetworkTask Tokens = new(new TensorShape(12), new NetworkOutput(OutputKind.Tokens, 9), null, Tokens: 9);
    private static readonly NetworkTask Row = new(new TensorShape(7), Three, Plain(7));

    private static readonly (string Name, NetworkSpace Space, NetworkTask[] Tasks)[] Spaces =
    [
        ("chain", new ChainSpace(new ChainOptions { Widths = [4, 8] }), [Image]),
        ("cell, darts", Cell(OperationSet.Darts, 4), [Image, Signal, Text]),
        ("cell, nasnet", Cell(OperationSet.Nasnet, 5), [Image, Signal]),
        ("cell, amoebanet", Cell(OperationSet.Amoebanet, 5), [Image, Signal]),
        ("cell, enas", Cell(OperationSet.Enas, 5), [Image, Signal, Text]),
        ("cell, dense", Cell(OperationSet.Dense, 4), [Row]),
        ("nasbench201", new NasBenchSpace(new NasBenchOptions { Channels = 4 }), [Image, Signal, Text]),
        ("macro", new MacroSpace(new MacroOptions { Channels = 4 }), [Image, Signal, Text]),
        ("mobile", new MobileSpace(new MobileOptions { Stages = 6, WidthMultiplier = 0.1 }), [Image, Signal, Text]),
        ("fabric", new FabricSpace(new FabricOptions { MaxLayers = 4, MaxChannels = 8 }), [Image, Signal, Text]),
        ("recurrent", new RecurrentSpace(new RecurrentOptions { Features = 8 }), [Signal, Text, Tokens, Image]),
    ];

    public static IReadOnlyList<Benchmark> Benchmarks { get; } =
    [
        new("spaces", $"Largest difference of ONNX Runtime from the network over {Architectures} random architectures of every space.", Run, 1),
        new("known", "Parameters of known architectures against what is published.", Known, 1),
    ];

    private static async IAsyncEnumerable<BenchmarkRow> Run(
        int seeds, Action<string> finished, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (name, space, tasks) in Spaces)
        {
            var worst = Enumerable.Range(1, seeds).Select(seed => Enumerable.Range(0, Architectures)
                .Max(i => Difference(space, tasks[i % tasks.Length], Rng.For((ulong)seed, i), cancellationToken))).ToList();
            finished(name);
            yield return new($"{name}, {Architectures} architectures", "largest difference", worst, OnnxCheck.Tolerance);
        }
        await Task.CompletedTask;
    }

    private static async IAsyncEnumerable<BenchmarkRow> Known(
        int seeds, Action<string> finished, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var known in KnownArchitectures.All)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = known.Count(known.Build());
            finished(known.Name);
            yield return new($"{known.Name}: {count:N0} parameters", "share of the published number off",
                [.. Enumerable.Repeat(Math.Abs(count / known.Published - 1), seeds)], 0.01);
        }
        await Task.CompletedTask;
    }

    private static double Difference(NetworkSpace space, NetworkTask task, Rng rng, CancellationToken cancellationToken)
    {
        var graph = space.Build(space.Sample(rng), task).Append("probabilities", new Softmax());
        using var network = new Network(graph, rng.NextUInt64());
        return OnnxCheck.Verify(OnnxExport.Write(network, new Dictionary<string, string>()), network, task.Scale, cancellationToken);
    }

    private static CellSpace Cell(OperationSet set, int nodes) => new(new CellOptions { Operations = set, Nodes = nodes, Channels = 4, Cells = 3 });

    private static Normalize Plain(int channels) => new([.. Enumerable.Repeat(0f, channels)], [.. Enumerable.Repeat(1f, channels)]);
}
