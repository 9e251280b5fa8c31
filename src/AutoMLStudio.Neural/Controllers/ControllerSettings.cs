namespace AutoMLStudio.Neural.Controllers;

/// <summary>Settings of a controller and of how it learns: unless a space says otherwise those with which [Pham2018] search cells.</summary>
internal sealed record ControllerSettings
{
    /// <summary>Numbers in the state of a layer.</summary>
    public int Size { get; init; } = 64;

    /// <summary>LSTM layers on top of each other.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>Weights start uniform within plus and minus this.</summary>
    public double Start { get; init; } = 0.1;

    /// <summary>Logits are divided by it; null for nothing.</summary>
    public double? Temperature { get; init; }

    /// <summary>
    /// Logits go through a hyperbolic tangent and are multiplied by it, so that nothing becomes certain too early; null for nothing.
    /// </summary>
    public double? TanhConstant { get; init; } = 1.1;

    /// <summary>What the tanh constant is divided by where a name is picked.</summary>
    public double PickReduce { get; init; } = 2.5;

    /// <summary>Share of skip connections that the penalty draws to.</summary>
    public double SkipTarget { get; init; } = 0.4;

    /// <summary>Weight of that penalty.</summary>
    public double SkipWeight { get; init; } = 0.8;

    /// <summary>Learning rate of Adam.</summary>
    public double LearningRate { get; init; } = 3.5e-3;

    /// <summary>
    /// Steps of the controller in the search that the learning rate was meant for, 150 epochs of 30; null where they are not known.
    /// </summary>
    public int? Steps { get; init; } = 150 * 30;

    /// <summary>Adam's decay of the mean gradient.</summary>
    public double Beta1 { get; init; }

    /// <summary>Adam's number beside the root of the mean square.</summary>
    public double Epsilon { get; init; } = 1e-3;

    /// <summary>Weight of the entropy beside the reward.</summary>
    public double EntropyWeight { get; init; } = 1e-4;

    /// <summary>Share of the baseline that stays with each reward.</summary>
    public double BaselineDecay { get; init; } = 0.99;
}
