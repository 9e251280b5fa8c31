using AutoMLStudio.Core.Numerics;

namespace AutoMLStudio.Surrogates.Acquisitions;

/// <summary>
/// What a point's value tells of the smallest value f* ([Wang2017], Eq. 6, turned to minimisation): γh/2 − ln Φ(γ) with γ = (μ − f*)/σ and
/// h = φ(γ)/Φ(γ), to be averaged over draws of f*, which stand in the place of the smallest loss so far.
/// </summary>
internal sealed class MaxValueEntropy() : Acquisition("max-value entropy", isLogarithm: false)
{
    /// <inheritdoc/>
    protected override Worth Of(double mean, double deviation, double best)
    {
        var gamma = (mean - best) / deviation;
        var hazard = gamma > -1 ? Normal.Density(gamma) / Normal.Cumulative(gamma) : 1 / Normal.MillsRatio(-gamma);
        var value = 0.5 * gamma * hazard - Normal.LogCumulative(gamma);
        // dh/dγ = −γh − h².
        var slope = -0.5 * hazard * (1 + gamma * gamma + gamma * hazard);
        return new(value, slope / deviation, -slope * gamma / (2 * deviation * deviation));
    }
}

/// <summary>Draws of the smallest value of a process over a set of points, by the approximation of [Wang2017], Section 3.1.</summary>
/// <remarks>
/// The points' values are taken for independent: P(f* &gt; y) = Π Φ((μ − y)/σ). A Gumbel distribution is laid through its quartiles, and the draws are
/// its evenly spread quantiles instead of random ones. None lies above the smallest loss seen, as in the authors' program.
/// </remarks>
internal static class MinimumValues
{
    private const int Bisections = 60;

    /// <summary>Draws of the smallest value.</summary>
    /// <param name="means">At the points.</param>
    /// <param name="deviations">At the points, above zero.</param>
    /// <param name="best">Smallest loss so far.</param>
    /// <param name="count">Draws.</param>
    public static double[] Draw(double[] means, double[] deviations, double best, int count)
    {
        var (low, high) = (means.Zip(deviations, (m, s) => m - 8 * s).Min(), means.Zip(deviations, (m, s) => m + 8 * s).Min());
        double Quantile(double p)
        {
            var (from, to) = (low, high);
            for (var i = 0; i < Bisections; i++)
            {
                var middle = (from + to) / 2;
                if (LogExceeds(means, deviations, middle) > Math.Log(1 - p)) from = middle;
                else to = middle;
            }
            return (from + to) / 2;
        }

        var (q1, median, q3) = (Quantile(0.25), Quantile(0.5), Quantile(0.75));
        // −f* is Gumbel(a, b) distributed: its p-quantile is a − b ln(−ln p).
        static double Reduced(double p) => -Math.Log(-Math.Log(p));
        var b = (q3 - q1) / (Reduced(0.75) - Reduced(0.25));
        var a = -median - b * Reduced(0.5);
        return [.. Enumerable.Range(0, count).Select(k => Math.Min(best, -(a + b * Reduced((k + 0.5) / count))))];
    }

    private static double LogExceeds(double[] means, double[] deviations, double y)
    {
        var sum = 0.0;
        for (var i = 0; i < means.Length; i++) sum += Normal.LogCumulative((means[i] - y) / deviations[i]);
        return sum;
    }
}
