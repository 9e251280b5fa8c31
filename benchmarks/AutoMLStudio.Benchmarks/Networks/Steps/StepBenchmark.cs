using System.Runtime.CompilerServices;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Neural.Supernets.Darts;
using AutoMLStudio.Neural.Training;
using static TorchSharp.torch;

namespace AutoMLStudio.Benchmarks.Networks.Steps;

/// <summary>
/// What a step of DARTS costs: 8 channels, 4 cells, batches of 32 pictures of 32×32, one thread; beside a plain loop of the same arithmetic in turns, and
/// the figures of the published search on the same kind of machine.
/// </summary>
internal static class StepBenchmark
{
    private const int Channels = 8;
    private const int Cells = 4;
    private const int Batch = 32;
    private const int Rounds = 3;

    /// <summary>
    /// Processor milliseconds of quark0/darts at f276dd3 on PyTorch 1.13.1, one thread, two-core Debian 12: weights alone, first, second order.
    /// </summary>
    private static readonly (string Name, double Published)[] Kinds =
    [
        ("step of the weights", 1524), ("first-order step with that of the weights", 3134), ("second-order step with that of the weights", 6183),
    ];

    public static IReadOnlyList<Benchmark> Benchmarks { get; } =
    [
        new("supernet",
            "Steps of DARTS, 8 channels, 4 cells, batch 32, 32×32, one thread, against a plain loop; memory of steps by the paths that they hold.",
            RunAsync, 5),
    ];

    private static async IAsyncEnumerable<BenchmarkRow> RunAsync(
        int seeds, Action<string> finished, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        NativeMemory.TuneAllocator();
        NativeThreads.WaitAsleep();
        set_num_threads(1);
        var folder = Directory.CreateTempSubdirectory("studio-steps-").FullName;
        try
        {
            var times = await TimesAsync(seeds, folder, finished, cancellationToken);
            for (var kind = 0; kind < Kinds.Length; kind++)
            {
                var (ours, plain) = (times.Select(t => t.Ours[kind]).ToList(), times.Select(t => t.Plain[kind]).ToList());
                yield return new($"{Kinds[kind].Name}, processor time", "ms", ours, Kinds[kind].Published);
                yield return new("the same by a plain loop", "ms", plain);
                yield return new("the same, ours over the plain loop's", "", [.. ours.Zip(plain, (a, b) => a / b)], 1.05);
            }
            var ratios = times.Select(t => t.Ours[2] / t.Ours[1]).ToList();
            yield return new("second order over first", "", ratios, 2.6);
            foreach (var row in await StepMemory.RowsAsync(seeds, finished, cancellationToken)) yield return row;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>For each seed the quickest of a few rounds, in which ours and the plain loop's take turns.</summary>
    private static async Task<List<(double[] Ours, double[] Plain)>> TimesAsync(
        int seeds, string folder, Action<string> finished, CancellationToken cancellationToken)
    {
        using var outer = NewDisposeScope();
        var (training, validation) = (SearchFactory.Batch(Batch), SearchFactory.Batch(Batch));
        using var first = await SearchFactory.DartsAsync(Channels, Cells, DartsOrder.First, folder, cancellationToken);
        using var second = await SearchFactory.DartsAsync(Channels, Cells, DartsOrder.Second, folder, cancellationToken);
        using var plain = new PlainSearch(Channels, Cells);
        if (plain.Parameters != first.Graph.ParameterCount)
            throw new InvalidOperationException($"The plain network has {plain.Parameters} parameters, the studio's {first.Graph.ParameterCount}.");
        Part Part((Tensor Inputs, Tensor Targets) batch) => new(batch.Inputs, batch.Targets);
        Action[] ours =
        [
            () => first.StepShared(Part(training), 0.025, null),
            () => { first.StepAlphas(Part(training), Part(validation), 0.025, null); first.StepShared(Part(training), 0.025, null); },
            () => { second.StepAlphas(Part(training), Part(validation), 0.025, null); second.StepShared(Part(training), 0.025, null); },
        ];
        Action[] theirs =
        [
            () => plain.StepWeights(training),
            () => { plain.StepAlphas(training, validation, second: false); plain.StepWeights(training); },
            () => { plain.StepAlphas(training, validation, second: true); plain.StepWeights(training); },
        ];
        foreach (var step in ours.Concat(theirs)) step();
        var times = new List<(double[], double[])>();
        for (var seed = 1; seed <= seeds; seed++)
        {
            var (a, b) = (new double[Kinds.Length], new double[Kinds.Length]);
            for (var kind = 0; kind < Kinds.Length; kind++) (a[kind], b[kind]) = await RoundsAsync(ours[kind], theirs[kind]);
            finished($"steps {seed}: ours {string.Join(", ", a.Select(t => $"{t:F0}"))} ms, plain {string.Join(", ", b.Select(t => $"{t:F0}"))} ms");
            times.Add((a, b));
        }
        return times;
    }

    private static async Task<(double Ours, double Plain)> RoundsAsync(Action ours, Action plain)
    {
        async Task<double> Time(Action step) => (await Stretch.OfAsync(() => { step(); return Task.CompletedTask; })).Processor.TotalMilliseconds;
        var (a, b) = (double.MaxValue, double.MaxValue);
        for (var round = 0; round < Rounds; round++) (a, b) = (Math.Min(a, await Time(ours)), Math.Min(b, await Time(plain)));
        return (a, b);
    }
}
