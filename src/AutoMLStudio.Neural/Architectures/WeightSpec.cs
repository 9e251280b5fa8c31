namespace AutoMLStudio.Neural.Architectures;

/// <summary>How a weight starts.</summary>
public enum WeightStart
{
    /// <summary>All zero.</summary>
    Zeros,
    /// <summary>All one.</summary>
    Ones,
    /// <summary>Normal with mean 0 and variance 2 / fan-in [He2015] (Eq. 10).</summary>
    He,
    /// <summary>Uniform within ±1 / √fan-in, as is usual for recurrent layers and embeddings.</summary>
    Uniform,
}

/// <summary>A tensor of numbers that an operation keeps.</summary>
/// <param name="Name">Name within its node, for example <c>weight</c>.</param>
/// <param name="Shape">Its sizes.</param>
/// <param name="Start">How it starts.</param>
/// <param name="Trained">True when the optimizer changes it; false for statistics that the operation collects itself.</param>
public sealed record WeightSpec(string Name, TensorShape Shape, WeightStart Start, bool Trained = true)
{
    /// <summary>Inputs that one output sums over: all sizes but the first.</summary>
    public long FanIn => Shape.Sizes.Skip(1).Aggregate(1L, (product, size) => product * size);
}
