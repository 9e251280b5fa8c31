using System.Numerics.Tensors;
using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Surrogates.Numerics;

namespace AutoMLStudio.Surrogates.Acquisitions;

/// <summary>
/// Where the smallest of D jointly normal values lies: ln p_min with its derivatives, by expectation propagation [Hennig2012] (Section 2.3),
/// [Cunningham2011].
/// </summary>
/// <remarks>
/// p_min(k) is the weight that the normal distribution has where f_i ≥ f_k for all i, an orthant that is approximated one face at a time. At the end
/// of the iteration the derivatives are those of the approximation with its factors held still.
/// </remarks>
internal sealed class MinimumLocation
{
    private const int MaximumSweeps = 50;
    private const double Tolerance = 1e-3;

    /// <summary>A face farther than so many deviations on the good side changes nothing ([Cunningham2011], in the authors' program).</summary>
    private const double Far = 6;

    private readonly double[] _mean;
    private readonly double[] _covariance;
    private readonly int _d;
    private readonly double _unit;
    private readonly double[][] _curvatures;

    /// <summary>The location of the smallest of these values.</summary>
    /// <param name="mean">Means (D).</param>
    /// <param name="covariance">Covariances (D × D), positive definite.</param>
    public MinimumLocation(double[] mean, double[] covariance)
    {
        (_mean, _covariance, _d) = (mean, covariance, mean.Length);
        _unit = Enumerable.Range(0, _d).Max(i => Math.Sqrt(covariance[i * _d + i]));
        (LogProbabilities, Gradients, _curvatures) = (new double[_d], new double[_d][], new double[_d][]);
        for (var k = 0; k < _d; k++) Propagate(k);
        var total = LogSum(LogProbabilities);
        for (var k = 0; k < _d; k++) LogProbabilities[k] -= total;
    }

    /// <summary>ln p_min of each value, normalised.</summary>
    public double[] LogProbabilities { get; }

    /// <summary>Derivatives of the unnormalised logarithms by the means: a row a value.</summary>
    public double[][] Gradients { get; }

    /// <summary>The second derivatives of value k's unnormalised logarithm by the means are −A_k (D × D), its derivative by the covariance is
    /// ½(gₖgₖᵀ − A_k).</summary>
    public IReadOnlyList<double[]> Curvatures => _curvatures;

    /// <summary>ln Σ exp.</summary>
    public static double LogSum(ReadOnlySpan<double> logarithms)
    {
        var largest = TensorPrimitives.Max(logarithms);
        var sum = 0.0;
        foreach (var value in logarithms) sum += Math.Exp(value - largest);
        return largest + Math.Log(sum);
    }

    private void Propagate(int k)
    {
        var mean = (double[])_mean.Clone();
        var covariance = (double[])_covariance.Clone();
        var (precisions, shifts, constants) = (new double[_d], new double[_d], new double[_d]);
        var direction = new double[_d];
        var logDeterminant = 0.0;
        for (var sweep = 0; sweep < MaximumSweeps; sweep++)
        {
            var moved = 0.0;
            for (var i = 0; i < _d; i++)
            {
                if (i == k) continue;
                for (var j = 0; j < _d; j++) direction[j] = covariance[i * _d + j] - covariance[k * _d + j];
                var (m, v) = (mean[i] - mean[k], direction[i] - direction[k]);
                if (!(v > 0) || Site(m, v, precisions[i], shifts[i]) is not { } site) continue;
                var (addedPrecision, addedShift) = (site.Precision - precisions[i], site.Shift - shifts[i]);
                (precisions[i], shifts[i], constants[i]) = (site.Precision, site.Shift, site.LogConstant);
                var denominator = 1 + addedPrecision * v;
                if (!(denominator > 0)) continue;
                logDeterminant += Math.Log(denominator);
                moved = Math.Max(moved, Update(mean, covariance, direction, addedPrecision / denominator, (addedShift - addedPrecision * m) / denominator));
            }
            if (moved < Tolerance * _unit) break;
        }
        Conclude(k, covariance, precisions, shifts, constants.Sum(), logDeterminant);
    }

    /// <summary>The factor that gives the cavity the moments it has where the difference is positive ([Cunningham2011], Algorithm 1).</summary>
    private static (double Precision, double Shift, double LogConstant)? Site(double mean, double variance, double precision, double shift)
    {
        var (cavityPrecision, cavityShift) = (1 / variance - precision, mean / variance - shift);
        if (cavityPrecision <= 0) return null;
        var deviation = 1 / Math.Sqrt(cavityPrecision);
        var z = cavityShift * deviation;
        if (z > Far) return (0, 0, 0);
        var hazard = z > -1 ? Normal.Density(z) / Normal.Cumulative(z) : 1 / Normal.MillsRatio(-z);
        var shrinkage = Math.Clamp(hazard * (z + hazard), 1e-12, 1 - 1e-9);
        // Truncated moments: mean σ(z + h), variance σ²(1 − h(z + h)).
        var newPrecision = cavityPrecision / (1 - shrinkage);
        var newShift = (z + hazard) * deviation * newPrecision;
        var (added, moved) = (newPrecision - cavityPrecision, newShift - cavityShift);
        var constant = Normal.LogCumulative(z) + 0.5 * Math.Log(newPrecision / cavityPrecision)
            - 0.5 * newShift * newShift / newPrecision + 0.5 * cavityShift * cavityShift / cavityPrecision;
        return (added, moved, constant);
    }

    private double Update(double[] mean, double[] covariance, double[] direction, double shrink, double shift)
    {
        var moved = 0.0;
        for (var j = 0; j < _d; j++)
        {
            mean[j] += direction[j] * shift;
            moved = Math.Max(moved, Math.Abs(direction[j] * shift));
            var row = covariance.AsSpan(j * _d, _d);
            TensorPrimitives.MultiplyAdd(direction, -shrink * direction[j], row, row);
        }
        return moved;
    }

    /// <summary>
    /// With S = Σᵢ τᵢ cᵢcᵢᵀ, h = Σᵢ νᵢ cᵢ, cᵢ = eᵢ − eₖ and b = h − Sμ: ln Z = Σ ln Cᵢ − ½ ln |I + SΣ| + hᵀμ − ½ μᵀSμ + ½ bᵀVb, with the
    /// approximation's covariance V; its gradient by μ is b − SVb, and A = S − SVS.
    /// </summary>
    private void Conclude(int k, double[] covariance, double[] precisions, double[] shifts, double constants, double logDeterminant)
    {
        double[] Apply(ReadOnlySpan<double> x)
        {
            var product = new double[_d];
            for (var i = 0; i < _d; i++)
            {
                if (i == k) continue;
                product[i] = precisions[i] * (x[i] - x[k]);
                product[k] -= product[i];
            }
            return product;
        }

        var linear = (double[])shifts.Clone();
        linear[k] = -shifts.Sum();
        var shrunk = Apply(_mean);
        var pull = linear.Zip(shrunk, (h, s) => h - s).ToArray();
        double[] spread = [.. Enumerable.Range(0, _d).Select(i => Sums.Dot(covariance.AsSpan(i * _d, _d), pull))];
        LogProbabilities[k] = constants - 0.5 * logDeterminant + Sums.Dot(linear, _mean) - 0.5 * Sums.Dot(shrunk, _mean) + 0.5 * Sums.Dot(pull, spread);
        var gradient = Apply(spread);
        for (var i = 0; i < _d; i++) gradient[i] = pull[i] - gradient[i];
        Gradients[k] = gradient;
        _curvatures[k] = Curvature(k, covariance, precisions, Apply);
    }

    private delegate double[] Product(ReadOnlySpan<double> x);

    private double[] Curvature(int k, double[] covariance, double[] precisions, Product apply)
    {
        // SV row by row (V is symmetric), then (SV)S row by row, S being symmetric too.
        var product = new double[_d * _d];
        for (var i = 0; i < _d; i++) apply(covariance.AsSpan(i * _d, _d)).CopyTo(product.AsSpan(i * _d));
        var curvature = new double[_d * _d];
        var column = new double[_d];
        for (var j = 0; j < _d; j++)
        {
            for (var i = 0; i < _d; i++) column[i] = product[i * _d + j];
            var image = apply(column);
            for (var i = 0; i < _d; i++) curvature[i * _d + j] = -image[i];
        }
        for (var i = 0; i < _d; i++)
        {
            if (i == k) continue;
            curvature[i * _d + i] += precisions[i];
            curvature[k * _d + k] += precisions[i];
            curvature[i * _d + k] -= precisions[i];
            curvature[k * _d + i] -= precisions[i];
        }
        return curvature;
    }
}
