using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Surrogates.Acquisitions;

namespace AutoMLStudio.Surrogates.GaussianProcesses;

/// <summary>The model of a history: fitted processes, what they say, and the acquisition over them.</summary>
internal sealed class SurrogateModel
{
    private readonly TrialData _data;

    private SurrogateModel(TrialData data, PosteriorMixture posterior, IAcquisitionFunction acquisition) =>
        (_data, Posterior, Acquisition, Incumbent) = (data, posterior, acquisition, data.Incumbent);

    /// <summary>How configurations become points.</summary>
    public SpaceEncoding Encoding => _data.Encoding;

    /// <summary>Losses above the fence, which the model sees at it: there its mean does not meet what was measured.</summary>
    public int Clipped => _data.Clipped;

    /// <summary>Given the trials that have a value, pending ones not imagined.</summary>
    public PosteriorMixture Posterior { get; }

    /// <summary>The worth of points, averaged over hyper-parameters and over what pending trials may turn out to be.</summary>
    public IAcquisitionFunction Acquisition { get; }

    /// <summary>The best trial.</summary>
    public SearchPoint Incumbent { get; }

    /// <summary>Fits the model of a history with at least one observed trial.</summary>
    public static SurrogateModel Of(SpaceEncoding encoding, History history, GaussianProcessOptions options, Rng rng) =>
        Of(TrialData.Of(encoding, history, options), options, rng);

    /// <summary>Fits the model of these trials.</summary>
    public static SurrogateModel Of(TrialData data, GaussianProcessOptions options, Rng rng)
    {
        var points = data.Set(data.Inputs);
        IReadOnlyList<GaussianProcess> processes = options.Hyperparameters == HyperparameterInference.Map
            ? [GaussianProcess.Fit(points, data.Values, options.Kernel)]
            : GaussianProcess.Sample(points, data.Values, options.BurnIn, options.Samples, rng.Split(1), options.Kernel);
        var posteriors = processes.Select(p => p.Condition(points, [data.Values])).ToList();
        var imagination = new Imagination(data, AcquisitionFactory.Fantasies(options));
        // A function is drawn under one draw of the hyper-parameters: an average of such functions would be hardly more than the mean.
        var averaged = options.Acquisition == AcquisitionKind.Thompson ? 1 : processes.Count;
        var functions = posteriors.TakeLast(averaged).Select(p => imagination.Of(p, rng))
            .Select((m, i) => AcquisitionFactory.Of(data.Encoding, m.Posterior, m.Best, options, rng.Split(10 + i)));
        var acquisition = IntegratedAcquisition.Of([.. functions]);
        // What may be below zero is no gain that could be shared out among seconds.
        if (options.PerSecond && options.Acquisition is not (AcquisitionKind.Ucb or AcquisitionKind.Thompson) && Duration.Of(data) is { } duration) acquisition = new PerSecond(acquisition, duration.Posterior, duration.Scale);
        return new(data, new(posteriors), acquisition);
    }

    /// <summary>From a value of the model to the loss. Of a prediction it gives the median, which the mean of the model is.</summary>
    public double ToLoss(double value) => _data.ToLoss(value);

    /// <summary>Half the width in losses of the interval of one standard deviation about a value.</summary>
    public double Spread(double value, double deviation) => (ToLoss(value + deviation) - ToLoss(value - deviation)) / 2;

    /// <summary>The interval of two standard deviations about a value, in losses.</summary>
    public PredictedLoss Interval(double value, double deviation) =>
        new(ToLoss(value), ToLoss(value - 2 * deviation), ToLoss(value + 2 * deviation));

    /// <summary>Every trial as the others predict it, the hyper-parameters and the scale of the losses kept.</summary>
    public IReadOnlyList<LeftOutTrial> LeftOut()
    {
        var values = _data.Values;
        var (means, variances) = Posterior.LeaveOneOut(values);
        return [.. _data.Observed.Select((trial, i) =>
        {
            var deviation = Math.Sqrt(variances[i]);
            return new LeftOutTrial(trial.Number, ToLoss(values[i]), Interval(means[i], deviation), (values[i] - means[i]) / deviation);
        })];
    }
}
