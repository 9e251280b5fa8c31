namespace AutoMLStudio.Core.Numerics;

/// <summary>
/// Where a learning curve is going: a mixture of curves c + a·f(x) over those families of [Domhan2015] (Table 1) that are linear but for their shape.
/// </summary>
internal static class LearningCurves
{
    private static readonly double[] Exponents = [0.25, 0.5, 0.75, 1, 1.5, 2];

    /// <summary>Chance that the loss at <paramref name="end"/> is below <paramref name="level"/>.</summary>
    /// <param name="curve">Steps, growing and positive, with losses; at least 4.</param>
    /// <param name="end">A step beyond the last.</param>
    /// <param name="level">The loss to get below.</param>
    public static double ChanceBelow((double Step, double Loss)[] curve, double end, double level)
    {
        var fits = Shapes(end).Select(f => Fit(curve, f, end)).ToList();
        var best = fits.Min(f => f.Criterion);
        var (chance, sum) = (0.0, 0.0);
        foreach (var fit in fits)
        {
            var weight = Math.Exp(-0.5 * (fit.Criterion - best));
            chance += weight * Normal.Cumulative((level - fit.Mean) / fit.Deviation);
            sum += weight;
        }
        return chance / sum;
    }

    /// <summary>pow3: x^−α; exp: exp(−(x/τ)^α), which covers exp4, Weibull and Janoschek; ilog2: 1/ln(x + 1); and a straight line in ln x.</summary>
    private static IEnumerable<Func<double, double>> Shapes(double end)
    {
        foreach (var alpha in Exponents)
        {
            yield return x => Math.Pow(x, -alpha);
            foreach (var tau in new[] { end / 20, end / 8, end / 3, end }) yield return x => Math.Exp(-Math.Pow(x / tau, alpha));
        }
        yield return x => 1 / Math.Log(x + 1);
        yield return x => -Math.Log(x);
    }

    /// <summary>The least-squares fit of c + a·f, what it predicts, and its Bayesian information criterion.</summary>
    private static (double Mean, double Deviation, double Criterion) Fit((double Step, double Loss)[] curve, Func<double, double> shape, double end)
    {
        var n = curve.Length;
        double[] f = [.. curve.Select(p => shape(p.Step))];
        var (meanF, meanY) = (f.Average(), curve.Average(p => p.Loss));
        var (spread, along) = (0.0, 0.0);
        for (var i = 0; i < n; i++)
        {
            spread += (f[i] - meanF) * (f[i] - meanF);
            along += (f[i] - meanF) * (curve[i].Loss - meanY);
        }
        // Losses fall while a network learns: a curve that rises is taken as flat.
        var a = spread > 0 ? Math.Max(along / spread, 0) : 0;
        var errors = Enumerable.Range(0, n).Sum(i => Square(curve[i].Loss - meanY - a * (f[i] - meanF)));
        var range = curve.Max(p => p.Loss) - curve.Min(p => p.Loss);
        var variance = Math.Max(errors / (n - 3), Square(1e-4 * range) + 1e-24);
        var away = shape(end) - meanF;
        var deviation = Math.Sqrt(variance * (1 + 1.0 / n + (spread > 0 ? away * away / spread : 0)));
        return (meanY + a * away, deviation, n * Math.Log(variance));
    }

    private static double Square(double x) => x * x;
}
