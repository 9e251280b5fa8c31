using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Surrogates.GaussianProcesses;

/// <summary>The trials of a history as a process sees them.</summary>
internal sealed class TrialData
{
    private readonly Standardization _standardization;
    private readonly PowerTransform _transform;
    private readonly double[] _losses;

    private TrialData(SpaceEncoding encoding, IReadOnlyList<Trial> observed, IReadOnlyList<Trial> unknown, int objective, GaussianProcessOptions options)
    {
        (Encoding, Observed, Unknown) = (encoding, observed, unknown);
        Points = [.. observed.Select(t => encoding.Encode(t.Configuration))];
        Inputs = [.. Points.Select(p => p.Input)];
        _losses = [.. observed.Select(t => t.Losses![objective])];
        _standardization = Standardization.Of(_losses, options.ClipOutliers);
        double[] standardized = [.. _losses.Select(_standardization.Apply)];
        _transform = options.WarpLosses ? PowerTransform.Fit(standardized) : PowerTransform.None;
        Values = [.. standardized.Select(_transform.Apply)];
        Feasible = [.. Enumerable.Range(0, observed.Count).Where(i => observed[i].IsFeasible)];
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
    public int Clipped => _losses.Count(l => l > _standardization.Fence);

    /// <summary>Positions of the observed trials that keep every outcome constraint.</summary>
    public int[] Feasible { get; }

    /// <summary>True when some observed trial keeps every outcome constraint.</summary>
    public bool HasFeasible => Feasible.Length > 0;

    /// <summary>The smallest value of a feasible trial; infinite without any.</summary>
    public double Best => Feasible.Select(i => Values[i]).DefaultIfEmpty(double.PositiveInfinity).Min();

    /// <summary>The observed trial with the smallest value that is feasible; without any, the one that breaks the constraints least.</summary>
    public SearchPoint Incumbent =>
        Points[HasFeasible ? Feasible.MinBy(i => Values[i]) : Enumerable.Range(0, Values.Length).MinBy(i => Observed[i].Standing)];

    /// <summary>
    /// The trials that have a value to learn from: completed ones, and stopped ones with their last value. Where trials are compared at several
    /// budgets, as they stood at the largest that <paramref name="enough"/> of them have reached; none while there is no such budget.
    /// </summary>
    public static List<Trial> Known(History history, int enough) =>
        [.. (history.AtLargestFidelity(enough)?.Trials ?? [])
            .Where(t => t.State is TrialState.Completed or TrialState.Stopped && t.Losses is { } losses && losses.All(double.IsFinite))];

    /// <summary>The data of a history with at least one such trial: the same trials for each of its objectives.</summary>
    public static TrialData Of(SpaceEncoding encoding, History history, GaussianProcessOptions options, int objective = 0) =>
        Of(encoding, history, Known(history, options.InitialTrials), options, objective);

    /// <summary>The same from these trials of the history, at least one, all with a loss.</summary>
    public static TrialData Of(SpaceEncoding encoding, History history, List<Trial> known, GaussianProcessOptions options, int objective = 0)
    {
        var unknown = history.Trials.ExceptBy(known.Select(t => t.Number), t => t.Number).ToList();
        return new(encoding, Limit(known, options.MaximumPoints), unknown, objective, options);
    }

    /// <summary>From a value of the model to the loss. Of a prediction it gives the median, which the mean of the model is.</summary>
    public double ToLoss(double value) => _standardization.ToLoss(_transform.Invert(value));

    /// <summary>What values at the observed points say, one a sample of the hyper-parameters, or one for their mode.</summary>
    public List<Posterior> Posteriors(double[] values, GaussianProcessOptions options, Rng rng)
    {
        var points = Set(Inputs);
        var form = new ProcessForm(options.Kernel, options.WarpInputs, options.Prior);
        IReadOnlyList<GaussianProcess> processes = options.Hyperparameters == HyperparameterInference.Map
            ? [GaussianProcess.Fit(points, values, form)]
            : GaussianProcess.Sample(points, values, options.BurnIn, options.Samples, rng, form);
        return [.. processes.Select(p => p.Condition(points, [values]))];
    }

    /// <summary>A set of points like the observed ones.</summary>
    public PointSet Set(IReadOnlyList<double[]> inputs) => new(inputs, Encoding.IsNominal);

    private static List<Trial> Limit(List<Trial> trials, int limit)
    {
        if (trials.Count <= limit) return trials;
        var order = Pareto.Order([.. trials.Select(t => t.Losses!)], [.. trials.Select(t => t.Violation)]).Select(i => trials[i]);
        var best = order.Take(limit / 2).ToHashSet();
        var newest = trials.Where(t => !best.Contains(t)).TakeLast(limit - best.Count);
        return [.. best.Concat(newest).OrderBy(t => t.Number)];
    }
}
