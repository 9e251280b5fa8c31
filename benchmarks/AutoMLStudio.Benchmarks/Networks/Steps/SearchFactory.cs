using AutoMLStudio.Core;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Neural.Architectures.Cells;
using AutoMLStudio.Neural.Supernets.Darts;
using AutoMLStudio.Neural.Training;
using static TorchSharp.torch;

namespace AutoMLStudio.Benchmarks.Networks.Steps;

/// <summary>Searches of the studio's own over pictures of noise as large as CIFAR-10's, and batches of such pictures.</summary>
internal static class SearchFactory
{
    private const int Side = 32;
    private const int Examples = 320;

    public static async Task<DartsSearch> DartsAsync(int channels, int cells, DartsOrder order, string folder, CancellationToken cancellationToken)
    {
        var (options, training) = (new DartsOptions { Order = order, BatchSize = 32, WarmUp = 0 }, new NetworkOptions { Threads = 1, Epochs = 1 });
        var space = new CellSpace(new CellOptions { Channels = channels, Cells = cells });
        var context = new MethodContext(new SearchSpace([new ArchitectureParameter("cell", space)]),
            [new Objective(Metrics.ValidationAccuracy, Direction.Maximize)], 1, 1, "noise", "", 1, "steps");
        var data = await TrainingData.LoadAsync(await NoiseAsync(folder, cancellationToken), null, training, 1, CPU, cancellationToken);
        return (DartsSearch)new DartsSampler(options, context).Begin(new(data, training, context, 0), cancellationToken);
    }

    public static (Tensor Inputs, Tensor Targets) Batch(int count) => (rand(count, 3, Side, Side), randint(0, 10, count, ScalarType.Int64));

    /// <summary>A file as CIFAR-10's binary version has them: for each picture its class, then red, green and blue.</summary>
    private static async Task<string> NoiseAsync(string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, "data_batch_1.bin");
        if (File.Exists(path)) return path;
        var rng = Core.Numerics.Rng.For(1);
        const int Record = 1 + 3 * Side * Side;
        var bytes = Enumerable.Range(0, Examples * Record).Select(i => (byte)(i % Record == 0 ? i / Record % 10 : rng.Next(256)));
        await File.WriteAllBytesAsync(path, [.. bytes], cancellationToken);
        return path;
    }
}
