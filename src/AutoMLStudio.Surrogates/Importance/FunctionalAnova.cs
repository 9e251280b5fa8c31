using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Surrogates.Forests;

namespace AutoMLStudio.Surrogates.Importance;

/// <summary>
/// Functional ANOVA [Hutter2014]: the share of a forest's variance over the whole space that one dimension alone explains, everything else averaged
/// out (Algorithm 2). Trees make the averages exact: they are sums over boxes.
/// </summary>
internal static class FunctionalAnova
{
    /// <summary>Trees of the forest.</summary>
    private const int Trees = 64;

    /// <summary>The share of each dimension; what is left to 1 belongs to dimensions together. All 0 where the values do not differ.</summary>
    /// <param name="features">The dimensions.</param>
    /// <param name="points">A coordinate a dimension.</param>
    /// <param name="values">A value a point.</param>
    /// <param name="rng">Draws the forest's samples.</param>
    public static double[] Of(IReadOnlyList<TreeFeature> features, double[][] points, double[] values, Rng rng)
    {
        var forest = RandomForest.Grow(features, points, values, Trees, new(), rng);
        var shares = new double[features.Count];
        var counted = 0;
        foreach (var tree in forest.Trees)
        {
            var boxes = Boxes(features, tree);
            var mean = boxes.Sum(b => b.Volume * b.Mean);
            var variance = boxes.Sum(b => b.Volume * (b.Mean - mean) * (b.Mean - mean));
            if (variance <= 1e-12 * mean * mean) continue;
            counted++;
            for (var d = 0; d < shares.Length; d++) shares[d] += Marginal(features[d], boxes, d, mean) / variance;
        }
        return counted == 0 ? shares : [.. shares.Select(s => s / counted)];
    }

    /// <summary>Variance of what is left of the tree when all dimensions but one are averaged out.</summary>
    private static double Marginal(TreeFeature feature, List<Box> boxes, int dimension, double mean)
    {
        if (feature.IsNominal)
        {
            var sums = new double[feature.Categories];
            foreach (var box in boxes)
                for (var c = 0; c < sums.Length; c++)
                    if (box.Sets[dimension]![c]) sums[c] += box.Mean * box.Volume / box.Side(dimension);
            return sums.Average(s => (s - mean) * (s - mean));
        }
        // The marginal is a step function: what each box adds begins at its lower end and stops at its upper one.
        var steps = boxes.SelectMany(b => new[] { (At: b.Low[dimension], By: b.Mean * b.Volume / b.Side(dimension)),
            (At: b.High[dimension], By: -b.Mean * b.Volume / b.Side(dimension)) }).OrderBy(s => s.At).ToArray();
        var (height, variance) = (0.0, 0.0);
        for (var i = 0; i < steps.Length - 1; i++)
        {
            height += steps[i].By;
            variance += (steps[i + 1].At - steps[i].At) * (height - mean) * (height - mean);
        }
        return variance;
    }

    private static List<Box> Boxes(IReadOnlyList<TreeFeature> features, RegressionTree tree)
    {
        var boxes = new List<Box>();
        var whole = new Box(0, [.. features.Select(_ => 0.0)], [.. features.Select(_ => 1.0)],
            [.. features.Select(f => f.IsNominal ? Enumerable.Repeat(true, f.Categories).ToArray() : null)]);
        Collect(tree.Root, whole, boxes);
        return boxes;
    }

    private static void Collect(TreeNode node, Box box, List<Box> boxes)
    {
        if (node.Split is not { } split)
        {
            boxes.Add(box with { Mean = node.Mean });
            return;
        }
        Collect(split.Left, box.Half(split, left: true), boxes);
        Collect(split.Right, box.Half(split, left: false), boxes);
    }

    /// <summary>A leaf's part of the space.</summary>
    /// <param name="Mean">The tree's value there.</param>
    /// <param name="Low">Lower ends of the numeric dimensions.</param>
    /// <param name="High">Their upper ends.</param>
    /// <param name="Sets">Which categories of a nominal dimension belong to it; null for a numeric one.</param>
    private sealed record Box(double Mean, double[] Low, double[] High, bool[]?[] Sets)
    {
        public double Volume { get; } = Enumerable.Range(0, Low.Length).Aggregate(1.0, (volume, d) => volume * Side(Low, High, Sets, d));

        /// <summary>Share of a dimension that it covers.</summary>
        public double Side(int dimension) => Side(Low, High, Sets, dimension);

        public Box Half(TreeSplit split, bool left)
        {
            var (low, high, sets) = (Low, High, Sets);
            if (split.Categories is { } categories)
                sets = With(Sets, split.Feature, [.. Sets[split.Feature]!.Zip(categories, (inside, goesLeft) => inside && goesLeft == left)]);
            else if (left) high = With(High, split.Feature, Math.Min(High[split.Feature], split.Threshold));
            else low = With(Low, split.Feature, Math.Max(Low[split.Feature], split.Threshold));
            return new(Mean, low, high, sets);
        }

        private static double Side(double[] low, double[] high, bool[]?[] sets, int d) =>
            sets[d] is { } set ? (double)set.Count(s => s) / set.Length : high[d] - low[d];

        private static T[] With<T>(T[] values, int index, T value)
        {
            T[] copy = [.. values];
            copy[index] = value;
            return copy;
        }
    }
}
