using System.Runtime.Intrinsics;
using AutoMLStudio.Surrogates.Numerics;

namespace AutoMLStudio.Surrogates.Tests.Numerics;

public sealed class NormalTailsTests
{
    [Fact]
    public void Four_at_a_time_agree_with_one_at_a_time()
    {
        foreach (var x in new[] { 0, 1e-8, 0.1, 0.5, 1, 2, 3.3, 4.99, 5, 8, 13, 40, 300, 1e4, 1e8 })
        {
            var (ratio, remainder) = NormalTails.At(x);
            NormalTails.Ratio(Vector256.Create(x)).ToScalar().ShouldBe(ratio, 1e-12 * ratio, $"R({x})");
            NormalTails.Remainder(Vector256.Create(x)).ToScalar().ShouldBe(remainder, 1e-12 * remainder, $"1 − xR({x})");
        }
    }

    [Fact]
    public void The_ratio_is_that_of_the_tables() => NormalTails.At(0).Ratio.ShouldBe(Math.Sqrt(Math.PI / 2), 1e-15);
}
