using AutoMLStudio.Core.Numerics;

namespace AutoMLStudio.Datasets;

/// <summary>
/// Which examples train the model, which choose between models, and which judge the chosen one. The parts share no example; each is ascending.
/// </summary>
public sealed class Split
{
    /// <summary>Of an example: a share times a count may come out above the whole number that it is.</summary>
    private const double Tolerance = 1e-9;

    private readonly int[] _strata;

    private Split(int[] train, int[] validation, int[] test, int[] strata)
    {
        Train = train;
        Validation = validation;
        Test = test;
        _strata = strata;
    }

    /// <summary>Indices of the training part.</summary>
    public IReadOnlyList<int> Train { get; }

    /// <summary>Indices of the validation part; empty for a fraction of 0.</summary>
    public IReadOnlyList<int> Validation { get; }

    /// <summary>Indices of the test part; empty for a fraction of 0 when the dataset sets none aside.</summary>
    public IReadOnlyList<int> Test { get; }

    /// <summary>
    /// A split in which every part holds each class (for regression: each of up to ten equally full bins of the target) in proportion, to less than
    /// one example. Every class keeps at least one training example. Equal arguments give equal splits on every machine. A running text is cut
    /// instead:
    /// its beginning trains, then come validation and test, since a piece says much of those beside it.
    /// </summary>
    /// <param name="dataset">What is split. Where it sets a test part aside, that part is the test part and the rest is split.</param>
    /// <param name="validationFraction">Share of the examples for validation, in [0, 1).</param>
    /// <param name="testFraction">Share of the examples for testing, in [0, 1); not used where the dataset sets a test part aside.</param>
    /// <param name="seed">Names the split.</param>
    /// <exception cref="ArgumentOutOfRangeException">The fractions are negative or leave nothing to train on.</exception>
    /// <exception cref="DatasetException">The dataset is too small: a part that is asked for would be empty.</exception>
    public static Split Stratified(Dataset dataset, double validationFraction, double testFraction, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(validationFraction);
        ArgumentOutOfRangeException.ThrowIfNegative(testFraction);
        var drawn = dataset.FixedTest is null ? testFraction : 0;
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(validationFraction + drawn, 1);
        if (dataset.Task == DatasetTask.NextToken) return InOrder(dataset, validationFraction, drawn);
        var isTest = new bool[dataset.Count];
        foreach (var index in dataset.FixedTest ?? []) isTest[index] = true;
        var strata = Strata.Of(dataset, Enumerable.Range(0, dataset.Count).Where(i => !isTest[i]));
        var counts = Strata.Allot([.. strata.Select(s => s.Length)], validationFraction, drawn);
        var parts = new[] { new List<int>(), [], [.. dataset.FixedTest ?? []] };
        var stratumOf = new int[dataset.Count];
        for (var s = 0; s < strata.Count; s++)
        {
            var order = Strata.Shuffled(strata[s], Rng.For(seed, s));
            for (var i = 0; i < order.Length; i++)
            {
                parts[i < counts[s].Validation ? 1 : i < counts[s].Validation + counts[s].Test ? 2 : 0].Add(order[i]);
                stratumOf[order[i]] = s;
            }
        }
        if (validationFraction > 0 && parts[1].Count == 0) throw TooSmall(dataset, "validation", validationFraction);
        if (drawn > 0 && parts[2].Count == 0) throw TooSmall(dataset, "test", drawn);
        var train = parts[0].Order().ToArray();
        return new Split(train, [.. parts[1].Order()], [.. parts[2].Order()], [.. train.Select(i => stratumOf[i])]);
    }

    private static Split InOrder(Dataset dataset, double validationFraction, double testFraction)
    {
        var (validation, test) = ((int)Math.Round(dataset.Count * validationFraction), (int)Math.Round(dataset.Count * testFraction));
        if (validationFraction > 0 && validation == 0) throw TooSmall(dataset, "validation", validationFraction);
        if (testFraction > 0 && test == 0) throw TooSmall(dataset, "test", testFraction);
        var train = Math.Max(1, dataset.Count - validation - test);
        var all = Enumerable.Range(0, dataset.Count).ToArray();
        return new Split(all[..train], all[train..(dataset.Count - test)], all[(dataset.Count - test)..], new int[train]);
    }

    /// <summary>
    /// The same split with a part of the training examples, each class or bin in proportion and at least one of each. Nested: with the same seed a
    /// smaller fraction's examples are among a larger one's.
    /// </summary>
    /// <param name="fraction">Share of the training examples to keep, in (0, 1]; their number is rounded up.</param>
    /// <param name="seed">Names the choice.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fraction"/> is out of its range.</exception>
    public Split Subset(double fraction, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(fraction);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fraction, 1);
        var strata = Enumerable.Range(0, Train.Count).GroupBy(i => _strata[i]).ToList();
        var positions = strata.SelectMany(g => Strata.Ranked([.. g], Rng.For(seed, g.Key)))
            .OrderBy(r => r.Rank).ThenBy(r => r.Item)
            .Take(Math.Max(strata.Count, (int)Math.Ceiling(fraction * Train.Count - Tolerance)))
            .Select(r => r.Item).Order().ToArray();
        return new Split([.. positions.Select(i => Train[i])], [.. Validation], [.. Test], [.. positions.Select(i => _strata[i])]);
    }

    private static DatasetException TooSmall(Dataset dataset, string part, double fraction) => new(
        $"The dataset '{dataset.Name}' has {dataset.Count} examples; a {part} part of {fraction:0.###} of them would be empty. Use more examples " +
        "or a larger fraction.");
}
