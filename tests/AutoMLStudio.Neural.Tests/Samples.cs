using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Architectures.Chain;
using AutoMLStudio.Neural.Architectures.Operations;

namespace AutoMLStudio.Neural.Tests;

/// <summary>Networks for tests.</summary>
internal static class Samples
{
    public static readonly NetworkOutput Ten = new(OutputKind.Classes, 10);

    public static Normalize Plain(int channels) => new([.. Enumerable.Repeat(0f, channels)], [.. Enumerable.Repeat(1f, channels)]);

    /// <summary>A task that <paramref name="seed"/> names: images from 8×8 on, or rows; classes or values.</summary>
    public static NetworkTask Task(ulong seed, bool images)
    {
        var rng = Rng.For(seed, 77);
        var channels = images ? 1 + 2 * rng.Next(2) : 1 + rng.Next(12);
        var input = images ? new TensorShape(channels, 8 + rng.Next(13), 8 + rng.Next(13)) : new TensorShape(channels);
        var output = rng.Next(3) == 0 ? new NetworkOutput(OutputKind.Values, 1) : new NetworkOutput(OutputKind.Classes, 2 + rng.Next(9));
        var scale = new Normalize([.. Draw(channels, () => (float)rng.NextGaussian())], [.. Draw(channels, () => (float)rng.NextDouble(0.2, 3))]);
        return new NetworkTask(input, output, scale, rng.Next(2) * 0.25);
    }

    public static ChainSpace Space(ulong seed, NetworkKind kind) => new(new ChainOptions
    {
        Kind = kind,
        MinDepth = 1 + (int)(seed % 2),
        MaxDepth = 5,
        Widths = [4, 6, 8],
        Kernels = [1, 3, 5],
        Activations = Enum.GetValues<Activation>(),
    });

    private static IEnumerable<float> Draw(int count, Func<float> draw) => Enumerable.Range(0, count).Select(_ => draw());
}
