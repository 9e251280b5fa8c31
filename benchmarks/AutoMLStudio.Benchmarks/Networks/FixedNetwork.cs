using AutoMLStudio.Neural.Training;

namespace AutoMLStudio.Benchmarks.Networks;

/// <summary>
/// The network of the figures: three layers of 64 channels on 28 × 28 grey pixels, as the evaluator and a plain loop both train it.
/// </summary>
internal sealed record FixedNetwork
{
    /// <summary>Height and width of the images.</summary>
    public const int Side = 28;

    public int Layers { get; } = 3;

    public int Width { get; } = 64;

    public int Batch { get; } = 64;

    public int Epochs { get; init; } = 5;

    public double LearningRate { get; } = 3e-3;

    /// <summary>Layers of stride 2: 14, 7 and 4 pixels.</summary>
    public IReadOnlyList<int> Halving { get; } = [1, 2, 3];

    /// <summary>As options of the evaluator; a hundredth of the training images validates.</summary>
    public NetworkOptions Options => new()
    {
        Epochs = Epochs, Layers = Layers, Width = Width, Kernel = 3, BatchSize = Batch, LearningRate = LearningRate, ValidationFraction = 0.01,
        Threads = Environment.ProcessorCount,
    };
}
