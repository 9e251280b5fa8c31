namespace AutoMLStudio.Core.Evaluation;

/// <summary>The closed forms of the test functions, as collected by [Surjanovic2013]; Forrester's from [Forrester2008].</summary>
internal static class Formulas
{
    /// <summary>10 / 8π.</summary>
    public const double BraninOptimum = 0.39788735772973816;

    /// <summary>Found by a pattern search to 13 digits, as the other two.</summary>
    public const double Hartmann3Optimum = -3.862779787332663;

    /// <summary>At <see cref="Hartmann6Optimiser"/>.</summary>
    public const double Hartmann6Optimum = -3.3223680114155147;

    /// <summary>At x = 0.7572487570.</summary>
    public const double ForresterOptimum = -6.0207400557670825;

    private static readonly double[] HartmannWeights = [1.0, 1.2, 3.0, 3.2];

    private static readonly double[][] Hartmann3A = [[3, 10, 30], [0.1, 10, 35], [3, 10, 30], [0.1, 10, 35]];

    private static readonly double[][] Hartmann3P =
    [
        [0.3689, 0.1170, 0.2673], [0.4699, 0.4387, 0.7470], [0.1091, 0.8732, 0.5547], [0.0381, 0.5743, 0.8828],
    ];

    private static readonly double[][] Hartmann6A =
    [
        [10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14],
    ];

    private static readonly double[][] Hartmann6P =
    [
        [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886], [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
        [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650], [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
    ];

    public static double[] Hartmann3Optimiser => [0.1145888722, 0.5556488927, 0.8525469851];

    public static double[] Hartmann6Optimiser => [0.2016895112, 0.1500106901, 0.4768739702, 0.2753324292, 0.3116516185, 0.6573005364];

    public static double Branin(double[] x)
    {
        var valley = x[1] - 5.1 / (4 * Math.PI * Math.PI) * x[0] * x[0] + 5 / Math.PI * x[0] - 6;
        return valley * valley + 10 * (1 - 1 / (8 * Math.PI)) * Math.Cos(x[0]) + 10;
    }

    /// <summary>The square of the distance from the middle of Branin's domain.</summary>
    public static double Disk(double[] x) => Math.Pow(x[0] - 2.5, 2) + Math.Pow(x[1] - 7.5, 2);

    public static double Hartmann3(double[] x) => Hartmann(x, Hartmann3A, Hartmann3P);

    public static double Hartmann6(double[] x) => Hartmann(x, Hartmann6A, Hartmann6P);

    public static double Ackley(double[] x)
    {
        var square = x.Average(v => v * v);
        var wave = x.Average(v => Math.Cos(2 * Math.PI * v));
        return -20 * Math.Exp(-0.2 * Math.Sqrt(square)) - Math.Exp(wave) + 20 + Math.E;
    }

    public static double Rosenbrock(double[] x)
    {
        var sum = 0.0;
        for (var i = 0; i + 1 < x.Length; i++) sum += 100 * Math.Pow(x[i + 1] - x[i] * x[i], 2) + Math.Pow(x[i] - 1, 2);
        return sum;
    }

    public static double Levy(double[] x)
    {
        double W(int i) => 1 + (x[i] - 1) / 4;
        var last = W(x.Length - 1);
        var sum = Math.Pow(Math.Sin(Math.PI * W(0)), 2) + Math.Pow(last - 1, 2) * (1 + Math.Pow(Math.Sin(2 * Math.PI * last), 2));
        for (var i = 0; i + 1 < x.Length; i++) sum += Math.Pow(W(i) - 1, 2) * (1 + 10 * Math.Pow(Math.Sin(Math.PI * W(i) + 1), 2));
        return sum;
    }

    public static double GoldsteinPrice(double[] x)
    {
        var (a, b) = (x[0], x[1]);
        var first = 1 + Math.Pow(a + b + 1, 2) * (19 - 14 * a + 3 * a * a - 14 * b + 6 * a * b + 3 * b * b);
        var second = 30 + Math.Pow(2 * a - 3 * b, 2) * (18 - 32 * a + 12 * a * a + 48 * b - 36 * a * b + 27 * b * b);
        return first * second;
    }

    public static double Forrester(double[] x) => Math.Pow(6 * x[0] - 2, 2) * Math.Sin(12 * x[0] - 4);

    private static double Hartmann(double[] x, double[][] a, double[][] p)
    {
        var sum = 0.0;
        for (var i = 0; i < HartmannWeights.Length; i++)
        {
            var distance = 0.0;
            for (var j = 0; j < x.Length; j++) distance += a[i][j] * Math.Pow(x[j] - p[i][j], 2);
            sum -= HartmannWeights[i] * Math.Exp(-distance);
        }
        return sum;
    }
}
