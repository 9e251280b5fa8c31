using System.Runtime.CompilerServices;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Datasets;
using AutoMLStudio.Neural.Training;
using TorchSharp;

namespace AutoMLStudio.Benchmarks.Networks;

/// <summary>Training by the network evaluator on real data: how good, how fast against a plain loop, and what it leaves behind.</summary>
internal static class NetworkBenchmark
{
    private const int LongRun = 20;

    public static IReadOnlyList<Benchmark> Benchmarks { get; } =
    [
        new("networks", "Networks trained by the evaluator on Fashion-MNIST, Adult and Shakespeare; each seed is one run of all.", RunAsync),
    ];

    private static async IAsyncEnumerable<BenchmarkRow> RunAsync(
        int seeds, Action<string> finished, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        NativeMemory.TuneAllocator();
        NativeThreads.WaitAsleep();
        var folder = Directory.CreateTempSubdirectory("studio-networks-").FullName;
        try
        {
            var (adult, text, fashion) = (new List<double>(), new List<double>(), new List<Fashion>());
            for (var seed = 1; seed <= seeds; seed++) adult.Add(await AdultAsync(seed, folder, finished, cancellationToken));
            yield return new("MLP on Adult, test accuracy", "%", adult, 84.5, LargerIsBetter: true);
            for (var seed = 1; seed <= seeds; seed++) fashion.Add(await FashionAsync(seed, folder, finished, cancellationToken));
            yield return new("CNN on Fashion-MNIST, 5 epochs, test accuracy", "%", [.. fashion.Select(f => f.Accuracy)], 90.5, LargerIsBetter: true);
            yield return new("the same, wall time over a plain loop's", "", [.. fashion.Select(f => f.Ours.Wall / f.Plain.Wall)], 1.05);
            yield return new("the same, processor time over a plain loop's", "", [.. fashion.Select(f => f.Ours.Processor / f.Plain.Processor)]);
            yield return new("the same, wall time of an epoch", "s", [.. fashion.Select(f => f.Ours.Wall.TotalSeconds / 5)]);
            yield return new("live tensors left by epochs 2 to 5", "", [.. fashion.Select(f => (double)f.Left)], 0);
            var memory = await MemoryAsync(folder, finished, cancellationToken);
            yield return new($"resident memory over {LongRun} epochs, largest distance from its mean", "%", [memory.Distance], 5);
            yield return new("the same, growth from the second epoch to the last", "MB", [memory.Growth]);
            for (var seed = 1; seed <= seeds; seed++) text.Add(await ShakespeareAsync(seed, folder, finished, cancellationToken));
            yield return new("LSTM on Shakespeare by characters, test bits a character", "bits", text);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed record Fashion(double Accuracy, Stretch Ours, Stretch Plain, long Left);

    private static async Task<double> AdultAsync(int seed, string folder, Action<string> finished, CancellationToken cancellationToken)
    {
        var options = new NetworkOptions
        {
            Epochs = 10, Layers = 2, Width = 64, Dropout = 0.2, BatchSize = 256, ValidationFraction = 0.1, TestFraction = 1.0 / 3,
            Threads = Environment.ProcessorCount,
        };
        var evaluation = new Evaluation(options, SharedFiles.Adult(folder), seed, Path.Combine(folder, $"adult-{seed}"));
        await evaluation.TrainAsync(part => finished($"Adult {seed}, {part}"), cancellationToken);
        return 100 * (await evaluation.TestAsync(cancellationToken)).Classes!.Accuracy;
    }

    private static async Task<double> ShakespeareAsync(int seed, string folder, Action<string> finished, CancellationToken cancellationToken)
    {
        var options = new NetworkOptions
        {
            Epochs = 5, Layers = 1, Width = 128, BatchSize = 32, LearningRate = 5e-3, ClipNorm = 1, Text = TextTokens.Characters, Length = 64,
            ValidationFraction = 0.05, TestFraction = 0.05, Threads = Environment.ProcessorCount,
        };
        var evaluation = new Evaluation(options, SharedFiles.Find("text/tinyshakespeare.txt"), seed, Path.Combine(folder, $"text-{seed}"));
        await evaluation.TrainAsync(part => finished($"Shakespeare {seed}, {part}"), cancellationToken);
        return (await evaluation.TestAsync(cancellationToken)).Tokens!.BitsPerToken;
    }

    /// <summary>An epoch of the evaluator's, an epoch of the plain loop's, then the other way round: other work disturbs both alike.</summary>
    private static async Task<Fashion> FashionAsync(int seed, string folder, Action<string> finished, CancellationToken cancellationToken)
    {
        var network = new FixedNetwork();
        var evaluation = new Evaluation(
            network.Options, SharedFiles.Find("images/fashion_mnist_png.zip"), seed, Path.Combine(folder, $"fashion-{seed}"));
        var (pixels, classes) = await SharedFiles.FashionAsync(cancellationToken);
        using var plain = new PlainLoop(network, pixels, classes);
        var held = classes.Length / 100;
        // The dataset is read and split before the first epoch: that is not the loop's time.
        await new Evaluation(network.Options, SharedFiles.Find("images/fashion_mnist_png.zip"), seed, "").ReadAsync(cancellationToken);
        await using var epochs = evaluation.Epochs(cancellationToken).GetAsyncEnumerator(cancellationToken);
        Stretch ours = default, theirs = default;
        var left = 0L;
        for (var epoch = 1; epoch <= network.Epochs; epoch++)
        {
            async Task Ours() => ours += await Stretch.OfAsync(async () => await epochs.MoveNextAsync());
            async Task Theirs() => theirs += await Stretch.OfAsync(() => Task.Run(() => plain.Epoch(held), cancellationToken));
            if (epoch % 2 == 0) await Theirs();
            var before = torch.Tensor.TotalCount;
            await Ours();
            // The first epoch leaves what lives as long as the trial: its network and the optimizer's state.
            if (epoch > 1) left += torch.Tensor.TotalCount - before;
            if (epoch % 2 == 1) await Theirs();
            finished($"Fashion-MNIST {seed}, epoch {epoch}: accuracy {epochs.Current.Metrics[Metrics.ValidationAccuracy]:P1}, "
                + $"{ours.Wall.TotalSeconds / epoch:F1} s an epoch beside {theirs.Wall.TotalSeconds / epoch:F1}");
        }
        await epochs.MoveNextAsync();
        return new(100 * (await evaluation.TestAsync(cancellationToken)).Classes!.Accuracy, ours, theirs, left);
    }

    private static async Task<(double Distance, double Growth)> MemoryAsync(
        string folder, Action<string> finished, CancellationToken cancellationToken)
    {
        var options = new FixedNetwork { Epochs = LongRun }.Options with { MaxPerClass = 600 };
        var evaluation = new Evaluation(options, SharedFiles.Find("images/fashion_mnist_png.zip"), 1, Path.Combine(folder, "memory"));
        var resident = new List<double>();
        await foreach (var report in evaluation.Epochs(cancellationToken)) resident.Add(Stretch.ResidentMegabytes());
        finished($"memory: {string.Join(' ', resident.Select(r => $"{r:F0}"))} MB");
        var warm = resident.Skip(1).ToList();
        return (100 * warm.Max(r => Math.Abs(r / warm.Average() - 1)), warm[^1] - warm[0]);
    }
}
