using AutoMLStudio.Surrogates.Numerics;

namespace AutoMLStudio.Surrogates.Tests;

/// <summary>Compares analytic gradients with central differences.</summary>
internal static class Gradients
{
    /// <summary>Fails unless the gradient that <paramref name="function"/> gives at <paramref name="x"/> agrees with its values around it.</summary>
    public static void ShouldAgree(DifferentiableFunction function, double[] x, double tolerance, double step = 1e-5)
    {
        var gradient = new double[x.Length];
        function(x, gradient);
        var unused = new double[x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            double At(double moved)
            {
                var other = (double[])x.Clone();
                other[i] += moved;
                return function(other, unused);
            }

            // Fourth order, so that the step need not be tiny.
            var slope = (8 * (At(step) - At(-step)) - (At(2 * step) - At(-2 * step))) / (12 * step);
            gradient[i].ShouldBe(slope, tolerance * Math.Max(1, Math.Abs(slope)), $"component {i}");
        }
    }
}
