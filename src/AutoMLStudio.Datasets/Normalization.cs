namespace AutoMLStudio.Datasets;

/// <summary>Mean and standard deviation of the features, so that a network sees (x − mean) / deviation.</summary>
/// <param name="Mean">One a channel for images, one a column for a table.</param>
/// <param name="Deviation">Population standard deviation in the same order; 1 where the feature is constant.</param>
public sealed record Normalization(IReadOnlyList<float> Mean, IReadOnlyList<float> Deviation)
{
    /// <summary>
    /// The statistics of the examples at <paramref name="indices"/>: hand in the training part only, or knowledge of the others leaks into training.
    /// </summary>
    /// <exception cref="ArgumentException"><paramref name="indices"/> is empty.</exception>
    public static Normalization Of(Dataset dataset, IReadOnlyList<int> indices)
    {
        var groups = dataset.Shape[0];
        var size = dataset.FeatureCount / groups;
        return Measure(indices, groups, size, (index, group) => dataset.Example(index).Slice(group * size, size));
    }

    /// <summary>The statistics of the target, for regression: one mean and one deviation.</summary>
    /// <exception cref="ArgumentException"><paramref name="indices"/> is empty.</exception>
    public static Normalization OfTarget(Dataset dataset, IReadOnlyList<int> indices) =>
        Measure(indices, 1, 1, (index, _) => dataset.Targets.Span.Slice(index, 1));

    private delegate ReadOnlySpan<float> Values(int index, int group);

    /// <summary>Two passes in double precision: the one-pass formula loses every digit when the mean is large beside the deviation.</summary>
    private static Normalization Measure(IReadOnlyList<int> indices, int groups, int size, Values values)
    {
        if (indices.Count == 0) throw new ArgumentException("There is no example to take the mean of.", nameof(indices));
        var total = (double)indices.Count * size;
        var mean = new float[groups];
        var deviation = new float[groups];
        for (var group = 0; group < groups; group++)
        {
            double sum = 0, squares = 0;
            foreach (var index in indices)
                foreach (var value in values(index, group)) sum += value;
            var centre = sum / total;
            foreach (var index in indices)
                foreach (var value in values(index, group)) squares += (value - centre) * (value - centre);
            mean[group] = (float)centre;
            deviation[group] = (float)Math.Sqrt(squares / total);
            if (!(deviation[group] > 1e-6f * Math.Max(1e-6f, Math.Abs(mean[group])))) deviation[group] = 1;
        }
        return new Normalization(mean, deviation);
    }
}
