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
    private readonly int[] _same;
    private readonly List<int> _different = [];
    private readonly double[][] _tables;

    /// <summary>Kernels with these means and deviations before truncation.</summary>
    public NormalKernels(Parameter parameter, double[] means, double[] deviations)
    {
        (_parameter, _means, _deviations) = (parameter, means, deviations);
        (_logScales, _rates) = (new double[means.Length], new double[means.Length]);
        for (var i = 0; i < means.Length; i++)
        {
            var density = parameter.Cardinality is null ? Normal.LogDensity(0) - Math.Log(deviations[i]) : 0;
            _logScales[i] = density - TruncatedNormal.LogMass(0, 1, means[i], deviations[i]);
            _rates[i] = -0.5 / (deviations[i] * deviations[i]);
        }
        _same = parameter.Cardinality is null ? [] : Same();
        _tables = HasEvenCells(parameter) ? Tables((int)parameter.Cardinality!.Value) : [];
    }

    /// <summary>For each kernel which of the different ones it is.</summary>
    private int[] Same()
    {
        var known = new Dictionary<(double, double), int>();
        var same = new int[_means.Length];
        for (var i = 0; i < same.Length; i++)
        {
            ref var index = ref CollectionsMarshal.GetValueRefOrAddDefault(known, (_means[i], Rounded(_deviations[i])), out var isKnown);
            if (!isKnown)
            {
                index = _different.Count;
                _different.Add(i);
            }
            same[i] = index;
        }
        return same;
    }

    /// <inheritdoc/>
    public override void AddLogDensity(double unit, Span<double> sums)
    {
        if (_parameter.Cardinality is not { } count) AddLogNormal(unit, sums);
        else AddLogMass(unit, count, sums);
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

    // Of many trials with few values most kernels are equal, and a cell's mass is dear: one of equal ones is looked at for all.
    private void AddLogMass(double unit, long count, Span<double> sums)
    {
        var cell = _parameter.CellOf(unit);
        var masses = new double[_different.Count];
        for (var k = 0; k < masses.Length; k++)
        {
            var i = _different[k];
            masses[k] = _logScales[i] + (_tables.Length > 0 ? KnownMass(unit, count, i)
                : TruncatedNormal.LogMass(cell.Low, cell.High, _means[i], _deviations[i]));
        }
        for (var i = 0; i < sums.Length; i++) sums[i] += masses[_same[i]];
    }

    // The mass of an even cell depends on its distance from the mean alone: means are middles of cells, or the middle of all.
    private double KnownMass(double unit, long count, int component)
    {
        var halves = (int)(2 * count * Math.Abs(unit - _means[component]) + 0.5);
        ref var mass = ref _tables[_same[component]][halves];
        if (double.IsNaN(mass))
            mass = TruncatedNormal.LogMass((halves - 1) / (2.0 * count), (halves + 1) / (2.0 * count), 0, _deviations[component]);
        return mass;
    }

    private static bool HasEvenCells(Parameter parameter) =>
        parameter.Cardinality is <= MaximumCells && parameter is not IntParameter { Log: true };

    /// <summary>
    /// A table for each of the different kernels, one for all of the same deviation: ln of a cell's mass by its distance from the mean, in half
    /// cells.
    /// </summary>
    private double[][] Tables(int count)
    {
        var known = new Dictionary<double, double[]>();
        return [.. _different.Select(i =>
        {
            ref var table = ref CollectionsMarshal.GetValueRefOrAddDefault(known, Rounded(_deviations[i]), out _);
            if (table is not null) return table;
            table = new double[2 * count];
            Array.Fill(table, double.NaN);
            return table;
        })];
    }

    // Differences of the same two cells differ in their last digits.
    private static double Rounded(double deviation) => Math.Round(deviation, 12);

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
