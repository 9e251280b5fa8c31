using AutoMLStudio.Core.Numerics;

namespace AutoMLStudio.Core.Tests.Numerics;

public sealed class SobolTests
{
    [Fact]
    public void The_first_points_are_the_published_ones()
    {
        double[][] published =
        [
            [0, 0, 0], [0.5, 0.5, 0.5], [0.75, 0.25, 0.25], [0.25, 0.75, 0.75], [0.375, 0.375, 0.625],
            [0.875, 0.875, 0.125], [0.625, 0.125, 0.875], [0.125, 0.625, 0.375], [0.1875, 0.3125, 0.9375], [0.6875, 0.8125, 0.4375],
        ];
        var sobol = new Sobol(3, null);
        for (var i = 0; i < published.Length; i++) sobol.Point(i).ShouldBe(published[i]);
    }

    /// <summary>From a sequential generator written apart, on the authors' own table.</summary>
    [Theory]
    [InlineData(63, 0.015625, 0.796875, 0.359375, 0.578125, 0.265625, 0.578125)]
    [InlineData(1000, 0.2197265625, 0.0966796875, 0.5185546875, 0.0693359375, 0.3525390625, 0.7685546875)]
    [InlineData(5000, 0.1966552734375, 0.2606201171875, 0.2156982421875, 0.9898681640625, 0.6051025390625, 0.1663818359375)]
    public void Later_points_in_high_dimensions_are_the_published_ones(long index, double d1, double d2, double d3, double d10, double d51,
        double d101)
    {
        var point = new Sobol(101, null).Point(index);
        new[] { point[0], point[1], point[2], point[9], point[50], point[100] }.ShouldBe([d1, d2, d3, d10, d51, d101]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_aligned_block_has_one_point_in_each_interval_of_every_dimension(bool scrambled)
    {
        var sobol = new Sobol(101, scrambled ? Rng.For(3) : null);
        foreach (var start in new long[] { 0, 512, 1_000 * 512L, (1L << 40) })
        {
            var points = Enumerable.Range(0, 512).Select(i => sobol.Point(start + i)).ToList();
            for (var d = 0; d < 101; d++) points.Select(p => (int)(p[d] * 512)).Distinct().Count().ShouldBe(512, $"dimension {d + 1} from {start}");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_discrepancy_is_far_below_that_of_random_points(bool scrambled)
    {
        const int Count = 256, Dimension = 6;
        var sobol = new Sobol(Dimension, scrambled ? Rng.For(11) : null);
        var rng = Rng.For(12);
        var random = Enumerable.Range(0, Count).Select(_ => Enumerable.Range(0, Dimension).Select(_ => rng.NextDouble()).ToArray()).ToList();
        var even = Enumerable.Range(0, Count).Select(i => sobol.Point(i)).ToList();
        CentredDiscrepancy(even).ShouldBeLessThan(CentredDiscrepancy(random) / 2);
    }

    [Fact]
    public void A_scrambling_is_named_by_its_stream()
    {
        var first = new Sobol(5, Rng.For(1));
        new Sobol(5, Rng.For(1)).Point(77).ShouldBe(first.Point(77));
        new Sobol(5, Rng.For(2)).Point(77).ShouldNotBe(first.Point(77));
        first.Point(77).ShouldNotBe(new Sobol(5, null).Point(77));
    }

    [Fact]
    public void A_scrambled_point_is_uniform_over_scramblings()
    {
        var mean = Enumerable.Range(0, 2_000).Average(seed => new Sobol(2, Rng.For((ulong)seed)).Point(0)[1]);
        mean.ShouldBe(0.5, 4 * Math.Sqrt(1 / 12.0 / 2_000));
    }

    [Fact]
    public void Coordinates_beyond_the_table_are_uniform_and_repeatable()
    {
        var sobol = new Sobol(130, Rng.For(4));
        var points = Enumerable.Range(0, 2_000).Select(i => sobol.Point(i)).ToList();
        foreach (var d in new[] { 101, 115, 129 }) points.Average(p => p[d]).ShouldBe(0.5, 4 * Math.Sqrt(1 / 12.0 / 2_000));
        points.SelectMany(p => p).ShouldAllBe(x => x >= 0 && x < 1);
        new Sobol(130, Rng.For(4)).Point(9).ShouldBe(points[9]);
        points[9][101..].Distinct().Count().ShouldBe(29);
    }

    [Fact]
    public void Impossible_arguments_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new Sobol(0, null));
        Should.Throw<ArgumentOutOfRangeException>(() => new Sobol(1, null).Point(-1));
        Should.Throw<ArgumentOutOfRangeException>(() => new Sobol(1, null).Point(1L << 53));
    }

    /// <summary>The centred L₂ discrepancy of Hickernell (Mathematics of Computation 67, 1998, Eq. 2.3).</summary>
    private static double CentredDiscrepancy(List<double[]> points)
    {
        int n = points.Count, dimension = points[0].Length;
        var single = points.Sum(x => x.Aggregate(1.0, (product, c) => product * (1 + 0.5 * Math.Abs(c - 0.5) - 0.5 * Math.Pow(c - 0.5, 2))));
        var pairs = points.Sum(x => points.Sum(y => x.Zip(y).Aggregate(1.0, (product, c) => product
            * (1 + 0.5 * Math.Abs(c.First - 0.5) + 0.5 * Math.Abs(c.Second - 0.5) - 0.5 * Math.Abs(c.First - c.Second)))));
        return Math.Sqrt(Math.Pow(13.0 / 12, dimension) - 2.0 / n * single + pairs / n / n);
    }
}
