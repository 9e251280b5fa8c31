using AutoMLStudio.Core.Numerics;

namespace AutoMLStudio.Surrogates.Forests;

/// <summary>Regression trees on bootstrap samples [Breiman2001].</summary>
/// <param name="trees">At least one.</param>
internal sealed class RandomForest(IReadOnlyList<RegressionTree> trees)
{
    /// <summary>The trees.</summary>
    public IReadOnlyList<RegressionTree> Trees => trees;

    /// <summary>Grows <paramref name="count"/> trees, each on as many points as there are, drawn with replacement.</summary>
    public static RandomForest Grow(
        IReadOnlyList<TreeFeature> features, double[][] points, double[] values, int count, TreeOptions options, Rng rng)
    {
        var trees = new List<RegressionTree>(count);
        for (var i = 0; i < count; i++)
        {
            var own = rng.Split(i);
            int[] rows = [.. Enumerable.Range(0, points.Length).Select(_ => own.Next(points.Length))];
            trees.Add(RegressionTree.Grow(features, points, values, rows, options, own));
        }
        return new(trees);
    }

    /// <summary>
    /// Mean over the trees, and the variance between and within them: that of a mixture of one normal a tree ([HutterXu2014], section 4.3.2).
    /// </summary>
    public (double Mean, double Variance) Predict(double[] point)
    {
        var (sum, squares) = (0.0, 0.0);
        foreach (var tree in trees)
        {
            var leaf = tree.Leaf(point);
            sum += leaf.Mean;
            squares += leaf.Variance + leaf.Mean * leaf.Mean;
        }
        var mean = sum / trees.Count;
        return (mean, Math.Max(squares / trees.Count - mean * mean, 0));
    }
}
