namespace AutoMLStudio.Neural.Architectures;

/// <summary>What an operation takes.</summary>
/// <param name="Parameters">Trained numbers that it keeps.</param>
/// <param name="MultiplyAdds">Multiplications with an addition for one example; convolutions and linear layers count.</param>
/// <param name="Activations">Numbers that it gives for one example.</param>
public sealed record OperationCost(long Parameters, long MultiplyAdds, long Activations)
{
    /// <summary>Both together.</summary>
    public static OperationCost operator +(OperationCost a, OperationCost b) =>
        new(a.Parameters + b.Parameters, a.MultiplyAdds + b.MultiplyAdds, a.Activations + b.Activations);
}
