using AutoMLStudio.Neural.Architectures;

namespace AutoMLStudio.Neural.Training;

/// <summary>Keeps networks from training that are too large, before anything is allocated for them.</summary>
internal static class TrainingSize
{
    /// <summary>
    /// Bytes that training takes, estimated: weights, gradients, two moments and the average; every activation of a batch and its gradient.
    /// </summary>
    /// <param name="graph">The network.</param>
    /// <param name="options">How it is trained.</param>
    /// <param name="examples">How many there are.</param>
    /// <param name="share">Share of the activations that a step has, below 1 for a network of which only a part runs.</param>
    public static double BytesOf(NetworkGraph graph, NetworkOptions options, long examples, double share = 1) => sizeof(float)
        * ((options.Ema > 0 ? 5.0 : 4.0) * graph.ParameterCount + 2.0 * share * graph.ActivationCount * Math.Min(options.BatchSize, examples));

    /// <summary>Why the network is not trained, in a sentence; null when it is.</summary>
    public static string? Fault(NetworkGraph graph, NetworkOptions options, long examples, double share = 1)
    {
        if (graph.ParameterCount > options.MaxParameters)
            return $"The network has {graph.ParameterCount:N0} parameters; max_parameters allows {options.MaxParameters:N0}.";
        var bytes = BytesOf(graph, options, examples, share);
        if (bytes > options.MaxMemory * 1e6)
            return $"Training this network takes about {bytes / 1e6:N0} MB of memory; max_memory allows {options.MaxMemory:N0}.";
        var available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return bytes <= available ? null : $"Training this network takes about {bytes / 1e9:N1} GB of memory and the machine has "
            + $"{available / 1e9:N1}; a smaller batch, width or number of layers needs less.";
    }
}
