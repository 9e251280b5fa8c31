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

    /// <summary>Trained numbers of the network.</summary>
    public const string Parameters = "parameters";

    /// <summary>Multiplications with an addition that one example takes.</summary>
    public const string MultiplyAdds = "multiply_adds";

    /// <summary>What may be an objective.</summary>
    public static IReadOnlyList<string> Objectives { get; } =
        [ValidationAccuracy, ValidationLoss, ValidationRmse, TrainLoss, Parameters, MultiplyAdds];
}
