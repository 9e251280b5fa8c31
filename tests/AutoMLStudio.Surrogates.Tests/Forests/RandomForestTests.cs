using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Surrogates.Forests;

namespace AutoMLStudio.Surrogates.Tests.Forests;

public sealed class RandomForestTests
{
    private static readonly TreeFeature Number = new(0);

    [Fact]
    public void Gains_are_the_shares_of_the_squared_error_that_splits_take_away()
    {
        // One split along the second dimension takes 4 · 4 = 16 away; splits along the first take 2 · 0.25 and 2 · 0.25.
        double[][] points = [[0.1, 0], [0.2, 0], [0.1, 1], [0.2, 1]];
        var tree = RegressionTree.Grow([Number, Number], points, [0, 1, 4, 5], [0, 1, 2, 3], new(), Rng.For(1));
        new RandomForest([tree]).Gains(2).ShouldBe([1 / 17.0, 16 / 17.0], 1e-12);
        tree.Leaves.ShouldBe(4);
        new RandomForest([RegressionTree.Grow([Number], [[0.5]], [3], [0], new(), Rng.For(1))]).Gains(1).ShouldBe([0]);
    }

    [Fact]
    public void A_row_is_predicted_by_the_trees_that_have_not_seen_it()
    {
        double[][] points = [[0.1], [0.9]];
        var forest = RandomForest.Grow([Number], points, [0, 10], 40, new(), Rng.For(2));
        // A tree without row 0 was grown on row 1 alone, and says what that one says.
        forest.WithoutRow(0)!.Predict(points[0]).ShouldBe((10, 0));
        forest.WithoutRow(1)!.Predict(points[1]).ShouldBe((0, 0));
        forest.WithoutRow(0)!.Trees.Count.ShouldBeLessThan(40);
        new RandomForest(forest.Trees).WithoutRow(0).ShouldBeNull();
    }
}
