using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Surrogates.Acquisitions;
using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.Environments;

/// <summary>Processes of losses and of costs over points and budgets, one of each a sample of the hyper-parameters.</summary>
internal sealed class EnvironmentModel
{
    private EnvironmentModel(EnvironmentData data, PosteriorMixture loss, PosteriorMixture cost) => (Data, Loss, Cost) = (data, loss, cost);

    /// <summary>What it was fitted to.</summary>
    public EnvironmentData Data { get; }

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
        var loss = Sample(data.LossPoints(), data.Losses, rng.Split(0));
        List<double[]> imagined = [.. pending.Select(p => EnvironmentData.With(p.Input, data.Kind.Loss(p.Level)))];
        if (imagined.Count > 0) loss = [.. loss.Select(p => Believe(p, data.Losses, imagined))];
        return new(data, new(loss), new(Sample(data.CostPoints(), data.Costs, rng.Split(1))));
    }

    /// <summary>The predicted means of the loss at a budget.</summary>
    public (double[] Means, double[] Variances) LossAt(IReadOnlyList<double[]> inputs, int level) => At(Loss, inputs, Data.Kind.Loss(level));

    /// <summary>The predicted means of the log cost at a budget, standardised.</summary>
    public (double[] Means, double[] Variances) CostAt(IReadOnlyList<double[]> inputs, int level) => At(Cost, inputs, Data.Kind.Cost(level));

    /// <summary>The seen point of the smallest predicted loss at the largest budget ([Klein2017], Section 4).</summary>
    public SearchPoint Incumbent(int largest)
    {
        var (means, _) = LossAt([.. Data.Points.Select(p => p.Input)], largest);
        return Data.Points[Array.IndexOf(means, means.Min())];
    }

    /// <summary>
    /// The information that evaluating points at budgets is expected to give of the minimum at the largest budget, for each second it is expected to
    /// take ([Klein2017], Eq. 7; [Swersky2013], Eq. 7), averaged over the hyper-parameters.
    /// </summary>
    /// <param name="points">Candidates and their budgets' positions.</param>
    /// <param name="largest">Position of the largest budget.</param>
    /// <param name="overhead">Seconds that a proposal takes.</param>
    /// <param name="rng">Draws the representative points.</param>
    public double[] Worths(IReadOnlyList<(double[] Input, int Level)> points, int largest, double overhead, Rng rng)
    {
        var worths = new double[points.Count];
        List<double[]> losses = [.. points.Select(p => EnvironmentData.With(p.Input, Data.Kind.Loss(p.Level)))];
        List<double[]> costs = [.. points.Select(p => EnvironmentData.With(p.Input, Data.Kind.Cost(p.Level)))];
        for (var m = 0; m < Loss.Members.Count; m++)
        {
            var information = Search(Loss.Members[m], largest, rng.Split(m)).Values(losses);
            var (logCosts, _) = Cost.Members[m].At(costs);
            for (var i = 0; i < worths.Length; i++) worths[i] += information[i] / (Math.Exp(Data.CostScale.ToLoss(logCosts[i])) + overhead);
        }
        return worths;
    }

    /// <summary>The search for where the loss at the largest budget is smallest, over representative points drawn by expected improvement.</summary>
    public EntropySearch Search(Posterior posterior, int largest, Rng rng)
    {
        var features = Data.Kind.Loss(largest);
        List<double[]> cover = [.. Representers.Spread(Data.Encoding, posterior, rng.Split(0)).Select(p => EnvironmentData.With(p, features))];
        var (seen, _) = posterior.At([.. Data.Points.Select(p => EnvironmentData.With(p.Input, features))]);
        var (points, measure) = Representers.Draw(posterior, cover, [seen.Min()], rng.Split(1));
        return new(posterior, points, measure);
    }

    private static Posterior Believe(Posterior posterior, double[] values, List<double[]> imagined)
    {
        var (means, _) = posterior.At(imagined);
        return posterior.Append(imagined, [.. values, .. means]);
    }

    private static (double[] Means, double[] Variances) At(PosteriorMixture mixture, IReadOnlyList<double[]> inputs, double[] features) =>
        mixture.At([.. inputs.Select(x => EnvironmentData.With(x, features))]);
}
