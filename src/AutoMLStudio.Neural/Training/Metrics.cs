namespace AutoMLStudio.Neural.Training;

/// <summary>Names of the metrics that training reports.</summary>
public static class Metrics
{
    /// <summary>Mean loss over the epoch's batches, as the optimizer saw it (label smoothing and dropout included).</summary>
    public const string TrainLoss = "train_loss";

    /// <summary>Mean cross-entropy in nats, or mean squared error in units of the target's variance, on the validation part.</summary>
    public const string ValidationLoss = "validation_loss";

    /// <summary>Share of the validation part that is classified right; classification only.</summary>
    public const string ValidationAccuracy = "validation_accuracy";

    /// <summary>Root of the mean squared error on the validation part in the target's own unit; regression only.</summary>
    public const string ValidationRmse = "validation_rmse";

    /// <summary>Examples that a trial was trained on, where budgets are parts of the data.</summary>
    public const string TrainingExamples = "training_examples";

    /// <summary>Epochs that a trial was trained for, where budgets are parts of the data.</summary>
    public const string Epochs = "epochs";

    /// <summary>Trained numbers of the network.</summary>
    public const string Parameters = "parameters";

    /// <summary>Multiplications with an addition that one example takes.</summary>
    public const string MultiplyAdds = "multiply_adds";

    /// <summary>Bytes that one example's activations take in float32, the input included: what training holds, times the batch.</summary>
    public const string ActivationMemory = "activation_memory";

    /// <summary>
    /// Milliseconds for one example in ONNX Runtime on one thread of the host that evaluates: measured on the whole network where it is an objective
    /// or a constrained outcome, predicted from the host's table of operations where it is a constraint.
    /// </summary>
    public const string Latency = "latency_ms";

    /// <summary>
    /// NetScore [Wong2019] on the validation part: accuracy against parameters and multiply-adds, in decibels; classification only.
    /// </summary>
    public const string NetScore = "net_score";

    /// <summary>Mean reward of the architectures that a controller drew in an epoch of a search.</summary>
    public const string ControllerReward = "controller_reward";

    /// <summary>Mean entropy of a controller's decision in an epoch of a search, in nats.</summary>
    public const string ControllerEntropy = "controller_entropy";

    /// <summary>Moving mean of the rewards at the end of an epoch of a search: what a controller compares with.</summary>
    public const string RewardBaseline = "reward_baseline";

    /// <summary>Share of the skip connections between layers that a controller drew.</summary>
    public const string SkipRate = "skip_rate";

    /// <summary>Share of the channels that a search of widths would keep now.</summary>
    public const string KeptShare = "kept_share";

    /// <summary>What a search adds to the loss for the cost of the network, in the loss's unit.</summary>
    public const string CostPenalty = "cost_penalty";

    /// <summary>What a network costs, known before it is trained: constraints of a study may name these.</summary>
    public static IReadOnlyList<string> Costs { get; } = [Parameters, MultiplyAdds, ActivationMemory, Latency];

    /// <summary>What may be an objective.</summary>
    public static IReadOnlyList<string> Objectives { get; } = [ValidationAccuracy, ValidationLoss, ValidationRmse, TrainLoss, .. Costs, NetScore];
}
