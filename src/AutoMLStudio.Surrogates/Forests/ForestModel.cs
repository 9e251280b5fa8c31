using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Surrogates.Forests;

/// <summary>A forest of the scaled losses of a history, and what it makes of a configuration.</summary>
internal sealed class ForestModel
{
    private readonly SearchSpace _space;
    private readonly double[] _scaled;
    private readonly double _best;

    private ForestModel(SearchSpace space, IReadOnlyList<Trial> known, RandomForest forest, LossScale scale, double[] scaled)
    {
        (_space, Known, Forest, Scale, _scaled) = (space, known, forest, scale, scaled);
        _best = scaled.Min();
    }

    /// <summary>The trials with a loss.</summary>
    public IReadOnlyList<Trial> Known { get; }

    /// <summary>The trees.</summary>
    public RandomForest Forest { get; }

    /// <summary>What the trees predict on.</summary>
    public LossScale Scale { get; }

    /// <summary>Grows the forest; a failed trial counts as the worst.</summary>
    public static ForestModel Of(SearchSpace space, IReadOnlyList<Trial> known, IEnumerable<Trial> failed, int trees, Rng rng)
    {
        double[][] points = [.. known.Concat(failed).Select(t => TreeFeature.Encode(space, t.Configuration))];
        var scale = new LossScale([.. known.Select(t => t.Loss!.Value)]);
        double[] losses = [.. known.Select(t => scale.Of(t.Loss!.Value))];
        losses = [.. losses, .. Enumerable.Repeat(losses.Max(), points.Length - losses.Length)];
        return new(space, known, RandomForest.Grow([.. space.Parameters.Select(TreeFeature.Of)], points, losses, trees, new(), rng), scale, losses);
    }

    /// <summary>Mean and deviation of the scaled loss.</summary>
    public (double Mean, double Deviation) Predict(Configuration configuration)
    {
        var (mean, variance) = Forest.Predict(TreeFeature.Encode(_space, configuration));
        return (mean, Math.Sqrt(variance));
    }

    /// <summary>Expected improvement of the scaled loss on the best ([Jones1998], Eq. 15).</summary>
    public double Worth(Configuration configuration)
    {
        var (mean, deviation) = Predict(configuration);
        if (deviation < 1e-12) return Math.Max(_best - mean, 0);
        var z = (_best - mean) / deviation;
        return deviation * (z * Normal.Cumulative(z) + Math.Exp(Normal.LogDensity(z)));
    }

    /// <summary>
    /// Each trial as the trees predict it that did not see it, its out-of-bag estimate ([Breiman2001], section 3.1); those that all trees saw are left
    /// out.
    /// </summary>
    public IReadOnlyList<LeftOutTrial> OutOfBag()
    {
        var trials = new List<LeftOutTrial>();
        for (var i = 0; i < Known.Count; i++)
        {
            if (Forest.WithoutRow(i) is not { } others) continue;
            var (mean, variance) = others.Predict(TreeFeature.Encode(_space, Known[i].Configuration));
            var deviation = Math.Sqrt(variance);
            // Trees whose leaves agree exactly say that there is no doubt, of which no residual can be reckoned.
            if (deviation < 1e-9) continue;
            trials.Add(new(Known[i].Number, Known[i].Loss!.Value, Interval(mean, deviation), (_scaled[i] - mean) / deviation));
        }
        return trials;
    }

    /// <summary>A prediction in the unit of the losses.</summary>
    public PredictedLoss Interval(double mean, double deviation) =>
        new(Scale.LossAt(mean), Scale.LossAt(mean - 2 * deviation), Scale.LossAt(mean + 2 * deviation));
}
