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
}
