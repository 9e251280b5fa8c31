using System.Numerics;
using System.Runtime.InteropServices;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Core.Sampling.Tpe;

/// <summary>What the components of a mixture are in one parameter: a kernel each. Values are coordinates of the unit interval.</summary>
internal abstract class Kernels
{
    /// <summary>Adds to each component's sum the logarithm of its kernel's density at a value; if that is discrete, of its probability.</summary>
    public abstract void AddLogDensity(double unit, Span<double> sums);

    /// <summary>One draw from a component's kernel.</summary>
    public abstract double Sample(int component, Rng rng);
}

/// <summary>
/// Truncated normals, for everything that has an order. A discrete value has the mass of its cell, which is the interval that rounds to it.
/// </summary>
internal sealed class NormalKernels : Kernels
{
    /// <summary>Values of a parameter whose cells' masses are kept once computed.</summary>
    private const int MaximumCells = 1_000;

    private readonly Parameter _parameter;
    private readonly double[] _means;
    private readonly double[] _deviations;
    private readonly double[] _logScales;
    private readonly double[] _rates;
    private readonly int[] _first;
    private readonly double[][] _masses;

    /// <summary>Kernels with these means and deviations before truncation.</summary>
    public NormalKernels(Parameter parameter, double[] means, double[] deviations)
    {
        (_parameter, _means, _deviations) = (parameter, means, deviations);
        _logScales = [.. means.Zip(deviations, (m, d) => -TruncatedNormal.LogMass(0, 1, m, d)
            + (parameter.Cardinality is null ? Normal.LogDensity(0) - Math.Log(d) : 0))];
        _rates = [.. deviations.Select(d => -0.5 / (d * d))];
        _masses = HasEvenCells(parameter) ? Tables((int)parameter.Cardinality!.Value, deviations) : [];
        var known = new Dictionary<(double, double), int>();
        _first = parameter.Cardinality is null || _masses.Length > 0 ? []
            : [.. means.Select((m, i) => known.TryAdd((m, deviations[i]), i) ? i : known[(m, deviations[i])])];
    }

    /// <inheritdoc/>
    public override void AddLogDensity(double unit, Span<double> sums)
    {
        if (_parameter.Cardinality is not { } count) AddLogNormal(unit, sums);
        else if (_masses.Length > 0) AddKnownMass(unit, count, sums);
        else AddLogMass(_parameter.CellOf(unit), sums);
    }

    private void AddLogNormal(double unit, Span<double> sums)
    {
        var (i, at) = (0, new Vector<double>(unit));
        for (; i <= sums.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            var difference = at - new Vector<double>(_means, i);
            var sum = new Vector<double>(sums[i..]) + new Vector<double>(_logScales, i) + difference * difference * new Vector<double>(_rates, i);
            sum.CopyTo(sums[i..]);
        }
        for (; i < sums.Length; i++) sums[i] += _logScales[i] + (unit - _means[i]) * (unit - _means[i]) * _rates[i];
    }

    // The mass of a cell depends on its distance from the mean alone: means are middles of cells, or the middle of all.
    private void AddKnownMass(double unit, long count, Span<double> sums)
    {
        for (var i = 0; i < sums.Length; i++)
        {
            var halves = (int)(2 * count * Math.Abs(unit - _means[i]) + 0.5);
            ref var mass = ref _masses[i][halves];
            if (double.IsNaN(mass)) mass = TruncatedNormal.LogMass((halves - 1) / (2.0 * count), (halves + 1) / (2.0 * count), 0, _deviations[i]);
            sums[i] += mass + _logScales[i];
        }
    }

    private static bool HasEvenCells(Parameter parameter) =>
        parameter.Cardinality is <= MaximumCells && parameter is not IntParameter { Log: true };

    /// <summary>A table for each kernel, one for all of the same deviation: ln of a cell's mass by its distance from the mean, in half cells.</summary>
    private static double[][] Tables(int count, double[] deviations)
    {
        var known = new Dictionary<double, double[]>();
        return [.. deviations.Select(d =>
        {
            ref var table = ref CollectionsMarshal.GetValueRefOrAddDefault(known, Math.Round(d, 12), out _);
            if (table is not null) return table;
            table = new double[2 * count];
            Array.Fill(table, double.NaN);
            return table;
        })];
    }

    // Of many trials with few values most kernels are equal, and a cell's mass is dear: the first of equal ones is looked at for all.
    private void AddLogMass((double Low, double High) cell, Span<double> sums)
    {
        var masses = new double[sums.Length];
        for (var i = 0; i < sums.Length; i++)
        {
            masses[i] = _first[i] == i ? TruncatedNormal.LogMass(cell.Low, cell.High, _means[i], _deviations[i]) + _logScales[i] : masses[_first[i]];
            sums[i] += masses[i];
        }
    }

    /// <inheritdoc/>
    public override double Sample(int component, Rng rng) => TruncatedNormal.Sample(_means[component], _deviations[component], rng);

}

/// <summary>
/// Kernels of a parameter without order: the observed choice with probability (1 + s) / (1 + C s) of C choices, each other one with s / (1 + C s).
/// </summary>
/// <param name="choices">C.</param>
/// <param name="observed">The middle of the observed choice's cell for each component; NaN for a uniform one.</param>
/// <param name="smoothing">s; 0 for all the mass on what was observed.</param>
internal sealed class ChoiceKernels(int choices, double[] observed, double smoothing) : Kernels
{
    private readonly double _logSame = Math.Log((1 + smoothing) / (1 + choices * smoothing));
    private readonly double _logOther = Math.Log(smoothing / (1 + choices * smoothing));
    private readonly double _logUniform = -Math.Log(choices);

    /// <inheritdoc/>
    public override void AddLogDensity(double unit, Span<double> sums)
    {
        for (var i = 0; i < sums.Length; i++)
            sums[i] += double.IsNaN(observed[i]) ? _logUniform : observed[i] == unit ? _logSame : _logOther;
    }

    /// <inheritdoc/>
    public override double Sample(int component, Rng rng)
    {
        // With probability C s / (1 + C s) any choice, the observed one among them.
        var any = choices * smoothing / (1 + choices * smoothing);
        return double.IsNaN(observed[component]) || rng.NextDouble() < any ? rng.NextDouble() : observed[component];
    }
}
