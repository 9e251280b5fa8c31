using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Surrogates.Fronts;

namespace AutoMLStudio.Surrogates.Tests.Fronts;

public sealed class FrontBoxesTests
{
    [Fact]
    public void Two_points_leave_the_three_strips_by_hand()
    {
        var front = new FrontBoxes([[1, 3], [2, 1], [2.5, 2]], [4, 5]);
        var boxes = front.Boxes.Select(b => (Low(front, 0, b), front.Levels[0][b.Upper[0]], Low(front, 1, b), front.Levels[1][b.Upper[1]])).ToList();
        boxes.ShouldBe(
            [(double.NegativeInfinity, 4.0, double.NegativeInfinity, 1.0), (double.NegativeInfinity, 2.0, 1.0, 3.0), (double.NegativeInfinity, 1.0, 3.0, 5.0)],
            ignoreOrder: true);
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(2, 30)]
    [InlineData(3, 20)]
    [InlineData(4, 10)]
    public void Every_point_that_is_not_dominated_lies_in_one_box_and_every_other_in_none(int losses, int count)
    {
        var rng = Rng.For(4);
        double[] reference = [.. Enumerable.Repeat(1.0, losses)];
        // On a coarse grid, so that some share a coordinate or are equal.
        double[][] points = [.. Enumerable.Range(0, count).Select(_ => (double[])[.. reference.Select(_ => rng.Next(12) / 10.0)])];
        var front = new FrontBoxes(points, reference);
        for (var i = 0; i < 2_000; i++)
        {
            double[] y = [.. reference.Select(_ => 1.3 * rng.NextDouble() - 0.1)];
            var isFree = y.All(v => v < 1) && !points.Any(p => p.Zip(y).All(pair => pair.First <= pair.Second));
            front.Boxes.Count(b => reference.Select((_, m) => y[m] > Low(front, m, b) && y[m] <= front.Levels[m][b.Upper[m]]).All(inside => inside))
                .ShouldBe(isFree ? 1 : 0);
        }
    }

    [Fact]
    public void The_reference_lies_a_tenth_beyond_the_worst_losses() =>
        FrontBoxes.Reference([[0, 2], [1, 0], [3, 2]]).ShouldBe([3.3, 2.2], 1e-12);

    [Fact]
    public void Equal_losses_have_a_reference_beyond_them() => FrontBoxes.Reference([[1, 0], [1, 3]]).ShouldBe([1.1, 3.3], 1e-12);

    private static double Low(FrontBoxes front, int loss, Box box) =>
        box.Lower[loss] < 0 ? double.NegativeInfinity : front.Levels[loss][box.Lower[loss]];
}
