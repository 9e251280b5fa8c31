using AutoMLStudio.Core.Numerics;
using FsCheck.Xunit;

namespace AutoMLStudio.Core.Tests.Numerics;

public sealed class ParetoTests
{
    private static readonly double[][] Points = [[1, 5], [2, 3], [4, 1], [3, 4], [5, 5], [2, 3]];

    [Fact]
    public void Fronts_are_peeled_off_one_by_one() => Pareto.Ranks(Points).ShouldBe([0, 0, 0, 1, 2, 0]);

    [Fact]
    public void The_outermost_of_a_front_are_infinitely_lonely_and_the_others_as_lonely_as_their_neighbours_are_apart()
    {
        // (1, 5), (2, 3), (4, 1): the middle one's neighbours are a whole range apart in both losses.
        Pareto.Crowding([Points[0], Points[1], Points[2]]).ShouldBe([double.PositiveInfinity, 2, double.PositiveInfinity]);
    }

    [Fact]
    public void One_loss_orders_by_itself() => Pareto.Order([[3.0], [1.0], [2.0]]).ShouldBe([1, 2, 0]);

    [Fact]
    public void Fronts_come_before_loneliness() => Pareto.Order(Points)[^2..].ShouldBe([3, 4]);

    [Fact]
    public void The_front_is_what_nothing_dominates_in_the_order_of_the_first_loss() => Pareto.Front(Points).ShouldBe([0, 1, 5, 2]);

    [Property]
    public void The_front_is_rank_nought_for_any_number_of_losses((byte A, byte B, byte C)[] values)
    {
        foreach (var size in (int[])[1, 2, 3])
        {
            double[][] points = [.. values.Select(v => new double[] { v.A % 6, v.B % 6, v.C % 6 }[..size])];
            var ranks = Pareto.Ranks(points);
            Pareto.Front(points).Order().ShouldBe(Enumerable.Range(0, points.Length).Where(i => ranks[i] == 0));
        }
    }

    [Property]
    public void No_point_dominates_one_of_its_own_or_an_earlier_front((byte A, byte B, byte C)[] values)
    {
        double[][] points = [.. values.Select(v => new double[] { v.A % 6, v.B % 6, v.C % 6 })];
        var ranks = Pareto.Ranks(points);
        for (var i = 0; i < points.Length; i++)
            for (var j = 0; j < points.Length; j++)
                if (Pareto.Dominates(points[i], points[j])) ranks[i].ShouldBeLessThan(ranks[j]);
        if (points.Length > 0) ranks.Min().ShouldBe(0);
    }

    [Property]
    public void Fronts_are_what_is_left_undominated_when_the_earlier_ones_are_gone((byte A, byte B, byte C, byte D)[] values, byte losses)
    {
        double[][] points = [.. values.Select(v => new double[] { v.A % 5, v.B % 5, v.C % 5, v.D % 5 }[..(1 + losses % 4)])];
        var ranks = Pareto.Ranks(points);
        var left = Enumerable.Range(0, points.Length).ToList();
        for (var rank = 0; left.Count > 0; rank++)
        {
            var front = left.Where(i => !left.Exists(j => Pareto.Dominates(points[j], points[i]))).ToList();
            front.ShouldAllBe(i => ranks[i] == rank);
            left = [.. left.Except(front)];
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Ten_thousand_points_are_ranked_in_less_steps_than_pairs(int losses)
    {
        // All of them in one front, the worst case for comparing pairs: they lie on a plane on which every gain is another's loss.
        var rng = Rng.For(1);
        double[][] points = [.. Enumerable.Range(0, 10_000).Select(_ =>
        {
            double[] point = [.. Enumerable.Range(0, losses - 1).Select(_ => rng.NextDouble())];
            return (double[])[.. point, losses - point.Sum()];
        })];
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Pareto.Ranks(points).ShouldAllBe(r => r == 0);
        // Some 30 ms; comparing all pairs takes seconds.
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(1));
    }
}
