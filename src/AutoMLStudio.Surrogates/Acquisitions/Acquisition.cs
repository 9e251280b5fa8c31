using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Surrogates.Numerics;

namespace AutoMLStudio.Surrogates.Acquisitions;

/// <summary>The worth of a point and its derivatives by the mean and by the variance of the prediction.</summary>
internal readonly record struct Worth(double Value, double ByMean, double ByVariance);

/// <summary>The worth of trying a point whose value is predicted to be normally distributed. Values are losses; larger worth is better.</summary>
/// <param name="name">As it is drawn, for example <c>log EI</c>.</param>
/// <param name="isLogarithm">True when the worth is a logarithm, so that averages are taken of its exponential.</param>
internal abstract class Acquisition(string name, bool isLogarithm)
{
    /// <summary>Smallest variance that is told from none: an exact prediction would leave nothing to divide by.</summary>
    private const double SmallestVariance = 1e-12;

    /// <summary>As it is drawn.</summary>
    public string Name { get; } = name;

    /// <summary>True when the worth is a logarithm.</summary>
    public bool IsLogarithm { get; } = isLogarithm;

    /// <summary>What its two terms add up to; null where it has none.</summary>
    public virtual string? Whole => null;

    /// <summary>The acquisition of a kind that depends on a point's prediction alone.</summary>
    public static Acquisition Of(AcquisitionKind kind, double kappa) => kind switch
    {
        AcquisitionKind.LogEi => new LogExpectedImprovement(),
        AcquisitionKind.Ei => new ExpectedImprovement(),
        AcquisitionKind.Pi => new ProbabilityOfImprovement(),
        AcquisitionKind.MaxValueEntropy => new MaxValueEntropy(),
        _ => new ConfidenceBound(kappa),
    };

    /// <summary>The worth of a prediction, given the smallest loss so far.</summary>
    public Worth At(double mean, double variance, double best) => Of(mean, Math.Sqrt(Math.Max(variance, SmallestVariance)), best);

    /// <summary>The term that comes from a good mean and the one that comes from not knowing; they add up to <see cref="Whole"/>.</summary>
    public (double Exploitation, double Exploration) Split(double mean, double variance, double best) =>
        Terms(mean, Math.Sqrt(Math.Max(variance, SmallestVariance)), best);

    /// <summary>The two terms by standard deviation.</summary>
    protected virtual (double Exploitation, double Exploration) Terms(double mean, double deviation, double best) => default;

    /// <summary>EI = (best − μ)Φ(z) + σφ(z), z = (best − μ)/σ ([Jones1998], Eq. 15).</summary>
    protected static (double Exploitation, double Exploration) Improvement(double mean, double deviation, double best)
    {
        var z = (best - mean) / deviation;
        return ((best - mean) * Normal.Cumulative(z), deviation * Normal.Density(z));
    }

    /// <summary>The same by standard deviation, which is above zero.</summary>
    protected abstract Worth Of(double mean, double deviation, double best);
}

/// <summary>
/// ln EI ([Ament2023], Eq. 8): ln σ + ln h(z) with z = (best − μ)/σ and h(z) = φ(z) + zΦ(z), computed without underflow, so that there is a slope to
/// follow however unlikely an
/// improvement is.
/// </summary>
internal sealed class LogExpectedImprovement() : Acquisition("log EI", isLogarithm: true)
{
    /// <inheritdoc/>
    public override string Whole => "EI";

    /// <inheritdoc/>
    protected override (double Exploitation, double Exploration) Terms(double mean, double deviation, double best) => Improvement(mean, deviation, best);

    /// <inheritdoc/>
    protected override Worth Of(double mean, double deviation, double best)
    {
        var z = (best - mean) / deviation;
        // dEI/dμ = −Φ(z), dEI/dσ = φ(z); both are divided by EI = σh(z).
        if (z > -1)
        {
            var (density, cumulative) = (Normal.Density(z), Normal.Cumulative(z));
            var h = density + z * cumulative;
            return new(Math.Log(deviation) + Math.Log(h), -cumulative / (deviation * h), density / (2 * deviation * deviation * h));
        }
        var (ratio, rest) = NormalTails.At(-z);
        return new(Math.Log(deviation) + Normal.LogDensity(z) + Math.Log(rest), -ratio / (deviation * rest), 1 / (2 * deviation * deviation * rest));
    }
}

/// <summary>EI = σ(zΦ(z) + φ(z)) [Jones1998] ([Snoek2012], Eq. 2).</summary>
internal sealed class ExpectedImprovement() : Acquisition("EI", isLogarithm: false)
{
    /// <inheritdoc/>
    public override string Whole => "EI";

    /// <inheritdoc/>
    protected override (double Exploitation, double Exploration) Terms(double mean, double deviation, double best) => Improvement(mean, deviation, best);

    /// <inheritdoc/>
    protected override Worth Of(double mean, double deviation, double best)
    {
        var z = (best - mean) / deviation;
        var (density, cumulative) = (Normal.Density(z), Normal.Cumulative(z));
        return new(deviation * (z * cumulative + density), -cumulative, density / (2 * deviation));
    }
}

/// <summary>ln PI = ln Φ(z) [Kushner1964] ([Snoek2012], Eq. 1). The logarithm has the same maximum and does not underflow.</summary>
internal sealed class ProbabilityOfImprovement() : Acquisition("log PI", isLogarithm: true)
{
    /// <inheritdoc/>
    protected override Worth Of(double mean, double deviation, double best)
    {
        var z = (best - mean) / deviation;
        var hazard = z > -1 ? Normal.Density(z) / Normal.Cumulative(z) : 1 / Normal.MillsRatio(-z);
        return new(Normal.LogCumulative(z), -hazard / deviation, -hazard * z / (2 * deviation * deviation));
    }
}

/// <summary>The confidence bound of [Srinivas2010] ([Snoek2012], Eq. 3), turned so that larger is better: κσ − μ.</summary>
internal sealed class ConfidenceBound(double kappa) : Acquisition("confidence bound", isLogarithm: false)
{
    /// <inheritdoc/>
    public override string Whole => Name;

    /// <inheritdoc/>
    protected override (double Exploitation, double Exploration) Terms(double mean, double deviation, double best) => (-mean, kappa * deviation);

    /// <inheritdoc/>
    protected override Worth Of(double mean, double deviation, double best) => new(kappa * deviation - mean, -1, kappa / (2 * deviation));
}
