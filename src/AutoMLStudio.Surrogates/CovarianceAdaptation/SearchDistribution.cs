using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Surrogates.Numerics;

namespace AutoMLStudio.Surrogates.CovarianceAdaptation;

/// <summary>
/// The normal distribution of one generation of CMA-ES over the unit cube, m + σ A N(0, C). A is diagonal and widens discrete dimensions that would
/// otherwise be stuck at one value [Hamano2022].
/// </summary>
/// <remarks>Deviation: A is what the present distribution needs; the paper's grows from generation to generation.</remarks>
internal sealed class SearchDistribution
{
    private const double Converged = 1e-10;
    private const double LeastEigenvalue = 1e-14;

    private readonly StrategyParameters _strategy;
    private readonly IReadOnlyList<Parameter> _parameters;
    private readonly int _generation;
    private readonly double[] _covariance;
    private readonly double[] _sigmaPath;
    private readonly double[] _covariancePath;
    private readonly double[] _margin;
    private readonly double[] _root;
    private readonly double[] _inverseRoot;

    /// <summary>The first distribution: at the centre, round.</summary>
    public SearchDistribution(SearchSpace space, int size, double sigma)
        : this(new(space.Dimension, size), space.Parameters, size, 0, [.. space.Parameters.Select(_ => 0.5)], sigma,
            Identity(space.Dimension), new double[space.Dimension], new double[space.Dimension])
    {
    }

    private SearchDistribution(
        StrategyParameters strategy, IReadOnlyList<Parameter> parameters, int size, int generation, double[] mean, double sigma, double[] covariance,
        double[] sigmaPath, double[] covariancePath)
    {
        (_strategy, _parameters, Size, _generation, Sigma, _covariance) = (strategy, parameters, size, generation, sigma, covariance);
        (_sigmaPath, _covariancePath) = (sigmaPath, covariancePath);
        (_root, _inverseRoot) = SymmetricMatrix.SquareRoot(covariance, mean.Length, LeastEigenvalue);
        (Mean, _margin) = WithMargin(mean);
    }

    /// <summary>λ.</summary>
    public int Size { get; }

    /// <summary>m.</summary>
    public double[] Mean { get; }

    /// <summary>σ.</summary>
    public double Sigma { get; }

    /// <summary>True when every dimension is as narrow as makes no difference any more, the margin aside.</summary>
    public bool HasConverged => Enumerable.Range(0, Mean.Length).All(d => Deviation(d) < Converged) || !double.IsFinite(Sigma);

    /// <summary>A point, put back on the boundary where it lies beyond, and the step y ~ N(0, C) that leads there.</summary>
    public (double[] Point, double[] Step) Draw(Rng rng)
    {
        double[] normal = [.. Mean.Select(_ => rng.NextGaussian())];
        var step = Times(_root, normal);
        var point = new double[Mean.Length];
        for (var d = 0; d < point.Length; d++)
        {
            point[d] = Math.Clamp(Mean[d] + Sigma * _margin[d] * step[d], 0, 1);
            step[d] = (point[d] - Mean[d]) / (Sigma * _margin[d]);
        }
        return (point, step);
    }

    /// <summary>The step to a point that was not drawn here, shortened to a likely length ([Hansen2011], Eq. 3).</summary>
    public double[] StepTo(double[] point)
    {
        double[] step = [.. point.Select((x, d) => (x - Mean[d]) / (Sigma * _margin[d]))];
        double n = point.Length;
        var length = Length(Times(_inverseRoot, step));
        var shrink = Math.Min(1, (Math.Sqrt(n) + 2 * n / (n + 2)) / Math.Max(length, double.Epsilon));
        return [.. step.Select(y => shrink * y)];
    }

    /// <summary>The distribution after a generation whose steps are given, the best first ([Hansen2016], Fig. 6).</summary>
    public SearchDistribution Next(double[][] steps)
    {
        var s = steps.Length == Size ? _strategy : new StrategyParameters(Mean.Length, Math.Max(steps.Length, 4));
        var parents = Math.Min(s.Parents, steps.Length);
        var move = new double[Mean.Length];
        for (var i = 0; i < parents; i++)
            for (var d = 0; d < move.Length; d++) move[d] += s.Weights[i] * steps[i][d];
        double[] mean = [.. Mean.Select((m, d) => m + Sigma * _margin[d] * move[d])];
        var pull = Math.Sqrt(s.CSigma * (2 - s.CSigma) * s.MuEff);
        double[] sigmaPath = [.. _sigmaPath.Zip(Times(_inverseRoot, move), (p, y) => (1 - s.CSigma) * p + pull * y)];
        var length = Length(sigmaPath);
        var sigma = Sigma * Math.Exp(Math.Min(1, s.CSigma / s.DSigma * (length / s.Norm - 1)));
        var isSteady = length / Math.Sqrt(1 - Math.Pow(1 - s.CSigma, 2 * (_generation + 1))) < (1.4 + 2.0 / (Mean.Length + 1)) * s.Norm;
        var draw = isSteady ? Math.Sqrt(s.Cc * (2 - s.Cc) * s.MuEff) : 0;
        double[] covariancePath = [.. _covariancePath.Zip(move, (p, y) => (1 - s.Cc) * p + draw * y)];
        return new(
            _strategy, _parameters, Size, _generation + 1, mean, sigma, Covariance(steps, s, covariancePath, isSteady), sigmaPath, covariancePath);
    }

    private double[] Covariance(double[][] steps, StrategyParameters s, double[] path, bool isSteady)
    {
        var n = Mean.Length;
        var weights = steps.Select((y, i) => s.Weights[i] >= 0 ? s.Weights[i]
            : s.Weights[i] * n / Math.Max(Square(Length(Times(_inverseRoot, y))), double.Epsilon)).ToArray();
        var keep = 1 + (isSteady ? 0 : s.C1 * s.Cc * (2 - s.Cc)) - s.C1 - s.CMu * s.Weights.Take(steps.Length).Sum();
        var next = new double[n * n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j <= i; j++)
            {
                var sum = 0.0;
                for (var k = 0; k < steps.Length; k++) sum += weights[k] * steps[k][i] * steps[k][j];
                next[i * n + j] = next[j * n + i] = keep * _covariance[i * n + j] + s.C1 * path[i] * path[j] + s.CMu * sum;
            }
        return next;
    }

    /// <summary>
    /// Moves the mean and widens the discrete dimensions so that each leaves its present value with a chance of α = 1 / (n λ) at least, half of it to
    /// either side ([Hamano2022], section 4).
    /// </summary>
    private (double[] Mean, double[] Margin) WithMargin(double[] mean)
    {
        var margin = new double[mean.Length];
        Array.Fill(margin, 1);
        var alpha = 1.0 / (mean.Length * Size);
        double[] moved = [.. mean];
        for (var d = 0; d < mean.Length; d++)
        {
            if (_parameters[d].Cardinality is null or 1) continue;
            var deviation = Math.Max(Sigma * Math.Sqrt(_covariance[d * mean.Length + d]), double.Epsilon);
            var (low, high) = _parameters[d].CellOf(mean[d]);
            if (low <= 0) moved[d] = Math.Max(mean[d], high - deviation * -Normal.Quantile(alpha));
            else if (high >= 1) moved[d] = Math.Min(mean[d], low + deviation * -Normal.Quantile(alpha));
            else (moved[d], margin[d]) = Widened(low, high, mean[d], deviation, alpha);
        }
        return (moved, margin);
    }

    private static (double Mean, double Margin) Widened(double low, double high, double mean, double deviation, double alpha)
    {
        var (below, above) = (Normal.Cumulative((low - mean) / deviation), Normal.Cumulative((mean - high) / deviation));
        var (atLeastBelow, atLeastAbove) = (Math.Max(below, alpha / 2), Math.Max(above, alpha / 2));
        if (atLeastBelow == below && atLeastAbove == above) return (mean, 1);
        var between = 1 - below - above;
        var excess = (1 - atLeastBelow - atLeastAbove - between) / (atLeastBelow + atLeastAbove + between - 1.5 * alpha);
        var (toLow, toHigh) = (-Normal.Quantile(atLeastBelow + excess * (atLeastBelow - alpha / 2)),
            -Normal.Quantile(atLeastAbove + excess * (atLeastAbove - alpha / 2)));
        return ((low * toHigh + high * toLow) / (toLow + toHigh), (high - low) / (deviation * (toLow + toHigh)));
    }

    private double Deviation(int d) => Sigma * Math.Sqrt(Math.Max(_covariance[d * Mean.Length + d], 0));

    private static double[] Times(double[] matrix, double[] vector)
    {
        var n = vector.Length;
        var result = new double[n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++) result[i] += matrix[i * n + j] * vector[j];
        return result;
    }

    private static double Length(double[] vector) => Math.Sqrt(vector.Sum(Square));

    private static double Square(double x) => x * x;

    private static double[] Identity(int n)
    {
        var matrix = new double[n * n];
        for (var i = 0; i < n; i++) matrix[i * n + i] = 1;
        return matrix;
    }
}
