using AutoMLStudio.Core.Numerics;

namespace AutoMLStudio.Core.Tests.Numerics;

public sealed class RngTests
{
    /// <summary>
    /// From a program written apart, which gives the published first numbers of xoshiro256** for the state 1, 2, 3, 4. Changing these changes every
    /// study.
    /// </summary>
    [Fact]
    public void Named_streams_are_fixed_for_ever()
    {
        First(Rng.For(0), 4).ShouldBe([0xfb5405f7bd79c540, 0x780c98e26cea5883, 0x2a146e0980febc66, 0x4851477db8791fca]);
        First(Rng.For(42, 7), 4).ShouldBe([0x401ce462c05dfeeb, 0xb217880bb63e6047, 0x407484db9498fbad, 0xc5f34e06981335d6]);
        First(Rng.For(42, 7, -1), 4).ShouldBe([0x77a59870fd42dee9, 0xc8f5c23f2a9b3d1b, 0xa8541f8c64b6e04a, 0xb78e412a26a663dd]);
        Rng.For(42, 7).Split(3).NextUInt64().ShouldBe(0x43d6c3d25f2f2b20UL);
    }

    [Fact]
    public void A_split_does_not_depend_on_what_was_drawn()
    {
        var rng = Rng.For(5);
        rng.NextUInt64();
        rng.Split(1).NextUInt64().ShouldBe(Rng.For(5).Split(1).NextUInt64());
        Rng.For(5).Split(1).NextUInt64().ShouldNotBe(Rng.For(5).Split(2).NextUInt64());
    }

    [Fact]
    public void Neighbouring_names_give_unrelated_streams()
    {
        // The first numbers of 4,000 streams that differ in one step of seed or path: uniform, and no two alike.
        var first = Enumerable.Range(0, 2_000).Select(i => Rng.For((ulong)i).NextDouble())
            .Concat(Enumerable.Range(0, 2_000).Select(i => Rng.For(1, i).NextDouble())).ToList();
        first.Distinct().Count().ShouldBe(4_000);
        ChiSquare(first, 20).ShouldBeLessThan(43.8); // 99.9 % of χ² with 19 degrees of freedom
        var follow = Enumerable.Range(0, 1_999).Average(i => (first[i] - 0.5) * (first[i + 1] - 0.5));
        follow.ShouldBe(0, 4 / 12.0 / Math.Sqrt(2_000));
    }

    [Fact]
    public void Numbers_are_uniform()
    {
        var rng = Rng.For(9);
        var drawn = Enumerable.Range(0, 100_000).Select(_ => rng.NextDouble()).ToList();
        drawn.ShouldAllBe(x => x >= 0 && x < 1);
        ChiSquare(drawn, 20).ShouldBeLessThan(43.8);
    }

    [Fact]
    public void Integers_are_uniform_and_below_the_count()
    {
        var rng = Rng.For(10);
        var drawn = Enumerable.Range(0, 70_000).Select(_ => rng.Next(7)).ToList();
        drawn.ShouldAllBe(x => x >= 0 && x < 7);
        ChiSquare([.. drawn.Select(x => (x + 0.5) / 7)], 7).ShouldBeLessThan(22.5); // 6 degrees of freedom
        Should.Throw<ArgumentOutOfRangeException>(() => rng.Next(0));
    }

    [Fact]
    public void Normal_numbers_have_their_moments()
    {
        var rng = Rng.For(11);
        var drawn = Enumerable.Range(0, 100_000).Select(_ => rng.NextGaussian()).ToList();
        drawn.Average().ShouldBe(0, 4 / Math.Sqrt(100_000));
        drawn.Average(x => x * x).ShouldBe(1, 4 * Math.Sqrt(2.0 / 100_000));
        drawn.Average(x => x * x * x * x).ShouldBe(3, 4 * Math.Sqrt(96.0 / 100_000));
    }

    [Fact]
    public void A_shuffle_gives_every_order_alike()
    {
        var rng = Rng.For(12);
        var counts = new Dictionary<string, int>();
        for (var i = 0; i < 24_000; i++)
        {
            char[] items = ['a', 'b', 'c', 'd'];
            rng.Shuffle<char>(items);
            counts[new(items)] = counts.GetValueOrDefault(new(items)) + 1;
        }
        counts.Count.ShouldBe(24);
        counts.Values.Sum(c => Math.Pow(c - 1_000, 2) / 1_000.0).ShouldBeLessThan(49.7); // 23 degrees of freedom
    }

    private static ulong[] First(Rng rng, int count) => [.. Enumerable.Range(0, count).Select(_ => rng.NextUInt64())];

    private static double ChiSquare(List<double> drawn, int cells)
    {
        var expected = drawn.Count / (double)cells;
        return drawn.GroupBy(x => (int)(x * cells))
            .Sum(g => Math.Pow(g.Count() - expected, 2) / expected) + (cells - drawn.Select(x => (int)(x * cells)).Distinct().Count()) * expected;
    }
}
