using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Surrogates.Forests;

namespace AutoMLStudio.Surrogates.Tests.Forests;

public sealed class RegressionTreeTests
{
    private static readonly TreeFeature Number = new(0);

    [Fact]
    public void The_split_lowers_the_squared_error_the_most()
    {
        // Of the three thresholds, the one between 0.4 and 0.7 leaves 0.5 + 0 of squared error; the others leave more.
        double[][] points = [[0.1], [0.4], [0.7], [0.9]];
        var tree = RegressionTree.Grow([Number], points, [0, 1, 5, 5], [0, 1, 2, 3], new(MaximumDepth: 1), Rng.For(1));
        tree.Root.Split!.Threshold.ShouldBe(0.55, 1e-12);
        (tree.Root.Split.Left.Mean, tree.Root.Split.Left.Variance).ShouldBe((0.5, 0.25));
        (tree.Root.Split.Right.Mean, tree.Root.Split.Right.Variance).ShouldBe((5, 0));
    }

    [Fact]
    public void Categories_split_into_the_best_two_sets_whatever_their_order()
    {
        double[][] points = [[0], [1], [2], [3], [0], [2]];
        var tree = RegressionTree.Grow([new TreeFeature(5)], points, [1, 9, 1.5, 8, 1, 2], [0, 1, 2, 3, 4, 5], new(MaximumDepth: 1), Rng.For(1));
        tree.Root.Split!.Categories.ShouldBe([true, false, true, false, false]);
    }

    [Fact]
    public void A_full_tree_gives_every_point_its_own_value()
    {
        var rng = Rng.For(3);
        double[][] points = [.. Enumerable.Range(0, 100).Select(_ => new[] { rng.NextDouble(), rng.Next(4) })];
        double[] values = [.. points.Select(p => p[0] * (1 + p[1]))];
        var tree = RegressionTree.Grow([Number, new(4)], points, values, [.. Enumerable.Range(0, 100)], new(), Rng.For(1));
        for (var i = 0; i < points.Length; i++) tree.Leaf(points[i]).Mean.ShouldBe(values[i], 1e-12);
    }

    [Fact]
    public void Two_neighbouring_numbers_are_told_apart()
    {
        // Their middle rounds to one of them.
        foreach (var low in new[] { 0.3, 0.1 + 0.2, 0.7 })
        {
            double[][] points = [[low], [Math.BitIncrement(low)]];
            var tree = RegressionTree.Grow([Number], points, [1, 2], [0, 1], new(), Rng.For(1));
            (tree.Leaf(points[0]).Mean, tree.Leaf(points[1]).Mean).ShouldBe((1, 2));
        }
    }

    [Fact]
    public void A_leaf_has_as_many_points_as_asked()
    {
        double[][] points = [[0.1], [0.2], [0.3], [0.9]];
        var tree = RegressionTree.Grow([Number], points, [0, 0, 0, 9], [0, 1, 2, 3], new(MinimumLeaf: 2), Rng.For(1));
        tree.Root.Split!.Right.Count.ShouldBe(2);
    }

    [Fact]
    public void A_forest_is_surer_where_it_has_seen_more()
    {
        var rng = Rng.For(5);
        double[][] points = [.. Enumerable.Range(0, 60).Select(_ => new[] { 0.5 * rng.NextDouble() })];
        double[] values = [.. points.Select(p => Math.Sin(10 * p[0]))];
        var forest = RandomForest.Grow([Number], points, values, 50, new(MinimumLeaf: 3), Rng.For(1));
        forest.Predict([0.25]).Mean.ShouldBe(Math.Sin(2.5), 0.1);
        forest.Predict([0.95]).Mean.ShouldBe(forest.Predict([0.6]).Mean, 1e-12, "beyond the data a tree knows nothing new");
    }
}
