using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Surrogates.GaussianProcesses;

/// <summary>
/// The trials without a value, to the acquisition. Pending ones are drawn from the model ([Snoek2012], Section 3.2). Failed and cancelled ones, and those
/// that ended at a smaller budget, have no value to learn from, but with nothing there the same place would be proposed again and again: they count as
/// trials of average loss, a constant liar [Ginsbourger2010].
/// </summary>
/// <param name="data">The trials.</param>
/// <param name="fantasies">Joint draws of the pending ones.</param>
internal sealed class Imagination(TrialData data, int fantasies)
{
    /// <summary>Pending and failed trials that are imagined, the newest of each.</summary>
    private const int MaximumImagined = 100;

    private readonly List<double[]> _failed = Newest(data, t => t.State is not (TrialState.Running or TrialState.Paused));
    private readonly List<double[]> _pending = Newest(data, t => t.State is TrialState.Running or TrialState.Paused);

    /// <summary>The posterior with these trials imagined, and the smallest value in each fantasy.</summary>
    /// <param name="posterior">Of the losses.</param>
    /// <param name="rng">Randomness.</param>
    /// <param name="counts">Which pending trials may be the best: those that will keep the outcome constraints; null for all.</param>
    public (Posterior Posterior, double[] Best) Of(Posterior posterior, Rng rng, bool[]? counts = null)
    {
        var best = data.Best;
        if (_failed.Count > 0)
        {
            // A failed trial keeps no outcome constraint.
            if (counts is null) best = Math.Min(best, 0);
            posterior = posterior.Append(_failed, [.. data.Values, .. _failed.Select(_ => 0.0)]);
        }
        if (_pending.Count == 0) return (posterior, [best]);
        var (imagined, values) = Fantasies.Draw(posterior, _pending, fantasies, rng);
        return (imagined, [.. values.Select(v => v.Where((_, i) => counts?[i] ?? true).Prepend(best).Min())]);
    }

    /// <summary>
    /// The posterior with these trials imagined, pending ones as what is predicted of them, a believer [Ginsbourger2010], and these predictions.
    /// </summary>
    public (Posterior Posterior, double[] Pending) Believe(Posterior posterior)
    {
        double[] values = [.. data.Values, .. _failed.Select(_ => 0.0)];
        return Predict(_failed.Count > 0 ? posterior.Append(_failed, values) : posterior, values);
    }

    /// <summary>A posterior given these values with the pending trials as what it predicts of them, and these predictions.</summary>
    public (Posterior Posterior, double[] Pending) Predict(Posterior posterior, double[] values)
    {
        if (_pending.Count == 0) return (posterior, []);
        var (means, _) = posterior.At(_pending);
        return (posterior.Append(_pending, [.. values, .. means]), means);
    }

    /// <summary>A posterior given these values with all trials that have none, pending or not, as average ones.</summary>
    public (Posterior Posterior, double[] Pending) Avoid(Posterior posterior, double[] values)
    {
        List<double[]> unknown = [.. _failed, .. _pending];
        double[] average = [.. unknown.Select(_ => 0.0)];
        return (unknown.Count == 0 ? posterior : posterior.Append(unknown, [.. values, .. average]), [.. _pending.Select(_ => 0.0)]);
    }

    private static List<double[]> Newest(TrialData data, Func<Trial, bool> predicate) =>
        [.. data.Unknown.Where(predicate).TakeLast(MaximumImagined).Select(t => data.Encoding.Encode(t.Configuration).Input)];
}
