using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Neural.Supernets.Proxyless;

namespace AutoMLStudio.Neural.Tests.Supernets;

/// <summary>The arithmetic of binary gates [Cai2019].</summary>
public class GatesTests
{
    private static readonly double[] Alphas = [0.4, -1.1, 0.9, 0.05];

    [Fact]
    public void The_gradient_is_the_sum_over_gates_of_gradient_probability_and_what_delta_leaves()
    {
        double[] gates = [0.7, -2.0];
        double[] two = [0.3, 1.2];
        var p = Gates.Softmax(two);
        var expected = Enumerable.Range(0, 2).Select(i => Enumerable.Range(0, 2).Sum(j => gates[j] * p[j] * ((i == j ? 1 : 0) - p[i])));
        Gates.Gradient(gates, two).Zip(expected).ShouldAllBe(g => Math.Abs(g.First - g.Second) < 1e-14);
    }

    /// <summary>With gates that are drawn by the probabilities, the expected loss of a linear loss is Σ p_j g_j.</summary>
    [Fact]
    public void The_gradient_is_that_of_the_expectation_by_finite_differences()
    {
        double[] gates = [0.7, -2.0, 0.1, 1.4];
        double Expectation(double[] alphas) => Gates.Softmax(alphas).Zip(gates, (p, g) => p * g).Sum();
        var gradient = Gates.Gradient(gates, Alphas);
        for (var i = 0; i < Alphas.Length; i++) gradient[i].ShouldBe(Slope(Expectation, Alphas, i), 1e-8);
    }

    [Fact]
    public void Two_changed_parameters_are_shifted_so_that_the_sum_of_their_exponentials_stays()
    {
        double[] before = [0.4, 0.9], after = [0.7, 0.3];
        var offset = Gates.Offset(before, after);
        after.Sum(a => Math.Exp(a - offset)).ShouldBe(before.Sum(Math.Exp), 1e-12);
        double[] all = [0.7 - offset, -1.1, 0.3 - offset, 0.05];
        Gates.Softmax(all)[1].ShouldBe(Gates.Softmax(Alphas)[1], 1e-12);
        Gates.Softmax(all)[3].ShouldBe(Gates.Softmax(Alphas)[3], 1e-12);
    }

    /// <summary>P(first i, then j) = p_i p_j / (1 − p_i); the active one of a pair is then drawn by p_i / (p_i + p_j).</summary>
    [Fact]
    public void Two_are_drawn_without_replacement_and_the_active_one_by_their_own_share()
    {
        const int draws = 60_000;
        var p = Gates.Softmax(Alphas);
        var rng = Rng.For(5);
        var counts = new double[4, 4];
        for (var i = 0; i < draws; i++)
        {
            var pair = Gates.DrawTwo(p, rng);
            counts[pair[0], pair[1]] += 1.0 / draws;
        }
        for (var i = 0; i < 4; i++)
            for (var j = 0; j < 4; j++)
            {
                var pair = p[i] * p[j] / (1 - p[i]) + p[j] * p[i] / (1 - p[j]);
                counts[i, j].ShouldBe(i == j ? 0 : pair * p[i] / (p[i] + p[j]), 0.006);
            }
    }

    [Fact]
    public void A_certain_candidate_is_drawn_with_any_other()
    {
        var rng = Rng.For(6);
        var pairs = Enumerable.Range(0, 200).Select(_ => Gates.DrawTwo([0, 1, 0], rng)).ToList();
        pairs.ShouldAllBe(pair => pair[0] == 1);
        pairs.Select(pair => pair[1]).Distinct().Order().ShouldBe([0, 2]);
    }

    internal static double Slope(Func<double[], double> function, double[] at, int by, double step = 1e-5)
    {
        double[] Moved(double distance) => [.. at.Select((a, i) => i == by ? a + distance : a)];
        return (function(Moved(step)) - function(Moved(-step))) / (2 * step);
    }
}
