using AutoMLStudio.Surrogates.RadialBasis;

namespace AutoMLStudio.Surrogates.Tests.RadialBasis;

public sealed class MeritTests
{
    [Fact]
    public void Merits_weigh_a_small_value_against_a_large_distance()
    {
        // Values 2 to 6 and distances 0.1 to 0.5: the middle of both is 0.5 · 0.3 + 0.7 · (1 − 0.5).
        var merit = new Merit(0.3, [[0, 0], [1, 1]], [2, 6, 4], [0.1, 0.5, 0.3]);
        merit.Of(4, 0.3).ShouldBe(0.5, 1e-12);
        merit.Of(2, 0.5).ShouldBe(0, 1e-12);
        merit.Of(6, 0.1).ShouldBe(1, 1e-12);
        merit.DistanceTo([0.3, 0.4]).ShouldBe(0.5, 1e-12);
    }
}
