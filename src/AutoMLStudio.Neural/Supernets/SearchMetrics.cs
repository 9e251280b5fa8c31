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

    /// <summary>Milliseconds that one example takes on average over what a search draws, by the host's table of operations.</summary>
    public const string ExpectedLatency = "expected_latency_ms";

    /// <summary>Mean reward of the architectures that a policy drew.</summary>
    public const string ControllerReward = "controller_reward";

    /// <summary>The moving mean that rewards are compared with.</summary>
    public const string RewardBaseline = "reward_baseline";

    /// <summary>Probability with which all paths into an operation are left out.</summary>
    public const string PathDropout = "path_dropout";

    /// <summary>Mean share of the candidates that took part in a step.</summary>
    public const string KeptShare = "kept_share";

    /// <summary>Largest eigenvalue of the Hessian of the loss that architecture parameters learn from, in these.</summary>
    public const string LargestEigenvalue = "largest_eigenvalue";
}
