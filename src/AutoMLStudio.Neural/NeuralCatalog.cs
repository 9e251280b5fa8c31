using AutoMLStudio.Core;
using AutoMLStudio.Neural.Architectures.Chain;
using AutoMLStudio.Neural.Training;

namespace AutoMLStudio.Neural;

/// <summary>What this project adds to the catalogue.</summary>
public static class NeuralCatalog
{
    /// <summary>The entries.</summary>
    public static IReadOnlyList<Method> Methods { get; } =
    [
        Method.Evaluator<NetworkOptions, NetworkEvaluator>("network", "Network training", "Training", null,
            "Trains a neural network on a dataset and reports how it does on the validation part after each epoch. Searches options of the "
            + "training, of a plain CNN or MLP, or whole architectures. The best network can be downloaded as an ONNX file.",
            (options, context) => new NetworkEvaluator(options, context)),
        Method.Architectures<ChainOptions>(ChainSpace.SpaceKey, "Chain of layers", "Plain spaces", null,
            "Convolutional or fully connected layers one after another, each with its own width, kernel, activation and residual connection. "
            + "It flattens to ordinary parameters, so that every sampler searches it.",
            options => new ChainSpace(options)),
    ];
}
