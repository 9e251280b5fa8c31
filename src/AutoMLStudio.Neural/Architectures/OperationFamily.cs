namespace AutoMLStudio.Neural.Architectures;

/// <summary>Operations of one kind, which a drawing colours alike.</summary>
public enum OperationFamily
{
    /// <summary>Convolutions.</summary>
    Convolution,
    /// <summary>Fully connected layers.</summary>
    Dense,
    /// <summary>Brings numbers to a common scale.</summary>
    Normalization,
    /// <summary>A function of each number, or of all scores.</summary>
    Activation,
    /// <summary>Summarises neighbours.</summary>
    Pooling,
    /// <summary>Brings several inputs together.</summary>
    Merging,
    /// <summary>Works in training only.</summary>
    Regularization,
    /// <summary>Goes along a sequence and remembers.</summary>
    Recurrent,
    /// <summary>Moves numbers without changing them.</summary>
    Reshaping,
}
