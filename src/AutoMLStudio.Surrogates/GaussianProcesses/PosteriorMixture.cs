namespace AutoMLStudio.Surrogates.GaussianProcesses;

/// <summary>Equally likely posteriors, one a sample of the hyper-parameters; or one alone, for their mode.</summary>
/// <param name="members">At least one; all given the same points.</param>
internal sealed class PosteriorMixture(IReadOnlyList<Posterior> members)
{
    /// <summary>The posteriors.</summary>
    public IReadOnlyList<Posterior> Members => members;

    /// <summary>Number of points that values are known at.</summary>
    public int Count => members[0].Count;

    /// <summary>The geometric mean of the hyper-parameters: of one member, its own.</summary>
    public Hyperparameters Typical { get; } = members.Count == 1 ? members[0].Parameters : Average([.. members.Select(m => m.Parameters)]);

    /// <summary>Means and variances (m) at m points: those of the mixture, by the law of total variance.</summary>
    public (double[] Means, double[] Variances) At(IReadOnlyList<double[]> points) => Mix([.. members.Select(m => m.At(points))]);

    /// <summary>What all points but one say of the value at it; see <see cref="Posterior.LeaveOneOut"/>.</summary>
    public (double[] Means, double[] Variances) LeaveOneOut(double[] values) => Mix([.. members.Select(m => m.LeaveOneOut(values))]);

    private static (double[] Means, double[] Variances) Mix(IReadOnlyList<(double[] Means, double[] Variances)> parts)
    {
        if (parts.Count == 1) return parts[0];
        var (means, variances) = (new double[parts[0].Means.Length], new double[parts[0].Means.Length]);
        for (var i = 0; i < means.Length; i++)
        {
            var mean = parts.Average(p => p.Means[i]);
            (means[i], variances[i]) = (mean, parts.Average(p => p.Variances[i] + (p.Means[i] - mean) * (p.Means[i] - mean)));
        }
        return (means, variances);
    }

    private static Hyperparameters Average(IReadOnlyList<Hyperparameters> samples)
    {
        double Geometric(Func<Hyperparameters, double> value) => Math.Exp(samples.Average(s => Math.Log(value(s))));
        double[] weights = [.. samples[0].Weights.Select((_, d) => Geometric(s => s.Weights[d]))];
        return new(weights, Geometric(s => s.Scale), Geometric(s => s.Noise)) { Mean = samples.Average(s => s.Mean) };
    }
}
