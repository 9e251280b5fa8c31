using System.Numerics.Tensors;
using AutoMLStudio.Surrogates.Numerics;

namespace AutoMLStudio.Surrogates.GaussianProcesses;

/// <summary>What a Gaussian process says given values at n points: mean and variance at a point with their gradients, at many points at once, and
/// jointly.</summary>
/// <remarks>With s vectors of values there are s means and one variance. Cubic work is done at construction; a single point then costs O(n²) without
/// any call into libtorch.</remarks>
internal sealed class Posterior
{
    /// <summary>Added to the diagonal, times the scale, when the matrix is not positive definite; then ten times as much, up to
    /// <see cref="MaximumJitter"/>.</summary>
    private const double FirstJitter = 1e-10;
    private const double MaximumJitter = 1e-2;

    /// <summary>Smallest variance, times the scale, that an imagined value keeps: those at equal points and at evaluated ones have none.</summary>
    private const double ImaginedJitter = 1e-10;

    private readonly int _n;
    private readonly PointSet _given;
    private readonly PointSet _points;
    private readonly double[] _factor;
    private readonly double[] _factorInverse;
    private readonly MeanCoefficients _coefficients;

    /// <summary>See <see cref="GaussianProcess.Condition"/>.</summary>
    public Posterior(Hyperparameters parameters, PointSet points, IReadOnlyList<double[]> values)
    {
        (_n, _given, _points, Parameters) = (points.Count, points, points.Warp(parameters.Warping), parameters);
        (_factor, _factorInverse) = (new double[_n * _n], new double[_n * _n]);
        Factor();
        _coefficients = Solve(values);
    }

    private Posterior(Posterior before, CholeskyGrowth grown, PointSet points, MeanCoefficients? coefficients, double[] values)
    {
        (_n, _given, _points, Parameters, Jitter) = (points.Count, points, points.Warp(before.Parameters.Warping), before.Parameters, before.Jitter);
        (_factor, _factorInverse) = (grown.Factor, grown.Inverse);
        _coefficients = coefficients ?? Solve([values]);
    }

    /// <summary>Hyper-parameters of the process.</summary>
    public Hyperparameters Parameters { get; }

    /// <summary>Number of vectors of values, s.</summary>
    public int Fantasies => _coefficients.Fantasies;

    /// <summary>Which dimensions are nominal.</summary>
    public bool[] IsNominal => _points.IsNominal;

    /// <summary>Number of points that values are known at.</summary>
    public int Count => _n;

    /// <summary>Number of coordinates of a point, features included.</summary>
    public int Dimension => _points.Dimension + _points.Features;

    /// <summary>The points that values are known at.</summary>
    public IEnumerable<double[]> Points => Enumerable.Range(0, _n).Select(_given.Point);

    /// <summary>
    /// The posterior with values at more points, the hyper-parameters kept: O(n²) a point, where a new factorisation takes O(n³).
    /// </summary>
    /// <param name="points">The new points.</param>
    /// <param name="values">One vector of the values at all points, those at the new ones last.</param>
    public Posterior Append(IReadOnlyList<double[]> points, double[] values)
    {
        var all = _given.With([.. Points, .. points]);
        // Where rounding leaves a new point no variance of its own, the whole matrix needs jitter.
        return TryGrow(all, Parameters.Noise + Jitter, 0) is { } grown ? new(this, grown, all, null, values) : new(Parameters, all, [values]);
    }

    /// <summary>
    /// The posterior were the noise-free values at m more points known, and s joint draws of these under the first vector of values: f = μ + Lz, with L
    /// the Cholesky factor of their covariance.
    /// </summary>
    /// <param name="points">The new points.</param>
    /// <param name="normals">s draws of m standard normal variables z.</param>
    public (Posterior Posterior, double[][] Values) Imagine(IReadOnlyList<double[]> points, IReadOnlyList<double[]> normals)
    {
        var all = _given.With([.. Points, .. points]);
        var least = ImaginedJitter * Parameters.Scale;
        var grown = TryGrow(all, least, least) ?? throw new ArithmeticException("A covariance is no number.");
        var (mean, _) = Joint(points);
        double[][] values = [.. normals.Select(z => (double[])[.. mean.Select((μ, i) => μ + Sums.Dot(grown.Root(i), z.AsSpan(0, i + 1)))])];
        return (new(this, grown, all, _coefficients.Imagine(grown, normals), []), values);
    }

    /// <summary>
    /// K⁻¹(y − f) under the first vector of values: the coefficients of k(x, X) that move a draw of the prior, f at the points with noise and without
    /// the mean, to one of the posterior.
    /// </summary>
    public double[] Correction(double[] draw)
    {
        var (correction, weighted) = (new double[_n], _coefficients.First());
        Solve([.. draw.Select(f => f + Parameters.Mean)], correction);
        for (var i = 0; i < _n; i++) correction[i] = weighted[i] - correction[i];
        return correction;
    }

    /// <summary>What had to be added to the diagonal.</summary>
    public double Jitter { get; private set; }

    /// <summary>Correlates <paramref name="x"/> with the points: k(x, X) and its derivative by r², each of n entries.</summary>
    public void Correlate(ReadOnlySpan<double> x, Span<double> kernel, Span<double> slope)
    {
        Span<double> bent = stackalloc double[x.Length];
        _points.SquaredDistances(Warp(x, bent), Parameters.Weights, kernel);
        Kernels.Evaluate(Parameters.Kernel, kernel, Parameters.Scale, kernel, slope);
        if (Parameters.Environment is not { } environment) return;
        _points.Weigh(x, environment, kernel);
        _points.Weigh(x, environment, slope);
        _points.AddConstant(x, Parameters.Constant, kernel);
    }

    /// <summary>The s means from k(x, X).</summary>
    public void Means(ReadOnlySpan<double> kernel, Span<double> means)
    {
        _coefficients.Means(kernel, means);
        if (Parameters.Mean != 0) TensorPrimitives.Add(means, Parameters.Mean, means);
    }

    /// <summary>The variance at <paramref name="x"/> from k(x, X), never below zero; fills <paramref name="solved"/> with K⁻¹ k(x, X) unless it is empty.</summary>
    public double Variance(ReadOnlySpan<double> x, ReadOnlySpan<double> kernel, Span<double> solved)
    {
        var explained = 0.0;
        solved.Clear();
        for (var i = 0; i < _n; i++)
        {
            var row = _factorInverse.AsSpan(i * _n, i + 1);
            var v = Sums.Dot(row, kernel[..(i + 1)]);
            explained += v * v;
            if (!solved.IsEmpty) TensorPrimitives.MultiplyAdd(row, v, solved[..(i + 1)], solved[..(i + 1)]);
        }
        return Math.Max(0, Prior(x) - explained);
    }

    /// <summary>Adds Σ_s c_s α_s, the coefficients of a weighted sum of means, to <paramref name="coefficients"/> (n).</summary>
    public void AddMeanCoefficients(ReadOnlySpan<double> weights, Span<double> coefficients) => _coefficients.AddTo(coefficients, weights);

    /// <summary>The gradient by x of Σ_i c_i k(x, x_i), given c_i dk/d(r²) in <paramref name="slopes"/>; zero in nominal dimensions and for features,
    /// which have none.</summary>
    public void Gradient(ReadOnlySpan<double> x, ReadOnlySpan<double> slopes, Span<double> gradient)
    {
        var total = Sums.Of(slopes);
        Span<double> bent = stackalloc double[x.Length];
        var at = Warp(x, bent);
        for (var d = 0; d < x.Length; d++)
        {
            gradient[d] = !_points.IsBent(d) ? 0 : 2 * Parameters.Weights[d] * (at[d] * total - Sums.Dot(slopes, _points.Column(d)));
            if (gradient[d] != 0 && Parameters.Warping is { } warping) gradient[d] *= warping.ByInput(d, x[d]);
        }
    }

    /// <summary>The point as the warping bends it, in <paramref name="bent"/>; itself without one.</summary>
    public ReadOnlySpan<double> Warp(ReadOnlySpan<double> x, Span<double> bent)
    {
        if (Parameters.Warping is not { } warping) return x;
        for (var d = 0; d < x.Length; d++) bent[d] = _points.IsBent(d) ? warping.Apply(d, x[d]) : x[d];
        return bent;
    }

    /// <summary>Means (m × s) and variances (m) at m points at once.</summary>
    public (double[] Means, double[] Variances) At(IReadOnlyList<double[]> points)
    {
        var means = new double[points.Count * Fantasies];
        var forms = new double[points.Count];
        var products = new double[points.Count * (_coefficients.Vectors.Length / _n)];
        SymmetricMatrix.Apply(_factor, CrossKernel(points), _coefficients.Vectors, _n, products, forms);
        var count = products.Length / Math.Max(1, forms.Length);
        for (var i = 0; i < forms.Length; i++)
        {
            forms[i] = Math.Max(0, Prior(points[i]) - forms[i]);
            _coefficients.Spread(products.AsSpan(i * count, count), means.AsSpan(i * Fantasies, Fantasies));
        }
        if (Parameters.Mean != 0) TensorPrimitives.Add(means, Parameters.Mean, means);
        return (means, forms);
    }

    /// <summary>The joint distribution of the noise-free values at m points: the mean under the first vector of values, and the covariance (m ×
    /// m).</summary>
    public (double[] Mean, double[] Covariance) Joint(IReadOnlyList<double[]> points)
    {
        var m = points.Count;
        var cross = CrossKernel(points);
        var (mean, weighted) = (new double[m], _coefficients.First());
        for (var i = 0; i < m; i++) mean[i] = Parameters.Mean + Sums.Dot(cross.AsSpan(i * _n, _n), weighted);
        var covariance = SymmetricMatrix.Project(_factor, cross, _n);
        var own = _given.With(points).Warp(Parameters.Warping);
        var prior = new double[m];
        for (var i = 0; i < m; i++)
        {
            Covariances(own, points[i], prior);
            for (var j = 0; j < m; j++) covariance[i * m + j] = prior[j] - covariance[i * m + j];
        }
        return (mean, covariance);
    }

    /// <summary>
    /// What all points but one say of the value at it, noise included, a mean and a variance each ([Rasmussen2006], Eq. 5.12); the hyper-parameters
    /// are those of all.
    /// </summary>
    /// <param name="values">The first vector of values.</param>
    public (double[] Means, double[] Variances) LeaveOneOut(double[] values)
    {
        var (means, variances, weighted) = (new double[_n], new double[_n], _coefficients.First());
        // The diagonal of K⁻¹ = L⁻ᵀL⁻¹: sums of squares of the columns of L⁻¹.
        for (var i = 0; i < _n; i++)
        {
            var row = _factorInverse.AsSpan(i * _n, i + 1);
            TensorPrimitives.MultiplyAdd(row, row, variances.AsSpan(0, i + 1), variances.AsSpan(0, i + 1));
        }
        for (var i = 0; i < _n; i++)
        {
            variances[i] = 1 / variances[i];
            means[i] = values[i] - weighted[i] * variances[i];
        }
        return (means, variances);
    }

    /// <summary>The covariances of the noise-free values at two sets of points, a row each of the first (m × l).</summary>
    public double[] Cross(IReadOnlyList<double[]> first, IReadOnlyList<double[]> second)
    {
        var cross = SymmetricMatrix.Project(_factor, CrossKernel(first), CrossKernel(second), _n);
        var own = _given.With(second).Warp(Parameters.Warping);
        var prior = new double[second.Count];
        for (var i = 0; i < first.Count; i++)
        {
            Covariances(own, first[i], prior);
            for (var j = 0; j < prior.Length; j++) cross[i * prior.Length + j] = prior[j] - cross[i * prior.Length + j];
        }
        return cross;
    }

    /// <summary>The prior variance at a point.</summary>
    private double Prior(ReadOnlySpan<double> x) => Parameters.Scale * _points.PriorFactor(x, Parameters.Environment)
        + (Parameters.Constant == 0 ? 0 : Parameters.Constant * _points.SquaredFeatures(x));

    private void Covariances(PointSet points, ReadOnlySpan<double> x, Span<double> covariances)
    {
        Span<double> bent = stackalloc double[x.Length];
        points.SquaredDistances(Warp(x, bent), Parameters.Weights, covariances);
        Kernels.Evaluate(Parameters.Kernel, covariances, Parameters.Scale, covariances, []);
        if (Parameters.Environment is not { } environment) return;
        points.Weigh(x, environment, covariances);
        points.AddConstant(x, Parameters.Constant, covariances);
    }

    private double[] CrossKernel(IReadOnlyList<double[]> points)
    {
        var cross = new double[points.Count * _n];
        for (var i = 0; i < points.Count; i++) Correlate(points[i], cross.AsSpan(i * _n, _n), []);
        return cross;
    }

    private void Factor()
    {
        var matrix = new double[_n * _n];
        for (var i = 0; i < _n; i++)
        {
            var row = matrix.AsSpan(i * _n, i + 1);
            Correlate(_given.Point(i), row, []);
            row[i] = Prior(_given.Point(i)) + Parameters.Noise;
        }
        for (var jitter = 0.0; !SymmetricMatrix.TryFactor(matrix, _n, _factor, _factorInverse); Jitter = jitter)
        {
            var next = jitter == 0 ? FirstJitter * Parameters.Scale : 10 * jitter;
            if (next > MaximumJitter * Parameters.Scale)
                throw new ArithmeticException("The kernel matrix is not positive definite, whatever is added to its diagonal.");
            for (var i = 0; i < _n; i++) matrix[i * _n + i] += next - jitter;
            jitter = next;
        }
    }

    /// <summary>The factor with rows for the points after the first n; null where the matrix is not positive definite.</summary>
    private CholeskyGrowth? TryGrow(PointSet all, double noise, double least)
    {
        var grown = new CholeskyGrowth(_factor, _factorInverse, _n, all.Count);
        var bent = all.Warp(Parameters.Warping);
        for (var i = _n; i < all.Count; i++)
        {
            var x = all.Point(i);
            var kernel = new double[i];
            Covariances(bent, x, kernel);
            if (!grown.TryAdd(kernel, Prior(x) + noise, least)) return null;
        }
        return grown;
    }

    private MeanCoefficients Solve(IReadOnlyList<double[]> values)
    {
        var weighted = new double[_n * values.Count];
        for (var s = 0; s < values.Count; s++) Solve(values[s], weighted.AsSpan(s * _n, _n));
        return MeanCoefficients.Of(weighted, _n);
    }

    /// <summary>K⁻¹(y − mean) by two products with L⁻¹.</summary>
    private void Solve(double[] values, Span<double> solved)
    {
        solved.Clear();
        if (Parameters.Mean != 0) values = [.. values.Select(v => v - Parameters.Mean)];
        for (var i = 0; i < _n; i++)
        {
            var row = _factorInverse.AsSpan(i * _n, i + 1);
            TensorPrimitives.MultiplyAdd(row, Sums.Dot(row, values.AsSpan(0, i + 1)), solved[..(i + 1)], solved[..(i + 1)]);
        }
    }
}
