namespace AutoMLStudio.Surrogates.Acquisitions;

/// <summary>What makes a point worth trying.</summary>
public enum AcquisitionKind
{
    /// <summary>The logarithm of the expected improvement.</summary>
    LogEi,
    /// <summary>The expected improvement.</summary>
    Ei,
    /// <summary>The probability of an improvement.</summary>
    Pi,
    /// <summary>The confidence bound.</summary>
    Ucb,
    /// <summary>How low a function drawn from the model lies there.</summary>
    Thompson,
    /// <summary>What the value tells of the smallest value.</summary>
    MaxValueEntropy,
    /// <summary>How much lower the smallest mean is expected to be afterwards.</summary>
    KnowledgeGradient,
    /// <summary>What the value tells of where the smallest value lies.</summary>
    EntropySearch,
}
