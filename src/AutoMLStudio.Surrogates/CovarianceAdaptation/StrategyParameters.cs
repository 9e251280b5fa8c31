namespace AutoMLStudio.Surrogates.CovarianceAdaptation;

/// <summary>The constants of CMA-ES for a dimension and a population ([Hansen2016], Table 1 and Eq. 49–58).</summary>
internal sealed class StrategyParameters
{
    /// <summary>The constants for n dimensions and λ trials a generation.</summary>
    public StrategyParameters(int dimension, int population)
    {
        double n = dimension;
        double[] raw = [.. Enumerable.Range(1, population).Select(i => Math.Log((population + 1) / 2.0) - Math.Log(i))];
        Parents = population / 2;
        MuEff = Effective(raw[..Parents]);
        CSigma = (MuEff + 2) / (n + MuEff + 5);
        DSigma = 1 + 2 * Math.Max(0, Math.Sqrt((MuEff - 1) / (n + 1)) - 1) + CSigma;
        Cc = (4 + MuEff / n) / (n + 4 + 2 * MuEff / n);
        C1 = 2 / ((n + 1.3) * (n + 1.3) + MuEff);
        CMu = Math.Min(1 - C1, 2 * (0.25 + MuEff + 1 / MuEff - 2) / ((n + 2) * (n + 2) + MuEff));
        Norm = Math.Sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n));
        Weights = Weigh(raw, n);
    }

    /// <summary>μ.</summary>
    public int Parents { get; }

    /// <summary>Variance effective selection mass of the parents.</summary>
    public double MuEff { get; }

    /// <summary>c_σ.</summary>
    public double CSigma { get; }

    /// <summary>d_σ.</summary>
    public double DSigma { get; }

    /// <summary>c_c.</summary>
    public double Cc { get; }

    /// <summary>c₁.</summary>
    public double C1 { get; }

    /// <summary>c_μ.</summary>
    public double CMu { get; }

    /// <summary>Expected length of a standard normal vector.</summary>
    public double Norm { get; }

    /// <summary>w, one a rank; those of the parents add up to 1, the others are negative.</summary>
    public double[] Weights { get; }

    private double[] Weigh(double[] raw, double n)
    {
        var negative = raw[Parents..];
        // Eq. 50–52: the negative weights together are as strong as they may be without losing positive definiteness.
        var strength = Math.Min(1 + C1 / CMu, Math.Min(1 + 2 * Effective(negative) / (MuEff + 2), (1 - C1 - CMu) / (n * CMu)));
        var (plus, minus) = (raw.Where(w => w > 0).Sum(), -raw.Where(w => w < 0).Sum());
        return [.. raw.Select(w => w >= 0 ? w / plus : strength * w / minus)];
    }

    private static double Effective(double[] weights) => weights.Sum() * weights.Sum() / weights.Sum(w => w * w);
}
