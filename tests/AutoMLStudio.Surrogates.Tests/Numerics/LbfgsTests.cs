using AutoMLStudio.Surrogates.Numerics;

namespace AutoMLStudio.Surrogates.Tests.Numerics;

public sealed class LbfgsTests
{
    private static readonly LbfgsSettings Tight = new(GradientTolerance: 1e-8, ValueTolerance: 1e-16, MaximumIterations: 1_000);

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(50)]
    public void The_valley_of_Rosenbrock_is_followed_to_its_end(int dimension)
    {
        var start = Enumerable.Range(0, dimension).Select(i => i % 2 == 0 ? -1.2 : 1.0).ToArray();
        var minimum = Lbfgs.Minimize(Rosenbrock, start, All(dimension, -10), All(dimension, 10), Tight);
        foreach (var x in minimum.Point) x.ShouldBe(1, 1e-6);
        minimum.Evaluations.ShouldBeLessThan(dimension == 2 ? 80 : 400);
    }

    [Fact]
    public void A_minimum_outside_the_bounds_is_found_on_them()
    {
        // Minimum of Rosenbrock with x ≤ 0.5: x = 0.5, y = 0.25.
        var minimum = Lbfgs.Minimize(Rosenbrock, [-1.2, 1], [-2, -2], [0.5, 2], Tight);
        minimum.Point[0].ShouldBe(0.5);
        minimum.Point[1].ShouldBe(0.25, 1e-7);
    }

    [Fact]
    public void A_bound_that_stood_in_the_way_at_first_is_left_again()
    {
        // From the corner, the first coordinate must go along its bound until the second lets it leave.
        static double Bowl(ReadOnlySpan<double> x, Span<double> gradient)
        {
            var (a, b) = (x[0] - x[1] + 1, x[1] - 3);
            (gradient[0], gradient[1]) = (2 * a, -2 * a + 2 * b);
            return a * a + b * b;
        }

        var minimum = Lbfgs.Minimize(Bowl, [0, 0], [0, 0], [5, 5], Tight);
        minimum.Point[0].ShouldBe(2, 1e-7);
        minimum.Point[1].ShouldBe(3, 1e-7);
    }

    [Fact]
    public void A_start_outside_the_bounds_is_moved_into_them() =>
        Lbfgs.Minimize(Rosenbrock, [100, -100], [-2, -2], [2, 2], Tight).Point[0].ShouldBe(1, 1e-6);

    [Fact]
    public void A_region_where_the_function_is_not_finite_is_kept_out_of()
    {
        static double Barrier(ReadOnlySpan<double> x, Span<double> gradient)
        {
            gradient[0] = 2 * (x[0] - 3);
            return x[0] > 1 ? double.PositiveInfinity : (x[0] - 3) * (x[0] - 3);
        }

        var minimum = Lbfgs.Minimize(Barrier, [-4], [-10], [10], Tight);
        minimum.Point[0].ShouldBeInRange(0.99, 1);
    }

    [Fact]
    public void A_start_that_has_no_value_is_given_back()
    {
        var minimum = Lbfgs.Minimize((_, _) => double.NaN, [0.3], [0], [1]);
        minimum.Point.ShouldBe([0.3]);
        minimum.Evaluations.ShouldBe(1);
    }

    [Fact]
    public void A_flat_function_ends_at_once() => Lbfgs.Minimize((_, _) => 7, [0.3, 0.4], [0, 0], [1, 1]).Evaluations.ShouldBe(1);

    private static double[] All(int count, double value) => [.. Enumerable.Repeat(value, count)];

    private static double Rosenbrock(ReadOnlySpan<double> x, Span<double> gradient)
    {
        gradient.Clear();
        var sum = 0.0;
        for (var i = 0; i + 1 < x.Length; i++)
        {
            var (a, b) = (x[i + 1] - x[i] * x[i], 1 - x[i]);
            sum += 100 * a * a + b * b;
            gradient[i] += -400 * a * x[i] - 2 * b;
            gradient[i + 1] += 200 * a;
        }
        return sum;
    }
}
