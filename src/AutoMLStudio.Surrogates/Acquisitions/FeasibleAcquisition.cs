using System.Numerics.Tensors;

namespace AutoMLStudio.Surrogates.Acquisitions;

/// <summary>
/// A worth times the probability that the outcome constraints hold ([Gardner2014], section 3), outcomes taken for independent; in logarithms where
/// the worth is one. Without a worth, while no trial is known that keeps them, the probability alone [Gelbart2014].
/// </summary>
internal sealed class FeasibleAcquisition : IAcquisitionFunction
{
    private readonly IAcquisitionFunction? _worth;
    private readonly IReadOnlyList<IAcquisitionFunction> _feasibilities;
    private double[] _part = [];

    /// <summary>The product.</summary>
    /// <param name="worth">The worth; null for none.</param>
    /// <param name="feasibilities">The logarithm of each constraint's probability, at least one.</param>
    public FeasibleAcquisition(IAcquisitionFunction? worth, IReadOnlyList<IAcquisitionFunction> feasibilities) =>
        (_worth, _feasibilities) = (worth, feasibilities);

    /// <inheritdoc/>
    public string Name => _worth is null ? "log P(feasible)" : IsLogarithm ? $"{_worth.Name} + log P(feasible)" : $"{_worth.Name} × P(feasible)";

    /// <inheritdoc/>
    public bool IsLogarithm => _worth?.IsLogarithm ?? true;

    /// <inheritdoc/>
    public bool IsSmooth => _worth?.IsSmooth ?? true;

    /// <inheritdoc/>
    public double Value(ReadOnlySpan<double> x)
    {
        var log = 0.0;
        foreach (var feasibility in _feasibilities) log += feasibility.Value(x);
        return Product(_worth?.Value(x) ?? 0, log);
    }

    /// <inheritdoc/>
    public double Value(ReadOnlySpan<double> x, Span<double> gradient)
    {
        if (_part.Length != gradient.Length) _part = new double[gradient.Length];
        gradient.Clear();
        var log = 0.0;
        foreach (var feasibility in _feasibilities)
        {
            log += feasibility.Value(x, _part);
            TensorPrimitives.Add(gradient, _part, gradient);
        }
        if (_worth is null) return log;
        var worth = _worth.Value(x, _part);
        // d(wP) = P dw + wP d(ln P), and in logarithms the sum of both.
        if (!IsLogarithm)
        {
            TensorPrimitives.Multiply(gradient, worth * Math.Exp(log), gradient);
            TensorPrimitives.Multiply(_part, Math.Exp(log), _part);
        }
        TensorPrimitives.Add(gradient, _part, gradient);
        return Product(worth, log);
    }

    /// <inheritdoc/>
    public IReadOnlyList<AcquisitionPart> Parts(IReadOnlyList<double[]> points)
    {
        AcquisitionPart feasible = new("feasible", "P(feasible)", [.. Logs(points).Select(Math.Exp)]);
        if (_worth is null) return [feasible];
        return _worth.Parts(points) is { Count: > 0 } parts ? [.. parts, feasible] : [new("gain", _worth.Name, _worth.Values(points)), feasible];
    }

    /// <inheritdoc/>
    public double[] Values(IReadOnlyList<double[]> points)
    {
        var logs = Logs(points);
        if (_worth is null) return logs;
        var worths = _worth.Values(points);
        return [.. worths.Zip(logs, Product)];
    }

    private double[] Logs(IReadOnlyList<double[]> points)
    {
        var logs = new double[points.Count];
        foreach (var feasibility in _feasibilities) TensorPrimitives.Add(logs, feasibility.Values(points), logs);
        return logs;
    }

    private double Product(double worth, double log) => IsLogarithm ? worth + log : worth * Math.Exp(log);
}
