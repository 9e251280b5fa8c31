using AutoMLStudio.Core.Numerics;
using FsCheck.Xunit;

namespace AutoMLStudio.Core.Tests.Numerics;

public sealed class HypervolumeTests
{
    [Fact]
    public void Volumes_are_those_worked_out_by_hand()
    {
        // Strips of 1 × 1, 2 × 3 and 2 × 5 below (6, 6).
        Hypervolume.Of([[1, 5], [2, 3], [4, 1]], [6, 6]).ShouldBe(1 + 6 + 10, 1e-12);
        // Two boxes of 2 × 2 × 2 and 3 × 1 × 1 that share 2 × 1 × 1.
        Hypervolume.Of([[1, 1, 1], [0, 2, 2]], [3, 3, 3]).ShouldBe(8 + 3 - 2, 1e-12);
        // Two boxes of 2 × 2 × 2 × 2 and 3 × 1 × 1 × 1 that share 2 × 1 × 1 × 1; with a fifth loss of depth 2 twice as much.
        Hypervolume.Of([[1, 1, 1, 1], [0, 2, 2, 2]], [3, 3, 3, 3]).ShouldBe(16 + 3 - 2, 1e-12);
        Hypervolume.Of([[1, 1, 1, 1, 1], [0, 2, 2, 2, 1]], [3, 3, 3, 3, 3]).ShouldBe(34, 1e-12);
        Hypervolume.Of([[2], [1]], [6]).ShouldBe(5);
    }

    [Fact]
    public void What_does_not_beat_the_reference_counts_nothing()
    {
        Hypervolume.Of([[7, 1], [6, 1], [1, 6]], [6, 6]).ShouldBe(0);
        Hypervolume.Of([], [1, 1, 1]).ShouldBe(0);
        Hypervolume.Contributions([[7, 1], [1, 1]], [6, 6]).ShouldBe([0, 25]);
    }

    [Fact]
    public void Contributions_are_those_worked_out_by_hand()
    {
        // (1, 5): 1 × 1; (2, 3): 2 × 2; (4, 1): 2 × 2; (5, 5) is dominated.
        Hypervolume.Contributions([[1, 5], [2, 3], [4, 1], [5, 5]], [6, 6]).ShouldBe([1, 4, 4, 0]);
        // Without (2, 3), (3, 4) would keep 1 × 1 of its 2 × 2.
        Hypervolume.Contributions([[1, 5], [2, 3], [4, 1], [3, 4]], [6, 6]).ShouldBe([1, 3, 4, 0]);
        Hypervolume.Contributions([[1, 1, 1], [0, 2, 2]], [3, 3, 3]).ShouldBe([6, 1]);
        Hypervolume.Contributions([[2, 3], [2, 3]], [6, 6]).ShouldBe([0, 0]);
        Hypervolume.Contributions([[2, 3, 1], [2, 3, 1]], [6, 6, 6]).ShouldBe([0, 0]);
    }

    [Fact]
    public void Growth_is_the_volume_after_each_point() =>
        Hypervolume.Growth([[9, 9], [4, 1], [5, 5], [1, 5], [2, 3]], [6, 6]).ShouldBe([0, 10, 10, 13, 17]);

    [Fact]
    public void The_reference_is_a_tenth_of_the_fronts_range_beyond_its_worst()
    {
        Hypervolume.Reference([[1, 50], [2, 30], [11, 10], [100, 100]]).ShouldBe([12, 54]);
        Hypervolume.Reference([[-4, 0]]).ShouldBe([-3.6, 0.1], 1e-12);
    }

    [Property(MaxTest = 60)]
    public void Any_number_of_losses_gives_the_cells_that_a_grid_counts(byte[] values)
    {
        foreach (var size in (int[])[1, 2, 3, 4, 5])
        {
            double[][] points = [.. values.Chunk(size).Where(c => c.Length == size).Select(c => c.Select(v => (double)(v % 5)).ToArray())];
            double[] reference = [.. Enumerable.Repeat(4.0, size)];
            Hypervolume.Of(points, reference).ShouldBe(CellsOf(points, size), 1e-9);
            if (points.Length > 0) Hypervolume.Growth(points, reference)[^1].ShouldBe(CellsOf(points, size), 1e-9);
            var contributions = Hypervolume.Contributions(points, reference);
            for (var i = 0; i < points.Length; i++)
                contributions[i].ShouldBe(CellsOf(points, size) - CellsOf([.. points.Where((_, j) => j != i)], size), 1e-9);
        }
    }

    // Losses are whole numbers from 0 to 4, and the reference is 4 everywhere: the dominated volume is a number of unit cells.
    private static int CellsOf(double[][] points, int size) =>
        Enumerable.Range(0, (int)Math.Pow(4, size)).Count(cell => Array.Exists(points, p => Covers(p, cell)));

    private static bool Covers(double[] point, int cell)
    {
        foreach (var loss in point)
        {
            if (cell % 4 < loss) return false;
            cell /= 4;
        }
        return true;
    }
}
