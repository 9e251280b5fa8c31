using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Surrogates.Numerics;

namespace AutoMLStudio.Surrogates.Tests.Numerics;

public sealed class SliceSamplingTests
{
    private const int Count = 20_000;

    [Fact]
    public void Draws_from_a_normal_density_have_its_moments()
    {
        var draws = Draw(x => -0.5 * (x[0] - 3) * (x[0] - 3) / 4, [0]);
        draws.Average(x => x[0]).ShouldBe(3, 0.1);
        draws.Average(x => (x[0] - 3) * (x[0] - 3)).ShouldBe(4, 0.2);
    }

    [Fact]
    public void Draws_from_a_bounded_density_stay_in_its_bounds_and_have_its_quartiles()
    {
        // Exponential of rate 1 cut at 2: F(x) = (1 − e^−x)/(1 − e^−2).
        var draws = Draw(x => x[0] is < 0 or > 2 ? double.NegativeInfinity : -x[0], [1]).Select(x => x[0]).Order().ToList();
        draws[0].ShouldBeGreaterThanOrEqualTo(0);
        draws[^1].ShouldBeLessThanOrEqualTo(2);
        foreach (var p in new[] { 0.25, 0.5, 0.75 })
            draws[(int)(p * Count)].ShouldBe(-Math.Log(1 - p * (1 - Math.Exp(-2))), 0.03);
    }

    [Fact]
    public void Random_directions_reach_both_modes_and_the_correlation_of_a_mixture()
    {
        static double Log(double[] x)
        {
            // Two normal densities of deviation 1 at (±1.5, ±1.5), correlated only through their places.
            double Part(double c) => -0.5 * ((x[0] - c) * (x[0] - c) + (x[1] - c) * (x[1] - c));
            var (a, b) = (Part(1.5), Part(-1.5));
            return Math.Max(a, b) + Math.Log(1 + Math.Exp(-Math.Abs(a - b)));
        }

        var draws = Draw(Log, [1.5, 1.5]);
        draws.Average(x => x[0]).ShouldBe(0, 0.15);
        draws.Average(x => x[0] * x[0]).ShouldBe(1 + 1.5 * 1.5, 0.15);
        draws.Average(x => x[0] * x[1]).ShouldBe(1.5 * 1.5, 0.15);
    }

    [Fact]
    public void A_point_whose_neighbourhood_is_impossible_stays_where_it_is()
    {
        var state = new ChainState([0.5], 0);
        var next = SliceSampling.Step(state, [1], x => x[0] == 0.5 ? 0 : double.NegativeInfinity, 1, Rng.For(1));
        next.Position[0].ShouldBe(0.5, 1e-12);
    }

    private static List<double[]> Draw(Func<double[], double> log, double[] start)
    {
        var rng = Rng.For(3);
        var state = new ChainState(start, log(start));
        var draws = new List<double[]>(Count);
        for (var i = 0; i < Count; i++)
        {
            state = SliceSampling.Step(state, SliceSampling.Direction(start.Length, 0, start.Length, rng), log, 1, rng);
            draws.Add(state.Position);
        }
        return draws;
    }
}
