using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.Environments;

/// <summary>Processes of losses and of costs over points and budgets, one of each a sample of the hyper-parameters.</summary>
internal sealed class EnvironmentModel
{
    private EnvironmentModel(EnvironmentData data, PosteriorMixture observed, PosteriorMixture loss, PosteriorMixture? cost) =>
        (Data, Observed, Loss, Cost) = (data, observed, loss, cost);

    /// <summary>What it was fitted to.</summary>
    public EnvironmentData Data { get; }

    /// <summary>Of standardised (log) losses, pending evaluations not imagined: what people look at.</summary>
    public PosteriorMixture Observed { get; }

    /// <summary>Of standardised (log) losses.</summary>
    public PosteriorMixture Loss { get; }

    /// <summary>Of standardised log costs; null while the study itself has evaluated nothing.</summary>
    public PosteriorMixture? Cost { get; }

    /// <summary>Fits both processes. Pending evaluations count as ones that will turn out as predicted, so that their place is no longer unknown.</summary>
    public static EnvironmentModel Fit(EnvironmentData data, IReadOnlyList<(double[] Input, int Level)> pending, int burnIn, int samples, Rng rng)
    {
        IReadOnlyList<Posterior> Sample(PointSet points, double[] values, Rng chain) =>
            [.. HyperparameterChain.Sample(data.Kind.Chain(points), points, values, burnIn, samples, chain)
                .Select(p => new GaussianProcess(p).Condition(points, [values]))];
        var observed = Sample(data.LossPoints(), data.Losses, rng.Split(0));
        List<double[]> imagined = [.. pending.Select(p => EnvironmentData.With(p.Input, data.Kind.Loss(p.Level)))];
        var loss = imagined.Count == 0 ? observed : [.. observed.Select(p => Believe(p, data.Losses, imagined))];
        var cost = data.Costs.Length == 0 ? null : new PosteriorMixture(Sample(data.CostPoints(), data.Costs, rng.Split(1)));
        return new(data, new(observed), new(loss), cost);
    }

    /// <summary>The predicted loss at points and budgets, standardised, by what was observed alone: means and variances.</summary>
    public (double[] Means, double[] Variances) LossAt(IReadOnlyList<(double[] Input, double Budget)> points) =>
        Observed.At([.. points.Select(p => EnvironmentData.With(p.Input, Data.Kind.LossOf(p.Budget)))]);

    /// <summary>The predicted cost in seconds, or in budget units where no time was measured: the median; no numbers while nothing is known.</summary>
    public double[] CostAt(IReadOnlyList<(double[] Input, double Budget)> points)
    {
        if (Cost is null) return [.. points.Select(_ => double.NaN)];
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

    /// <summary>The correlation of the losses at two levels, averaged over the hyper-parameters.</summary>
    public double Correlation(int a, int b)
    {
        var (first, second) = (Data.Kind.Loss(a), Data.Kind.Loss(b));
        return Observed.Members.Average(m =>
        {
            double Form(double[] x, double[] y) =>
                x.Select((_, i) => y.Select((_, j) => x[i] * m.Parameters.Environment![i * y.Length + j] * y[j]).Sum()).Sum();
            return Form(first, second) / Math.Sqrt(Form(first, first) * Form(second, second));
        });
    }

    private static Posterior Believe(Posterior posterior, double[] values, List<double[]> imagined)
    {
        var (means, _) = posterior.At(imagined);
        return posterior.Append(imagined, [.. values, .. means]);
    }
}
