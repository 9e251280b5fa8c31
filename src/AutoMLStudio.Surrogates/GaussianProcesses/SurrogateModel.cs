using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Studies;
using AutoMLStudio.Surrogates.Acquisitions;
using AutoMLStudio.Surrogates.Fronts;

namespace AutoMLStudio.Surrogates.GaussianProcesses;

/// <summary>The model of a history: fitted processes, what they say, and the acquisition over them.</summary>
internal sealed class SurrogateModel
{
    private readonly TrialData _data;

    private SurrogateModel(
        TrialData data, PosteriorMixture posterior, IAcquisitionFunction acquisition, Duration? duration, IReadOnlyList<SearchPoint>? incumbents = null)
    {
        (_data, Posterior, Duration, Incumbents) = (data, posterior, duration, incumbents ?? [data.Incumbent]);
        Acquisition = duration is null ? acquisition : new PerSecond(acquisition, duration.Posterior, duration.Scale);
    }

    /// <summary>How configurations become points.</summary>
    public SpaceEncoding Encoding => _data.Encoding;

    /// <summary>Losses above the fence, which the model sees at it: there its mean does not meet what was measured.</summary>
    public int Clipped => _data.Clipped;

    /// <summary>Given the trials that have a value, pending ones not imagined.</summary>
    public PosteriorMixture Posterior { get; }

    /// <summary>The worth of points, averaged over hyper-parameters and over what pending trials may turn out to be.</summary>
    public IAcquisitionFunction Acquisition { get; }

    /// <summary>How long trials take, where the worth is divided by it; null otherwise.</summary>
    public Duration? Duration { get; }

    /// <summary>The searches for where the smallest value lies, one a posterior; empty for another acquisition.</summary>
    public IReadOnlyList<EntropySearch> Searches { get; private init; } = [];

    /// <summary>The best trial, by the first objective where there are several.</summary>
    public SearchPoint Incumbent => Incumbents[0];

    /// <summary>The best trial; of several objectives those on the front, by the first.</summary>
    public IReadOnlyList<SearchPoint> Incumbents { get; }

    /// <summary>Fits the model of a history with at least one observed trial.</summary>
    public static SurrogateModel Of(SpaceEncoding encoding, History history, GaussianProcessOptions options, Rng rng) => history.Objectives.Count == 1
        ? Of(TrialData.Of(encoding, history, options), options, rng)
        : OfSeveral([.. history.Objectives.Select((_, m) => TrialData.Of(encoding, history, options, m))], options, rng);

    /// <summary>Fits the model of these trials.</summary>
    public static SurrogateModel Of(TrialData data, GaussianProcessOptions options, Rng rng)
    {
        var posteriors = data.Posteriors(data.Values, options, rng.Split(1));
        var imagination = new Imagination(data, AcquisitionFactory.Fantasies(options));
        var outcomes = OutcomeModel.Of(data, imagination, options, rng);
        // A function is drawn under one draw of the hyper-parameters: an average of such functions would be hardly more than the mean.
        var averaged = options.Acquisition == AcquisitionKind.Thompson ? 1 : posteriors.Count;
        IAcquisitionFunction Worth(Posterior posterior, int sample, bool[]? counts)
        {
            var imagined = imagination.Of(posterior, rng, counts);
            return AcquisitionFactory.Of(data.Encoding, imagined.Posterior, imagined.Best, options, rng.Split(10 + sample));
        }

        var functions = posteriors.TakeLast(averaged)
            .Select((p, i) => outcomes?.Of(i, counts => Worth(p, i, counts)) ?? Worth(p, i, null)).ToList();
        // What may be below zero is no gain that could be shared out among seconds.
        var isGain = options.Acquisition is not (AcquisitionKind.Ucb or AcquisitionKind.Thompson);
        return new(data, new(posteriors), IntegratedAcquisition.Of(functions), isGain && options.PerSecond ? Duration.Of(data) : null)
        {
            Searches = [.. functions.OfType<EntropySearch>()],
        };
    }

    /// <summary>The model of several objectives, a process of its own for each; what people look at is that of the first.</summary>
    private static SurrogateModel OfSeveral(IReadOnlyList<TrialData> data, GaussianProcessOptions options, Rng rng)
    {
        List<Posterior>[] posteriors = [.. data.Select((d, m) => d.Posteriors(d.Values, options, rng.Split(100 + m)))];
        Imagination[] imaginations = [.. data.Select(d => new Imagination(d, 1))];
        var outcomes = OutcomeModel.Of(data[0], imaginations[0], options, rng);
        IAcquisitionFunction Worth(int sample, bool[]? counts)
        {
            var believed = imaginations.Select((imagination, m) => imagination.Believe(posteriors[m][sample])).ToList();
            double[][] known = [.. Enumerable.Range(0, data[0].Observed.Count).Select(t => data.Select(d => d.Values[t]).ToArray())];
            double[][] pending = [.. Enumerable.Range(0, believed[0].Pending.Length).Where(t => counts?[t] ?? true)
                .Select(t => believed.Select(b => b.Pending[t]).ToArray())];
            // The reference is beyond the infeasible trials too: few feasible ones would make it a bound that their front could not be lengthened across.
            FrontBoxes front = new([.. data[0].Feasible.Select(t => known[t]), .. pending], FrontBoxes.Reference(known));
            return new HypervolumeImprovement([.. believed.Select(b => b.Posterior)], front);
        }

        var functions = Enumerable.Range(0, posteriors[0].Count).Select(i => outcomes?.Of(i, counts => Worth(i, counts)) ?? Worth(i, null));
        return new(
            data[0], new(posteriors[0]), IntegratedAcquisition.Of([.. functions]), options.PerSecond ? Duration.Of(data[0]) : null, Front(data[0]));
    }

    /// <summary>Where the feasible trials lie that no other of them dominates, by the first objective; without any, the incumbent.</summary>
    private static IReadOnlyList<SearchPoint> Front(TrialData data)
    {
        var front = Pareto.Front([.. data.Feasible.Select(i => data.Observed[i].Losses!)]).Select(k => data.Feasible[k]);
        return data.HasFeasible ? [.. front.OrderBy(i => data.Values[i]).Select(i => data.Points[i])] : [data.Incumbent];
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
