namespace AutoMLStudio.Neural.Supernets;

/// <summary>Names of what searches report beside losses and accuracies.</summary>
internal static class SearchMetrics
{
    /// <summary>Mean loss on the batches that architecture parameters learn from.</summary>
    public const string ArchitectureLoss = "architecture_loss";

    /// <summary>Identities in the normal cell that would be derived now: a search that collapses has ever more.</summary>
    public const string SkipConnections = "skip_connections";

    /// <summary>Mean over the slots of the entropy of their candidates' weights, in nats.</summary>
    public const string ArchitectureEntropy = "architecture_entropy";

    /// <summary>Largest eigenvalue of the Hessian of the loss that architecture parameters learn from, in these.</summary>
    public const string LargestEigenvalue = "largest_eigenvalue";
}
