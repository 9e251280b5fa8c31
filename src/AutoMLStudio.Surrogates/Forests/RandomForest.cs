using AutoMLStudio.Core.Numerics;

namespace AutoMLStudio.Surrogates.Forests;

/// <summary>Regression trees on bootstrap samples [Breiman2001].</summary>
/// <param name="trees">At least one.</param>
/// <param name="seen">For each tree, whether it was grown on a row; null where that is not told.</param>
internal sealed class RandomForest(IReadOnlyList<RegressionTree> trees, IReadOnlyList<bool[]>? seen = null)
{
    /// <summary>The trees.</summary>
    public IReadOnlyList<RegressionTree> Trees => trees;

    /// <summary>Grows <paramref name="count"/> trees, each on as many points as there are, drawn with replacement.</summary>
    public static RandomForest Grow(
        IReadOnlyList<TreeFeature> features, double[][] points, double[] values, int count, TreeOptions options, Rng rng)
    {
        var trees = new List<RegressionTree>(count);
        var seen = new List<bool[]>(count);
        for (var i = 0; i < count; i++)
        {
            var own = rng.Split(i);
            int[] rows = [.. Enumerable.Range(0, points.Length).Select(_ => own.Next(points.Length))];
            seen.Add(new bool[points.Length]);
            foreach (var row in rows) seen[i][row] = true;
            trees.Add(RegressionTree.Grow(features, points, values, rows, options, own));
        }
        return new(trees, seen);
    }

    /// <summary>The trees that were grown without a row; null when there is none.</summary>
    public RandomForest? WithoutRow(int row) =>
        trees.Where((_, i) => seen is not null && !seen[i][row]).ToList() is { Count: > 0 } others ? new(others) : null;

    /// <summary>
    /// How much of the variance the splits along each dimension take away, as shares of all that is taken away ([Breiman1984], section 5.3.4: the
    /// importance of variables, here without surrogate splits); all 0 where no tree has a split.
    /// </summary>
    public double[] Gains(int dimensions)
    {
        var gains = new double[dimensions];
        foreach (var tree in trees) Add(tree.Root, gains);
        var total = gains.Sum();
        return total > 0 ? [.. gains.Select(g => g / total)] : gains;
    }

    private static void Add(TreeNode node, double[] gains)
    {
        if (node.Split is not { } split) return;
        double Error(TreeNode n) => n.Count * n.Variance;
        gains[split.Feature] += Math.Max(0, Error(node) - Error(split.Left) - Error(split.Right));
        Add(split.Left, gains);
        Add(split.Right, gains);
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
