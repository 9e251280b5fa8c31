namespace AutoMLStudio.Neural.Supernets;

/// <summary>How shared weights, and where there are any architecture parameters, go down their loss.</summary>
/// <param name="Rate">Learning rate of the shared weights at the start.</param>
/// <param name="LastRate">Learning rate at the end, to which half a cosine leads.</param>
/// <param name="Momentum">Share of a step that the next one keeps.</param>
/// <param name="Decay">Weight decay.</param>
/// <param name="Clip">Length to which longer gradients are shortened.</param>
/// <param name="ArchitectureRate">Learning rate of architecture parameters; null for the method's own.</param>
internal readonly record struct Descent(
    double Rate, double LastRate, double Momentum, double Decay, double Clip, double? ArchitectureRate = null);
