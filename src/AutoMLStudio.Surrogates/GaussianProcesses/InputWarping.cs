namespace AutoMLStudio.Surrogates.GaussianProcesses;

/// <summary>
/// Bends every coordinate so that a function whose roughness changes along it looks stationary ([Snoek2014], Section 3): by the distribution function of
/// Kumaraswamy, w(x) = 1 − (1 − x^a)^b, which has the shapes of the Beta distribution of the paper and a closed form, as [CowenRivers2022] has it. Nominal
/// coordinates stay as they are.
/// </summary>
/// <param name="A">a, one a coordinate; above zero.</param>
/// <param name="B">b, one a coordinate; above zero. a = b = 1 changes nothing.</param>
internal sealed record InputWarping(double[] A, double[] B)
{
    /// <summary>How far from 0 and 1 coordinates are kept: slopes may be infinite there.</summary>
    private const double Margin = 1e-6;

    /// <summary>Standard deviation of ln a and of ln b, whose prior is normal about the identity ([Snoek2014], Section 3.2).</summary>
    private const double Deviation = 0.5;

    /// <summary>Bound of |ln a| and |ln b| in a search: six standard deviations.</summary>
    public const double LargestLogarithm = 3;

    /// <summary>The bent coordinate.</summary>
    public double Apply(int dimension, double x) => 1 - Math.Pow(Rest(dimension, x), B[dimension]);

    /// <summary>Its derivative by x.</summary>
    public double ByInput(int dimension, double x)
    {
        var inner = Inner(x);
        return (1 - 2 * Margin) * A[dimension] * B[dimension] * Math.Pow(inner, A[dimension] - 1) * Math.Pow(Rest(dimension, x), B[dimension] - 1);
    }

    /// <summary>Its derivative by ln a.</summary>
    public double ByLogA(int dimension, double x)
    {
        var inner = Inner(x);
        return A[dimension] * B[dimension] * Math.Pow(Rest(dimension, x), B[dimension] - 1) * Math.Pow(inner, A[dimension]) * Math.Log(inner);
    }

    /// <summary>Its derivative by ln b.</summary>
    public double ByLogB(int dimension, double x)
    {
        var rest = Rest(dimension, x);
        return -B[dimension] * Math.Pow(rest, B[dimension]) * Math.Log(rest);
    }

    /// <summary>Log density of ln a or ln b, up to a constant.</summary>
    public static double LogPrior(double logarithm) => -0.5 * logarithm * logarithm / (Deviation * Deviation);

    /// <summary>Its derivative.</summary>
    public static double LogPriorSlope(double logarithm) => -logarithm / (Deviation * Deviation);

    private static double Inner(double x) => Margin + (1 - 2 * Margin) * x;

    private double Rest(int dimension, double x) => 1 - Math.Pow(Inner(x), A[dimension]);
}
