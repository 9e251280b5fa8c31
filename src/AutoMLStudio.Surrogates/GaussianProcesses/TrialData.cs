using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Surrogates.GaussianProcesses;

/// <summary>The trials of a history as a process sees them.</summary>
internal sealed class TrialData
{
    private readonly Standardization _standardization;
    private readonly PowerTransform _transform;

    private TrialData(
        SpaceEncoding encoding, IReadOnlyList<Trial> observed, IReadOnlyList<Trial> unknown, Standardization standardization, PowerTransform transform)
    {
        (Encoding, Observed, Unknown, _standardization, _transform) = (encoding, observed, unknown, standardization, transform);
        Points = [.. observed.Select(t => encoding.Encode(t.Configuration))];
        Inputs = [.. Points.Select(p => p.Input)];
        Values = [.. observed.Select(t => transform.Apply(standardization.Apply(t.Loss!.Value)))];
    }

    /// <summary>How configurations become points.</summary>
    public SpaceEncoding Encoding { get; }

    /// <summary>Trials with a value that are learned from.</summary>
    public IReadOnlyList<Trial> Observed { get; }

    /// <summary>Trials without one: pending, failed, cancelled.</summary>
    public IReadOnlyList<Trial> Unknown { get; }

    /// <summary>Where the observed trials lie.</summary>
    public IReadOnlyList<SearchPoint> Points { get; }

    /// <summary>The same as the model sees them.</summary>
    public IReadOnlyList<double[]> Inputs { get; }

    /// <summary>Their values: standardised, and warped if so wished.</summary>
    public double[] Values { get; }

    /// <summary>Losses above the fence, which the model sees at it.</summary>
    public int Clipped => Observed.Count(t => t.Loss > _standardization.Fence);

    /// <summary>The observed trial with the smallest value.</summary>
    public SearchPoint Incumbent => Points[Array.IndexOf(Values, Values.Min())];

    /// <summary>
    /// The trials that have a value to learn from: completed ones, and stopped ones with their last value. Where trials are compared at several
    /// budgets, as they stood at the largest that <paramref name="enough"/> of them have reached; none while there is no such budget.
    /// </summary>
    public static List<Trial> Known(History history, int enough) =>
        [.. (history.AtLargestFidelity(enough)?.Trials ?? [])
            .Where(t => t.State is TrialState.Completed or TrialState.Stopped && t.Loss is { } loss && double.IsFinite(loss))];

    /// <summary>The data of a history with at least one such trial.</summary>
    public static TrialData Of(SpaceEncoding encoding, History history, GaussianProcessOptions options) =>
        Of(encoding, history, Known(history, options.InitialTrials), options);

    /// <summary>The same from these trials of the history, at least one, all with a loss.</summary>
    public static TrialData Of(SpaceEncoding encoding, History history, List<Trial> known, GaussianProcessOptions options)
    {
        var unknown = history.Trials.ExceptBy(known.Select(t => t.Number), t => t.Number).ToList();
        var observed = Limit(known, options.MaximumPoints);
        var standardization = Standardization.Of([.. observed.Select(t => t.Loss!.Value)], options.ClipOutliers);
        var transform = options.WarpLosses
            ? PowerTransform.Fit([.. observed.Select(t => standardization.Apply(t.Loss!.Value))]) : PowerTransform.None;
        return new(encoding, observed, unknown, standardization, transform);
    }

    /// <summary>From a value of the model to the loss. Of a prediction it gives the median, which the mean of the model is.</summary>
    public double ToLoss(double value) => _standardization.ToLoss(_transform.Invert(value));

    /// <summary>A set of points like the observed ones.</summary>
    public PointSet Set(IReadOnlyList<double[]> inputs) => new(inputs, Encoding.IsNominal);

    private static List<Trial> Limit(List<Trial> trials, int limit)
    {
        if (trials.Count <= limit) return trials;
        var best = trials.OrderBy(t => t.Loss).Take(limit / 2).ToHashSet();
        var newest = trials.Where(t => !best.Contains(t)).TakeLast(limit - best.Count);
        return [.. best.Concat(newest).OrderBy(t => t.Number)];
    }
}
