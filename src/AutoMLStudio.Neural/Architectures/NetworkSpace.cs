using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Neural.Architectures.Operations;

namespace AutoMLStudio.Neural.Architectures;

/// <summary>What a network is built for: everything that an architecture leaves to the data and to the training.</summary>
/// <param name="Input">Shape of one example.</param>
/// <param name="Output">What is predicted.</param>
/// <param name="Scale">Normalisation of the raw input; null for text.</param>
/// <param name="Dropout">Rate of dropout before the last layer, in [0, 1); 0 for none.</param>
/// <param name="Tokens">Number of different tokens when the input is text, [length] numbers of tokens; 0 for all else.</param>
public sealed record NetworkTask(TensorShape Input, NetworkOutput Output, Normalize? Scale, double Dropout = 0, int Tokens = 0)
{
    /// <summary>True when the input is text.</summary>
    public bool IsText => Tokens > 0;
}

/// <summary>A set of architectures that become networks: what the network evaluator trains.</summary>
public abstract class NetworkSpace : ArchitectureSpace
{
    /// <summary>The network of an architecture of this space for a task; before the softmax, for a classification.</summary>
    /// <exception cref="GraphException">The architecture makes no network for this task; the message says why.</exception>
    public abstract NetworkGraph Build(Architecture architecture, NetworkTask task);
}
