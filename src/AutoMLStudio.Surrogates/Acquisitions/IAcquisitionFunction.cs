namespace AutoMLStudio.Surrogates.Acquisitions;

/// <summary>The worth of trying a point of a model's input space; larger is better. Not thread-safe: implementations reuse their work space.</summary>
internal interface IAcquisitionFunction
{
    /// <summary>As it is drawn, for example <c>log EI</c>.</summary>
    string Name { get; }

    /// <summary>True when the worth is a logarithm, so that averages are taken of its exponential.</summary>
    bool IsLogarithm { get; }

    /// <summary>False when the worth is known only at points given together (<see cref="Values"/>): it is then looked for among candidates.</summary>
    bool IsSmooth { get; }

    /// <summary>The worth of one point.</summary>
    double Value(ReadOnlySpan<double> x);

    /// <summary>The worth of one point and its gradient, zero in nominal dimensions.</summary>
    double Value(ReadOnlySpan<double> x, Span<double> gradient);

    /// <summary>The worth of many points at once.</summary>
    double[] Values(IReadOnlyList<double[]> points);

    /// <summary>What the worth of many points is made of; empty where it is all one.</summary>
    IReadOnlyList<AcquisitionPart> Parts(IReadOnlyList<double[]> points) => [];
}

/// <summary>A function whose worth is found for many points at a time, and has no gradient.</summary>
/// <param name="name">As it is drawn.</param>
internal abstract class CandidateFunction(string name) : IAcquisitionFunction
{
    /// <inheritdoc/>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public bool IsLogarithm => false;

    /// <inheritdoc/>
    public bool IsSmooth => false;

    /// <inheritdoc/>
    public double Value(ReadOnlySpan<double> x) => Values([x.ToArray()])[0];

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always: there is none.</exception>
    public double Value(ReadOnlySpan<double> x, Span<double> gradient) => throw new NotSupportedException($"{Name} has no gradient.");

    /// <inheritdoc/>
    public abstract double[] Values(IReadOnlyList<double[]> points);
}
