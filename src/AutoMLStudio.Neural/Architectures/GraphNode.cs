namespace AutoMLStudio.Neural.Architectures;

/// <summary>One node of a network.</summary>
/// <param name="Id">Unique in its graph: letters, digits, <c>_ . -</c>, at most 64 of them; not <c>input</c>.</param>
/// <param name="Operation">What it does.</param>
/// <param name="Inputs">Ids of the nodes that it takes from, in the operation's order; <c>input</c> is the network's own input.</param>
public sealed record GraphNode(string Id, Operation Operation, IReadOnlyList<string> Inputs);

/// <summary>What a network predicts.</summary>
public enum OutputKind
{
    /// <summary>One of several classes: one score a class (logits until the export adds a softmax).</summary>
    Classes,
    /// <summary>Real numbers.</summary>
    Values,
    /// <summary>At every place of a text one of several tokens: one score a token and place.</summary>
    Tokens,
}

/// <summary>The output of a network.</summary>
/// <param name="Kind">What it predicts.</param>
/// <param name="Size">Number of classes or tokens (at least 2) or of values (at least 1).</param>
public sealed record NetworkOutput(OutputKind Kind, int Size)
{
    /// <summary>The shape that a network with this output gives for an input of shape <paramref name="input"/>.</summary>
    internal TensorShape ShapeFor(TensorShape input) => Kind == OutputKind.Tokens ? new(Size, input.Sizes[^1]) : new(Size);

    /// <summary>For example <c>10 classes</c>.</summary>
    internal string Words => Kind switch
    {
        OutputKind.Classes => $"{Size} classes",
        OutputKind.Tokens => $"{Size} tokens a place",
        _ => $"{Size} values",
    };
}

/// <summary>A network that cannot be: all its faults, one a line.</summary>
public sealed class GraphException(IReadOnlyList<string> faults) : Exception(string.Join(Environment.NewLine, faults))
{
    /// <summary>The faults; each names its node.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}
