namespace AutoMLStudio.Surrogates.Acquisitions;

/// <summary>An acquisition averaged over samples of the hyper-parameters ([Snoek2012], Eq. 6).</summary>
internal sealed class IntegratedAcquisition : IAcquisitionFunction
{
    private readonly IReadOnlyList<IAcquisitionFunction> _members;
    private readonly double[] _worths;
    private double[][] _gradients = [];

    private IntegratedAcquisition(IReadOnlyList<IAcquisitionFunction> members) => (_members, _worths) = (members, new double[members.Count]);

    /// <summary>The average of these, at least one and all of one kind; one alone is itself.</summary>
    public static IAcquisitionFunction Of(IReadOnlyList<IAcquisitionFunction> members) =>
        members.Count == 1 ? members[0] : new IntegratedAcquisition(members);

    /// <inheritdoc/>
    public string Name => _members[0].Name;

    /// <inheritdoc/>
    public bool IsLogarithm => _members[0].IsLogarithm;

    /// <inheritdoc/>
    public bool IsSmooth => _members[0].IsSmooth;

    /// <inheritdoc/>
    public double Value(ReadOnlySpan<double> x)
    {
        for (var m = 0; m < _worths.Length; m++) _worths[m] = _members[m].Value(x);
        return Average(_worths);
    }

    /// <inheritdoc/>
    public double Value(ReadOnlySpan<double> x, Span<double> gradient)
    {
        var dimension = gradient.Length;
        if (_gradients.Length == 0 || _gradients[0].Length != dimension) _gradients = [.. _members.Select(_ => new double[dimension])];
        for (var m = 0; m < _worths.Length; m++) _worths[m] = _members[m].Value(x, _gradients[m]);
        var value = Average(_worths);
        gradient.Clear();
        for (var m = 0; m < _worths.Length; m++)
        {
            var share = (IsLogarithm ? Math.Exp(_worths[m] - value) : 1) / _worths.Length;
            if (!double.IsFinite(share)) continue;
            for (var d = 0; d < gradient.Length; d++) gradient[d] += share * _gradients[m][d];
        }
        return value;
    }

    /// <inheritdoc/>
    public double[] Values(IReadOnlyList<double[]> points)
    {
        double[][] values = [.. _members.Select(m => m.Values(points))];
        var averages = new double[points.Count];
        for (var i = 0; i < averages.Length; i++)
        {
            for (var m = 0; m < _worths.Length; m++) _worths[m] = values[m][i];
            averages[i] = Average(_worths);
        }
        return averages;
    }

    /// <inheritdoc/>
    public IReadOnlyList<AcquisitionPart> Parts(IReadOnlyList<double[]> points) => AcquisitionPart.Average([.. _members.Select(m => m.Parts(points))]);

    private double Average(double[] worths)
    {
        if (!IsLogarithm) return worths.Average();
        var largest = worths.Max();
        return double.IsFinite(largest) ? largest + Math.Log(worths.Average(w => Math.Exp(w - largest))) : largest;
    }
}
