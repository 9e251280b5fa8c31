using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.Acquisitions;

/// <summary>
/// A worth per second ([Snoek2012], Section 3.2): divided by the duration that a second process, on the logarithms of the durations, expects.
/// </summary>
/// <param name="worth">The worth.</param>
/// <param name="logDuration">Predicts standardised log durations.</param>
/// <param name="scale">Standard deviation of the log durations, which is the unit of the prediction.</param>
internal sealed class PerSecond(IAcquisitionFunction worth, Posterior logDuration, double scale) : IAcquisitionFunction
{
    private readonly double[] _kernel = new double[logDuration.Count];
    private readonly double[] _slope = new double[logDuration.Count];
    private readonly double[] _coefficients = new double[logDuration.Count];
    private readonly double[] _mean = new double[1];

    /// <inheritdoc/>
    public string Name => $"{worth.Name} per second";

    /// <inheritdoc/>
    public bool IsLogarithm => worth.IsLogarithm;

    /// <inheritdoc/>
    public bool IsSmooth => worth.IsSmooth;

    /// <inheritdoc/>
    public double Value(ReadOnlySpan<double> x)
    {
        logDuration.Correlate(x, _kernel, []);
        logDuration.Means(_kernel, _mean);
        return Divide(worth.Value(x), scale * _mean[0]);
    }

    /// <inheritdoc/>
    public double Value(ReadOnlySpan<double> x, Span<double> gradient)
    {
        var value = worth.Value(x, gradient);
        logDuration.Correlate(x, _kernel, _slope);
        logDuration.Means(_kernel, _mean);
        Array.Clear(_coefficients);
        logDuration.AddMeanCoefficients([1], _coefficients);
        for (var i = 0; i < _coefficients.Length; i++) _coefficients[i] *= _slope[i];
        Span<double> slopes = stackalloc double[gradient.Length];
        logDuration.Gradient(x, _coefficients, slopes);
        var divided = Divide(value, scale * _mean[0]);
        for (var d = 0; d < gradient.Length; d++)
            gradient[d] = IsLogarithm ? gradient[d] - scale * slopes[d] : Divide(gradient[d], scale * _mean[0]) - divided * scale * slopes[d];
        return divided;
    }

    /// <inheritdoc/>
    public double[] Values(IReadOnlyList<double[]> points)
    {
        if (points.Count == 0) return [];
        var values = worth.Values(points);
        var (means, _) = logDuration.At(points);
        for (var i = 0; i < values.Length; i++) values[i] = Divide(values[i], scale * means[i]);
        return values;
    }

    /// <inheritdoc/>
    public IReadOnlyList<AcquisitionPart> Parts(IReadOnlyList<double[]> points) =>
        worth.Parts(points) is { Count: > 0 } parts ? parts : [new("gain", worth.Name, worth.Values(points))];

    private double Divide(double value, double logSeconds) => IsLogarithm ? value - logSeconds : value * Math.Exp(-logSeconds);
}
