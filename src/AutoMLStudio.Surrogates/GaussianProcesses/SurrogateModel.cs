using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Surrogates.Acquisitions;

namespace AutoMLStudio.Surrogates.GaussianProcesses;

/// <summary>The model of a history: a fitted process, what it says, and the acquisition over it.</summary>
internal sealed class SurrogateModel
{
    /// <summary>Pending and failed trials that are imagined, the newest of each.</summary>
    private const int MaximumImagined = 100;

    private readonly Standardization _standardization;
    private readonly PowerTransform _transform;
    private readonly List<Trial> _observed;
    private readonly double[] _values;

    private SurrogateModel(
        SpaceEncoding encoding, Standardization standardization, PowerTransform transform, List<Trial> observed, double[] values,
        Posterior posterior, AcquisitionFunction acquisition, SearchPoint incumbent)
    {
        (Encoding, _standardization, _transform, _observed, _values) = (encoding, standardization, transform, observed, values);
        (Posterior, Acquisition, Incumbent) = (posterior, acquisition, incumbent);
    }

    /// <summary>How configurations become points.</summary>
    public SpaceEncoding Encoding { get; }

    /// <summary>Losses above the fence, which the model sees at it: there its mean does not meet what was measured.</summary>
    public int Clipped { get; private init; }

    /// <summary>Given the trials that have a value, pending ones not imagined.</summary>
    public Posterior Posterior { get; }

    /// <summary>The worth of points, averaged over what pending trials may turn out to be.</summary>
    public AcquisitionFunction Acquisition { get; }

    /// <summary>The best trial.</summary>
    public SearchPoint Incumbent { get; }

    /// <summary>
    /// The trials that have a value to learn from: completed ones, and stopped ones with their last value. Where trials are compared at several
    /// budgets, as they stood at the largest that <paramref name="enough"/> of them have reached; none while there is no such budget.
    /// </summary>
    public static List<Trial> Observed(History history, int enough) =>
        [.. (history.AtLargestFidelity(enough)?.Trials ?? [])
            .Where(t => t.State is TrialState.Completed or TrialState.Stopped && t.Loss is { } loss && double.IsFinite(loss))];

    /// <summary>Fits the model of a history with at least one observed trial.</summary>
    public static SurrogateModel Of(SpaceEncoding encoding, History history, GaussianProcessOptions options, Rng rng)
    {
        var known = Observed(history, options.InitialTrials);
        var unknown = history.Trials.ExceptBy(known.Select(t => t.Number), t => t.Number).ToList();
        var observed = Limit(known, options.MaximumPoints);
        var inputs = observed.Select(t => encoding.Encode(t.Configuration)).ToList();
        var standardization = Standardization.Of([.. observed.Select(t => t.Loss!.Value)], options.ClipOutliers);
        double[] standardized = [.. observed.Select(t => standardization.Apply(t.Loss!.Value))];
        var transform = options.WarpLosses ? PowerTransform.Fit(standardized) : PowerTransform.None;
        double[] values = [.. standardized.Select(transform.Apply)];
        var points = new PointSet([.. inputs.Select(p => p.Input)], encoding.IsNominal);
        var process = GaussianProcess.Fit(points, values);
        var posterior = process.Condition(points, [values]);
        var acquisition = Imagine(process, posterior, [.. inputs.Select(p => p.Input)], values, encoding, unknown, options, rng);
        return new(encoding, standardization, transform, observed, values, posterior, acquisition, inputs[Array.IndexOf(values, values.Min())])
        {
            Clipped = observed.Count(t => t.Loss > standardization.Fence),
        };
    }

    /// <summary>From a value of the model to the loss. Of a prediction it gives the median, which the mean of the model is.</summary>
    public double ToLoss(double value) => _standardization.ToLoss(_transform.Invert(value));

    /// <summary>Half the width in losses of the interval of one standard deviation about a value.</summary>
    public double Spread(double value, double deviation) => (ToLoss(value + deviation) - ToLoss(value - deviation)) / 2;

    /// <summary>The interval of two standard deviations about a value, in losses.</summary>
    public PredictedLoss Interval(double value, double deviation) =>
        new(ToLoss(value), ToLoss(value - 2 * deviation), ToLoss(value + 2 * deviation));

    /// <summary>Every trial as the others predict it, the hyper-parameters and the scale of the losses kept.</summary>
    public IReadOnlyList<LeftOutTrial> LeftOut()
    {
        var (means, variances) = Posterior.LeaveOneOut(_values);
        return [.. _observed.Select((trial, i) =>
        {
            var deviation = Math.Sqrt(variances[i]);
            return new LeftOutTrial(trial.Number, ToLoss(_values[i]), Interval(means[i], deviation), (_values[i] - means[i]) / deviation);
        })];
    }

    /// <summary>
    /// The acquisition given what is known and imagined. Pending trials are drawn from the model. Failed and cancelled ones, and
    /// those that ended at a smaller budget, have no value to learn
    /// from, but with nothing there
    /// the same place would be proposed again and again: to the acquisition they are trials of average loss, a constant liar [Ginsbourger2010].
    /// </summary>
    private static AcquisitionFunction Imagine(
        GaussianProcess process, Posterior posterior, List<double[]> inputs, double[] values, SpaceEncoding encoding, List<Trial> unknown,
        GaussianProcessOptions options, Rng rng)
    {
        var acquisition = Acquisitions.Acquisition.Of(options.Acquisition, options.Kappa);
        var failed = Newest(encoding, unknown, t => t.State is not (TrialState.Running or TrialState.Paused));
        if (failed.Count > 0)
        {
            inputs = [.. inputs, .. failed];
            values = [.. values, .. failed.Select(_ => 0.0)];
            posterior = process.Condition(new PointSet(inputs, encoding.IsNominal), [values]);
        }
        var pending = Newest(encoding, unknown, t => t.State is TrialState.Running or TrialState.Paused);
        if (pending.Count == 0) return new(posterior, acquisition, [values.Min()]);
        double[][] fantasies = [.. Fantasies.Draw(posterior, pending, options.Fantasies, rng).Select(d => (double[])[.. values, .. d])];
        return new(
            process.Condition(new PointSet([.. inputs, .. pending], encoding.IsNominal), fantasies), acquisition,
            [.. fantasies.Select(f => f.Min())]);
    }

    private static List<double[]> Newest(SpaceEncoding encoding, List<Trial> trials, Func<Trial, bool> predicate) =>
        [.. trials.Where(predicate).TakeLast(MaximumImagined).Select(t => encoding.Encode(t.Configuration).Input)];

    private static List<Trial> Limit(List<Trial> trials, int limit)
    {
        if (trials.Count <= limit) return trials;
        var best = trials.OrderBy(t => t.Loss).Take(limit / 2).ToHashSet();
        var newest = trials.Where(t => !best.Contains(t)).TakeLast(limit - best.Count);
        return [.. best.Concat(newest).OrderBy(t => t.Number)];
    }
}
