using AutoMLStudio.Core.Numerics;

namespace AutoMLStudio.Surrogates.Forests;

/// <summary>How trees grow.</summary>
/// <param name="MinimumSplit">Points that a node has at least to be split.</param>
/// <param name="MinimumLeaf">Points that a leaf has at least.</param>
/// <param name="MaximumDepth">Splits between root and leaf at most.</param>
/// <param name="FeatureFraction">Share of the dimensions that a split chooses from, drawn anew for each.</param>
internal sealed record TreeOptions(int MinimumSplit = 2, int MinimumLeaf = 1, int MaximumDepth = 64, double FeatureFraction = 1);

/// <summary>
/// A regression tree [Breiman1984]: each split lowers the sum of squared errors the most. Numbers split halfway between two values; categories split
/// into two sets, of which the best is found along the order of their means. A category that a node never saw goes right.
/// </summary>
internal sealed class RegressionTree
{
    private readonly IReadOnlyList<TreeFeature> _features;
    private readonly TreeOptions _options;
    private readonly double[][] _points;
    private readonly double[] _values;
    private readonly Rng _rng;

    private RegressionTree(IReadOnlyList<TreeFeature> features, double[][] points, double[] values, TreeOptions options, Rng rng)
    {
        (_features, _points, _values, _options, _rng) = (features, points, values, options, rng);
        Root = null!;
    }

    /// <summary>The first split, or the only leaf.</summary>
    public TreeNode Root { get; private set; }

    /// <summary>How many leaves it has.</summary>
    public int Leaves => Count(Root);

    /// <summary>Grows a tree on the points that <paramref name="rows"/> names; a row may occur several times.</summary>
    public static RegressionTree Grow(
        IReadOnlyList<TreeFeature> features, double[][] points, double[] values, int[] rows, TreeOptions options, Rng rng)
    {
        var tree = new RegressionTree(features, points, values, options, rng);
        tree.Root = tree.Node(rows, 0);
        return tree;
    }

    /// <summary>The leaf that a point falls in.</summary>
    public TreeNode Leaf(double[] point)
    {
        var node = Root;
        while (node.Split is { } split) node = split.GoesLeft(point[split.Feature]) ? split.Left : split.Right;
        return node;
    }

    private static int Count(TreeNode node) => node.Split is { } split ? Count(split.Left) + Count(split.Right) : 1;

    private TreeNode Node(int[] rows, int depth)
    {
        var mean = rows.Average(r => _values[r]);
        var variance = rows.Average(r => (_values[r] - mean) * (_values[r] - mean));
        if (rows.Length < _options.MinimumSplit || depth >= _options.MaximumDepth || variance <= 0 || Best(rows) is not { } best)
            return new(mean, variance, rows.Length, null);
        var sides = rows.ToLookup(r => best.GoesLeft(_points[r][best.Feature]));
        return new(mean, variance, rows.Length, best with { Left = Node([.. sides[true]], depth + 1), Right = Node([.. sides[false]], depth + 1) });
    }

    private TreeSplit? Best(int[] rows)
    {
        int[] order = [.. Enumerable.Range(0, _features.Count)];
        _rng.Shuffle(order.AsSpan());
        var (best, gain) = ((TreeSplit?)null, 0.0);
        var tried = Math.Max(1, (int)Math.Ceiling(_options.FeatureFraction * order.Length));
        for (var i = 0; i < order.Length && (i < tried || best is null); i++)
        {
            var (split, value) = _features[order[i]].IsNominal ? Subset(rows, order[i]) : Threshold(rows, order[i]);
            if (split is not null && value > gain) (best, gain) = (split, value);
        }
        return best;
    }

    /// <summary>The best threshold of a numeric dimension and how much it lowers the squared error.</summary>
    private (TreeSplit? Split, double Gain) Threshold(int[] rows, int feature)
    {
        var sorted = rows.Select(r => (X: _points[r][feature], Y: _values[r])).OrderBy(p => p.X).ToArray();
        var (total, left, best, gain) = (sorted.Sum(p => p.Y), 0.0, double.NaN, 0.0);
        for (var i = 1; i < sorted.Length; i++)
        {
            left += sorted[i - 1].Y;
            if (sorted[i].X <= sorted[i - 1].X || i < _options.MinimumLeaf || sorted.Length - i < _options.MinimumLeaf) continue;
            var value = Gain(left, i, total, sorted.Length);
            if (value > gain) (best, gain) = (Between(sorted[i - 1].X, sorted[i].X), value);
        }
        return double.IsNaN(best) ? (null, 0) : (new(feature, best, null), gain);
    }

    /// <summary>The middle, which of two neighbouring numbers may be the upper one: then the lower one.</summary>
    private static double Between(double low, double high) => (low + high) / 2 < high ? (low + high) / 2 : low;

    /// <summary>The best set of categories to go left ([Breiman1984], section 9.4: among those that are a prefix in the order of means).</summary>
    private (TreeSplit? Split, double Gain) Subset(int[] rows, int feature)
    {
        var groups = rows.GroupBy(r => (int)_points[r][feature]).Select(g => (Category: g.Key, Count: g.Count(), Sum: g.Sum(r => _values[r])))
            .OrderBy(g => g.Sum / g.Count).ThenBy(g => g.Category).ToArray();
        var (total, left, count, best, gain) = (groups.Sum(g => g.Sum), 0.0, 0, 0, 0.0);
        for (var i = 1; i < groups.Length; i++)
        {
            left += groups[i - 1].Sum;
            count += groups[i - 1].Count;
            if (count < _options.MinimumLeaf || rows.Length - count < _options.MinimumLeaf) continue;
            var value = Gain(left, count, total, rows.Length);
            if (value > gain) (best, gain) = (i, value);
        }
        if (best == 0) return (null, 0);
        var set = new bool[_features[feature].Categories];
        foreach (var group in groups[..best]) set[group.Category] = true;
        return (new(feature, double.NaN, set), gain);
    }

    private static double Gain(double left, int count, double total, int all)
    {
        var right = total - left;
        return left * left / count + right * right / (all - count) - total * total / all;
    }
}

/// <summary>A node: what is known of the points in it, and how it is split.</summary>
/// <param name="Mean">Mean of their values.</param>
/// <param name="Variance">Variance of their values.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Split">Null for a leaf.</param>
internal sealed record TreeNode(double Mean, double Variance, int Count, TreeSplit? Split);

/// <summary>A split of a node in two.</summary>
/// <param name="Feature">Dimension.</param>
/// <param name="Threshold">Numbers up to it go left.</param>
/// <param name="Categories">Which categories go left; null for a number.</param>
internal sealed record TreeSplit(int Feature, double Threshold, bool[]? Categories)
{
    /// <summary>Where what goes left goes.</summary>
    public TreeNode Left { get; init; } = null!;

    /// <summary>Where the rest goes.</summary>
    public TreeNode Right { get; init; } = null!;

    /// <summary>Whether a coordinate goes left.</summary>
    public bool GoesLeft(double coordinate) => Categories is null ? coordinate <= Threshold : Categories[(int)coordinate];
}
