using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Sampling.Bohb;
using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Core.Tests.Sampling.Bohb;

public sealed class KernelDensityTests
{
    private static readonly FloatParameter Number = new("x", 0, 1);
    private static readonly ChoiceParameter Kinds = new("kind", ["a", "b", "c"]);
    private static readonly ChoiceParameter Sizes = new("size", [1, 2, 4, 8], Ordered: true);

    [Fact]
    public void Two_numbers_have_the_bandwidth_and_density_worked_out_by_hand()
    {
        // σ = 0.3, h = 1.06 · 0.3 · 2^(−1/5); both kernels give the same halfway between.
        var density = new KernelDensity([Number], [[0.2], [0.8]], 1e-3);
        density.Bandwidths.Single().ShouldBe(0.27683507912816746, 1e-12);
        density.At([0.5]).ShouldBe(0.8010884829012821, 1e-12);
    }

    [Fact]
    public void A_categorical_kernel_is_never_wider_than_flat()
    {
        // The rule gives λ = 0.944 for the codes 0 and 2; flat over three choices is 2/3.
        var density = new KernelDensity([Number, Kinds], [[0.2, 0], [0.8, 2]], 1e-3);
        density.Bandwidths.Last().ShouldBe(2.0 / 3, 1e-12);
        density.At([0.2, 0]).ShouldBe(0.259613858398698, 1e-12);
        density.At([0.2, 1]).ShouldBe(0.259613858398698, 1e-12);
    }

    [Fact]
    public void An_ordinal_kernel_falls_with_the_distance()
    {
        var density = new KernelDensity([Number, Sizes], [[0.2, 0], [0.8, 1]], 1e-3);
        density.At([0.2, 2]).ShouldBe(0.05074353392833926, 1e-12);
        density.At([0.2, 0]).ShouldBeGreaterThan(density.At([0.2, 2]));
    }

    [Fact]
    public void Equal_points_keep_the_smallest_bandwidth() =>
        new KernelDensity([Number], [[0.4], [0.4], [0.4]], 1e-3).Bandwidths.Single().ShouldBe(1e-3);

    [Fact]
    public void A_choice_is_coded_by_its_place_and_decoded_again()
    {
        foreach (var parameter in new[] { Kinds, Sizes })
            for (var i = 0; i < parameter.Choices.Count; i++)
            {
                KernelDensity.Encode(parameter, parameter.Choices[i]).ShouldBe(i);
                KernelDensity.Decode(parameter, i).ShouldBe(parameter.Choices[i]);
            }
    }

    [Fact]
    public void Draws_near_a_point_stay_in_the_unit_interval_and_keep_a_choice_as_often_as_its_kernel_says()
    {
        // Codes 0, 0, 0, 1: σ = 0.433, n = 4, d = 2, so λ = 1.06 · 0.433 · 4^(−1/6) = 0.364.
        var density = new KernelDensity([Number, Kinds], [[0.1, 0], [0.1, 0], [0.9, 0], [0.9, 1]], 1e-3);
        var rng = Rng.For(1);
        var draws = Enumerable.Range(0, 20_000).Select(_ => density.SampleNear([0.1, 1], 3, rng)).ToList();
        draws.ShouldAllBe(x => x[0] >= 0 && x[0] <= 1);
        var lambda = density.Bandwidths.Last();
        // Kept, or lost and drawn again from all three.
        draws.Average(x => x[1] == 1 ? 1.0 : 0).ShouldBe(1 - lambda + lambda / 3, 0.02);
    }
}
