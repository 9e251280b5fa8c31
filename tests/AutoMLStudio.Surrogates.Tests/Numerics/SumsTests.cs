using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Surrogates.Numerics;

namespace AutoMLStudio.Surrogates.Tests.Numerics;

public sealed class SumsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(9)]
    [InlineData(64)]
    [InlineData(1_003)]
    public void The_same_numbers_anywhere_in_memory_have_the_same_sums_to_the_last_bit(int length)
    {
        var rng = Rng.For((ulong)length);
        var (a, b) = (Draw(rng, length), Draw(rng, length));
        var (dot, sum) = (Sums.Dot(a, b), Sums.Of(a));
        dot.ShouldBe(a.Zip(b, (x, y) => x * y).Sum(), 1e-12 * length);
        sum.ShouldBe(a.Sum(), 1e-12 * length);
        for (var offset = 1; offset <= 8; offset++)
        {
            Sums.Dot(Moved(a, offset).AsSpan(offset), Moved(b, 9 - offset).AsSpan(9 - offset)).ShouldBe(dot);
            Sums.Of(Moved(a, offset).AsSpan(offset)).ShouldBe(sum);
        }
    }

    private static double[] Draw(Rng rng, int length) => [.. Enumerable.Range(0, length).Select(_ => rng.NextGaussian())];

    private static double[] Moved(double[] values, int offset) => [.. new double[offset], .. values];
}
