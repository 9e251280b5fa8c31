using AutoMLStudio.Core.Numerics;

namespace AutoMLStudio.Datasets;

/// <summary>Groups of examples that every part of a split holds in proportion.</summary>
internal static class Strata
{
    private const int MostBins = 10;

    /// <summary>The examples at <paramref name="indices"/> by class, or by equally full bins of the target.</summary>
    public static IReadOnlyList<int[]> Of(Dataset dataset, IEnumerable<int> indices)
    {
        var targets = dataset.Targets;
        if (dataset.Task == DatasetTask.Classification)
            return [.. indices.GroupBy(i => targets.Span[i]).OrderBy(g => g.Key).Select(g => g.ToArray())];
        var ascending = indices.OrderBy(i => targets.Span[i]).ThenBy(i => i).ToArray();
        var bins = Math.Clamp(ascending.Length / MostBins, 1, MostBins);
        return [.. Enumerable.Range(0, bins).Select(b => ascending[(b * ascending.Length / bins)..((b + 1) * ascending.Length / bins)])];
    }

    /// <summary>
    /// How many of each stratum go to validation and to test: its exact share rounded down, then one more where the fraction lost is largest until
    /// the parts have their sizes. Rounding down both leaves at least one to train on, and no further one is taken from a stratum's last.
    /// </summary>
    public static (int Validation, int Test)[] Allot(int[] sizes, double validation, double test)
    {
        var validations = Array.ConvertAll(sizes, n => (int)Math.Floor(n * validation));
        var tests = Array.ConvertAll(sizes, n => (int)Math.Floor(n * test));
        TopUp(sizes, tests, validations, test);
        TopUp(sizes, validations, tests, validation);
        return [.. validations.Zip(tests)];
    }

    /// <summary>A seeded permutation of <paramref name="items"/>.</summary>
    public static int[] Shuffled(int[] items, Rng rng)
    {
        var order = (int[])items.Clone();
        rng.Shuffle(order.AsSpan());
        return order;
    }

    /// <summary>
    /// The items of a stratum in random order, each ranked by the share of the stratum up to it: taking all items below a rank from every
    /// stratum takes the same share of each, and a lower rank takes a subset. The first item of a stratum comes before everything.
    /// </summary>
    public static IEnumerable<(int Item, double Rank)> Ranked(int[] items, Rng rng)
    {
        var offset = rng.NextDouble();
        return Shuffled(items, rng).Select((item, k) => (item, k == 0 ? -1 : (k + offset) / items.Length));
    }

    private static void TopUp(int[] sizes, int[] part, int[] other, double fraction)
    {
        var missing = (int)Math.Round(sizes.Sum() * fraction) - part.Sum();
        var byLoss = Enumerable.Range(0, sizes.Length).OrderByDescending(s => sizes[s] * fraction - part[s]).ThenBy(s => s);
        foreach (var s in byLoss)
        {
            if (missing <= 0 || !(sizes[s] * fraction - part[s] > 1e-9)) return;
            if (sizes[s] - part[s] - other[s] <= 1) continue;
            part[s]++;
            missing--;
        }
    }
}
