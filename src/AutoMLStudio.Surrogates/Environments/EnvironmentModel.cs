using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.Environments;

/// <summary>Processes of losses and of costs over points and budgets, one of each a sample of the hyper-parameters.</summary>
internal sealed class EnvironmentModel
{
    private EnvironmentModel(EnvironmentData data, PosteriorMixture observed, PosteriorMixture loss, PosteriorMixture cost) =>
        (Data, Observed, Loss, Cost) = (data, observed, loss, cost);

    /// <summary>What it was fitted to.</summary>
    public EnvironmentData Data { get; }

    /// <summary>Of standardised (log) losses, pending evaluations not imagined: what people look at.</summary>
    public PosteriorMixture Observed { get; }

    /// <summary>Of standardised (log) losses.</summary>
    public PosteriorMixture Loss { get; }

    /// <summary>Of standardised log costs.</summary>
    public PosteriorMixture Cost { get; }

    /// <summary>Fits both processes. Pending evaluations count as ones that will turn out as predicted, so that their place is no longer unknown.</summary>
    public static EnvironmentModel Fit(EnvironmentData data, IReadOnlyList<(double[] Input, int Level)> pending, int burnIn, int samples, Rng rng)
    {
        IReadOnlyList<Posterior> Sample(PointSet points, double[] values, Rng chain) =>
            [.. HyperparameterChain.Sample(data.Kind.Chain(points), points, values, burnIn, samples, chain)
                .Select(p => new GaussianProcess(p).Condition(points, [values]))];
        var observed = Sample(data.LossPoints(), data.Losses, rng.Split(0));
        List<double[]> imagined = [.. pending.Select(p => EnvironmentData.With(p.Input, data.Kind.Loss(p.Level)))];
        var loss = imagined.Count == 0 ? observed : [.. observed.Select(p => Believe(p, data.Losses, imagined))];
        return new(data, new(observed), new(loss), new(Sample(data.CostPoints(), data.Costs, rng.Split(1))));
    }

    /// <summary>The predicted loss at points and budgets, standardised, by what was observed alone: means and variances.</summary>
    public (double[] Means, double[] Variances) LossAt(IReadOnlyList<(double[] Input, double Budget)> points) =>
        Observed.At([.. points.Select(p => EnvironmentData.With(p.Input, Data.Kind.LossOf(p.Budget)))]);

    /// <summary>The predicted cost in seconds, or in budget units where no time was measured: the median.</summary>
    public double[] CostAt(IReadOnlyList<(double[] Input, double Budget)> points)
    {
        var (means, _) = Cost.At([.. points.Select(p => EnvironmentData.With(p.Input, Data.Kind.CostOf(p.Budget)))]);
        return [.. means.Select(Data.ToCost)];
    }

    /// <summary>The seen point of the smallest predicted loss at the largest budget ([Klein2017], Section 4).</summary>
    public SearchPoint Incumbent(int largest)
    {
        var features = Data.Kind.Loss(largest);
        var (means, _) = Loss.At([.. Data.Points.Select(p => EnvironmentData.With(p.Input, features))]);
        return Data.Points[Array.IndexOf(means, means.Min())];
    }

    private static Posterior Believe(Posterior posterior, double[] values, List<double[]> imagined)
    {
        var (means, _) = posterior.At(imagined);
        return posterior.Append(imagined, [.. values, .. means]);
    }
}
