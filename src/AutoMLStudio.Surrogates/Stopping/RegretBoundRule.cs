using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Surrogates.Acquisitions;
using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.Stopping;

/// <summary>
/// Ends a study when a Gaussian process says that hardly anything is left to gain [Makarova2022]: the simple regret is at most the smallest upper
/// confidence bound over the trials less the smallest lower one over the space (§3.1), which is compared with the error of measuring the best trial (§3.2).
/// </summary>
/// <remarks>
/// β = 2 ln(d t² π² / 6δ), divided by 5 as in the authors' experiments, with d parameters and t trials in the model; the model learns from the better
/// half of the trials, at least 20, as in Optuna [Akiba2019]. It is the model of the sampler <c>gp</c> without its warping of losses, so that the bound
/// is in the objective's own unit; another sampler may propose. Deviations: where the best trial reports no error of its own, the threshold is the noise
/// that the model has learned, where the paper assumes cross-validation. Of several objectives the first is looked at.
/// </remarks>
/// <param name="options">Options.</param>
public sealed class RegretBoundRule(RegretBoundOptions options) : IStoppingRule
{
    /// <summary>The model's cost grows with the cube of its points, and the worse half says little of the optimum.</summary>
    private const int MaximumPoints = 300;

    private const double Scaling = 5;
    private const int Candidates = 2_048;
    private const int Searches = 10;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The space holds architectures that have no finite set of dimensions.</exception>
    public StoppingMeasure? Measure(SearchSpace space, History history, Rng rng)
    {
        var completed = history.Completed.Where(t => t.Loss is not null).OrderBy(t => t.Loss).ThenBy(t => t.Number).ToList();
        if (completed.Count < options.MinTrials) return null;
        var count = Math.Min(Math.Max((int)(options.Top * completed.Count), options.MinTrials), MaximumPoints);
        List<Trial> top = [.. completed.Take(count)];
        var encoding = new SpaceEncoding(space);
        List<SearchPoint> points = [.. top.Select(t => encoding.Encode(t.Configuration))];
        var scale = Standardization.Of([.. top.Select(t => t.Loss!.Value)], clip: false);
        double[] values = [.. top.Select(t => scale.Apply(t.Loss!.Value))];
        var set = new PointSet([.. points.Select(p => p.Input)], encoding.IsNominal);
        var process = GaussianProcess.Fit(set, values, new());
        var posterior = process.Condition(set, [values]);
        var weight = Math.Sqrt(Beta(space.Dimension, count, options.Delta));
        var bound = Bound(encoding, posterior, points, weight, rng) * scale.Scale;
        var (threshold, basis) = Threshold(history, Math.Sqrt(process.Parameters.Noise) * scale.Scale);
        return new(completed.Count, bound, threshold, basis);
    }

    /// <summary>β_t of Srinivas et al., scaled as in the experiments of [Makarova2022].</summary>
    internal static double Beta(int dimension, int trials, double delta) =>
        2 * Math.Log(dimension * (double)trials * trials * Math.PI * Math.PI / (6 * delta)) / Scaling;

    /// <summary>min UCB over the points less min LCB over the space, which the points are part of; never below zero.</summary>
    internal static double Bound(SpaceEncoding encoding, Posterior posterior, List<SearchPoint> points, double weight, Rng rng)
    {
        List<double[]> inputs = [.. points.Select(p => p.Input)];
        var (means, variances) = posterior.At(inputs);
        var upper = Enumerable.Range(0, points.Count).Min(i => means[i] + weight * Math.Sqrt(variances[i]));
        var lower = new AcquisitionFunction(posterior, new ConfidenceBound(weight), [[0]]);
        var best = new AcquisitionSearch(Candidates, Searches).Rank(encoding, lower, posterior.Parameters, [points[0]], rng).Take(1).Select(p => p.Input);
        return Math.Max(0, upper + lower.Values([.. inputs, .. best]).Max());
    }

    private (double Threshold, string Basis) Threshold(History history, double noise)
    {
        if (options.Below is { } below) return (below, "the threshold that was set");
        var metric = $"{history.Objectives[0].Metric}_error";
        var error = double.NaN;
        if (history.Best is { Reports: [.., var last] }) last.Metrics.TryGetValue(metric, out error);
        return error > 0 && double.IsFinite(error) ? (error, $"the {metric} of the best trial") : (noise, "the noise of the objective");
    }
}
