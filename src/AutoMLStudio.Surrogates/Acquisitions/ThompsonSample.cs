using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Surrogates.GaussianProcesses;
using AutoMLStudio.Surrogates.Numerics;

namespace AutoMLStudio.Surrogates.Acquisitions;

/// <summary>
/// One function drawn from a process given its values [Thompson1933]: a draw from the prior by random Fourier features [Rahimi2007], moved to meet the
/// values by Matheron's rule [Wilson2020] (Eq. 9). Larger is better: the function with its sign turned.
/// </summary>
internal sealed class ThompsonSample : IAcquisitionFunction
{
    private const int Features = 1_024;

    /// <summary>The spectral density of the Matérn-5/2 kernel is Student's with 2ν = 5 degrees of freedom.</summary>
    private const int Freedom = 5;

    private readonly Posterior _posterior;
    private readonly double[][] _frequencies;
    private readonly double[] _phases;
    private readonly double[] _weights;
    private readonly double[] _coefficients;
    private readonly double[] _kernel;
    private readonly double[] _slope;
    private readonly Rng _levels;
    private readonly Dictionary<(int Dimension, double Level), double[]> _levelFeatures = [];

    /// <summary>A draw.</summary>
    /// <param name="posterior">Only its first fantasy is used.</param>
    /// <param name="rng">Randomness.</param>
    public ThompsonSample(Posterior posterior, Rng rng)
    {
        _posterior = posterior;
        _levels = rng.Split(1);
        var parameters = posterior.Parameters;
        var draws = rng.Split(0);
        (_frequencies, _phases, _weights) = (new double[Features][], new double[Features], new double[Features]);
        for (var j = 0; j < Features; j++)
        {
            var chi = 0.0;
            for (var i = 0; i < Freedom; i++) chi += Square(draws.NextGaussian());
            // √(5/χ²) times a normal vector is Student's; the squared exponential's spectral density is normal itself. A nominal dimension keeps the factor alone, for the features of its levels.
            var tail = parameters.Kernel == KernelKind.Matern52 ? Math.Sqrt(Freedom / chi) : 1;
            _frequencies[j] = [.. parameters.Weights.Select((w, d) => Math.Sqrt(w) * tail * (posterior.IsNominal[d] ? Math.Sqrt(0.5) : draws.NextGaussian()))];
            _phases[j] = 2 * Math.PI * draws.NextDouble();
            _weights[j] = Math.Sqrt(2 * parameters.Scale / Features) * draws.NextGaussian();
        }
        (_kernel, _slope) = (new double[posterior.Count], new double[posterior.Count]);
        _coefficients = posterior.Correction([.. posterior.Points.Select(p => Prior(p, []) + Math.Sqrt(parameters.Noise) * draws.NextGaussian())]);
    }

    /// <inheritdoc/>
    public string Name => "−Thompson draw";

    /// <inheritdoc/>
    public bool IsLogarithm => false;

    /// <inheritdoc/>
    public bool IsSmooth => true;

    /// <inheritdoc/>
    public double Value(ReadOnlySpan<double> x)
    {
        _posterior.Correlate(x, _kernel, []);
        return -(_posterior.Parameters.Mean + Prior(x, []) + Sums.Dot(_kernel, _coefficients));
    }

    /// <inheritdoc/>
    public double Value(ReadOnlySpan<double> x, Span<double> gradient)
    {
        _posterior.Correlate(x, _kernel, _slope);
        for (var i = 0; i < _slope.Length; i++) _slope[i] *= _coefficients[i];
        _posterior.Gradient(x, _slope, gradient);
        var value = -(_posterior.Parameters.Mean + Prior(x, gradient) + Sums.Dot(_kernel, _coefficients));
        for (var d = 0; d < gradient.Length; d++) gradient[d] = -gradient[d];
        return value;
    }

    /// <inheritdoc/>
    public double[] Values(IReadOnlyList<double[]> points) => [.. points.Select(p => Value(p))];

    /// <summary>The draw from the prior; adds its gradient unless that is empty.</summary>
    private double Prior(ReadOnlySpan<double> point, Span<double> gradient)
    {
        Span<double> bent = stackalloc double[point.Length];
        var x = _posterior.Warp(point, bent);
        var warping = _posterior.Parameters.Warping;
        Span<double> bends = stackalloc double[point.Length];
        for (var d = 0; d < bends.Length; d++) bends[d] = warping is null || _posterior.IsNominal[d] ? 1 : warping.ByInput(d, point[d]);
        var levels = LevelFeatures(x);
        var sum = 0.0;
        for (var j = 0; j < Features; j++)
        {
            var (angle, nominal) = (_phases[j], 0);
            for (var d = 0; d < _frequencies[j].Length; d++) angle += _frequencies[j][d] * (_posterior.IsNominal[d] ? levels[nominal++][j] : x[d]);
            sum += _weights[j] * Math.Cos(angle);
            if (gradient.IsEmpty) continue;
            var slope = -_weights[j] * Math.Sin(angle);
            for (var d = 0; d < _frequencies[j].Length; d++)
                if (!_posterior.IsNominal[d]) gradient[d] += slope * _frequencies[j][d] * bends[d];
        }
        return sum;
    }

    /// <summary>
    /// For each nominal dimension a normal draw a feature, the level's own: two levels then differ like the corners of a simplex whose squared edge is
    /// the dimension's weight.
    /// </summary>
    private List<double[]> LevelFeatures(ReadOnlySpan<double> x)
    {
        var features = new List<double[]>();
        for (var d = 0; d < _posterior.IsNominal.Length; d++)
        {
            if (!_posterior.IsNominal[d]) continue;
            if (!_levelFeatures.TryGetValue((d, x[d]), out var own))
            {
                var rng = _levels.Split(d).Split(BitConverter.DoubleToInt64Bits(x[d]));
                own = [.. Enumerable.Range(0, Features).Select(_ => rng.NextGaussian())];
                _levelFeatures.Add((d, x[d]), own);
            }
            features.Add(own);
        }
        return features;
    }

    private static double Square(double x) => x * x;
}
