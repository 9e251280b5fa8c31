using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Core.Sampling.Bohb;

/// <summary>
/// A density over parameters: the mean over points of a product of kernels with one bandwidth a dimension. Numbers have a normal kernel on their unit
/// interval, not cut off at its ends; categorical values that of [Aitchison1976], ordinal ones that of [Wang1981].
/// </summary>
internal sealed class KernelDensity
{
    private readonly Dimension[] _dimensions;
    private readonly double[][] _points;
    private readonly double _scale;

    /// <summary>The density of these points.</summary>
    /// <param name="parameters">The dimensions.</param>
    /// <param name="points">A coordinate a dimension, as <see cref="Encode"/> gives it; at least one point, nothing missing.</param>
    /// <param name="minimumBandwidth">Bandwidth below which none gets.</param>
    public KernelDensity(IReadOnlyList<Parameter> parameters, double[][] points, double minimumBandwidth)
    {
        _points = points;
        // The normal reference rule, 1.06 σ n^(−1/(4+d)), for every kind of kernel [Falkner2018].
        var shrink = 1.06 * Math.Pow(points.Length, -1.0 / (4 + parameters.Count));
        _dimensions = [.. parameters.Select((p, d) =>
            Dimension.Of(p, Math.Max(shrink * Deviation([.. points.Select(x => x[d])]), minimumBandwidth)))];
        _scale = _dimensions.Aggregate(1.0 / points.Length, (product, d) => product * d.Normaliser);
    }

    /// <summary>One bandwidth a dimension.</summary>
    public IEnumerable<double> Bandwidths => _dimensions.Select(d => d.Bandwidth);

    /// <summary>A value's coordinate: on the unit interval for a number, 0, 1, 2, … for a choice.</summary>
    public static double Encode(Parameter parameter, ParameterValue value)
    {
        var unit = parameter.ToUnit(value);
        return Choices(parameter) is { } count ? Math.Floor(unit * count) : unit;
    }

    /// <summary>The value of a coordinate.</summary>
    public static ParameterValue Decode(Parameter parameter, double coordinate) =>
        parameter.FromUnit(Choices(parameter) is { } count ? (coordinate + 0.5) / count : coordinate);

    /// <summary>The density at a point.</summary>
    public double At(double[] point)
    {
        var sum = 0.0;
        foreach (var other in _points)
        {
            var (exponent, product) = (0.0, 1.0);
            for (var d = 0; d < _dimensions.Length; d++)
            {
                var difference = point[d] - other[d];
                if (_dimensions[d].Table is { } table) product *= table[(int)Math.Abs(difference)];
                else exponent += difference * difference * _dimensions[d].Rate;
            }
            sum += product * Math.Exp(exponent);
        }
        return sum * _scale;
    }

    /// <summary>The density at a point; dimensions where it is NaN are integrated out.</summary>
    public double Marginal(double[] point)
    {
        var sum = 0.0;
        foreach (var other in _points)
        {
            var product = 1.0;
            for (var d = 0; d < _dimensions.Length; d++)
                if (!double.IsNaN(point[d])) product *= _dimensions[d].At(point[d] - other[d]);
            sum += product;
        }
        return sum / _points.Length;
    }

    /// <summary>
    /// A draw near one of the points: a normal <paramref name="factor"/> times as wide, cut off at the ends of the unit interval; a choice stays with
    /// the probability that its kernel gives it, and is otherwise any (categorical) or a near one (ordinal).
    /// </summary>
    public double[] SampleNear(double[] point, double factor, Rng rng) =>
        [.. _dimensions.Select((d, i) => d.Sample(point[i], factor, rng))];

    /// <summary>Number of choices of a parameter that is one; null for a number.</summary>
    private static int? Choices(Parameter parameter) => parameter is IntParameter or FloatParameter ? null : (int?)parameter.Cardinality;

    private static double Deviation(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
    }

    /// <summary>One dimension's kernel.</summary>
    /// <param name="Bandwidth">h of a normal, λ of the others.</param>
    /// <param name="Table">Kernel by distance of two choices; null for a normal.</param>
    /// <param name="Rate">−1 / 2h² of a normal.</param>
    /// <param name="Normaliser">Constant factor of a normal; 1 for the others.</param>
    /// <param name="IsOrdered">Whether a choice has nearer and farther ones.</param>
    private sealed record Dimension(double Bandwidth, double[]? Table, double Rate, double Normaliser, bool IsOrdered)
    {
        public static Dimension Of(Parameter parameter, double bandwidth)
        {
            if (Choices(parameter) is not { } count) return new(bandwidth, null, -0.5 / (bandwidth * bandwidth), 1 / (bandwidth * Math.Sqrt(2 * Math.PI)), true);
            // At (C − 1) / C the kernel is flat; beyond, it would prefer what was not seen.
            var lambda = Math.Min(bandwidth, (count - 1.0) / count);
            double[] table = [1 - lambda, .. Enumerable.Range(1, Math.Max(count - 1, 0)).Select(
                k => parameter.IsNominal ? lambda / (count - 1) : 0.5 * (1 - lambda) * Math.Pow(lambda, k))];
            return new(lambda, table, 0, 1, !parameter.IsNominal);
        }

        /// <summary>The kernel at a distance from its centre.</summary>
        public double At(double difference) =>
            Table is null ? Normaliser * Math.Exp(difference * difference * Rate) : Table[(int)Math.Abs(difference)];

        public double Sample(double centre, double factor, Rng rng)
        {
            if (Table is null) return TruncatedNormal.Sample(centre, factor * Bandwidth, rng);
            if (!IsOrdered) return rng.NextDouble() < 1 - Bandwidth ? centre : rng.Next(Table.Length);
            var weights = Enumerable.Range(0, Table.Length).Select(k => Table[(int)Math.Abs(k - centre)]).ToArray();
            var left = rng.NextDouble() * weights.Sum();
            for (var k = 0; k < weights.Length - 1; k++)
                if ((left -= weights[k]) < 0) return k;
            return weights.Length - 1;
        }
    }
}
