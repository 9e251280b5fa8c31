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
    public (Posterior Posterior, double[] Best) Of(Posterior posterior, Rng rng)
    {
        var best = data.Values.Min();
        if (_failed.Count > 0)
        {
            best = Math.Min(best, 0);
            posterior = posterior.Append(_failed, [.. data.Values, .. _failed.Select(_ => 0.0)]);
        }
        if (_pending.Count == 0) return (posterior, [best]);
        var (imagined, values) = Fantasies.Draw(posterior, _pending, fantasies, rng);
        return (imagined, [.. values.Select(v => Math.Min(best, v.Min()))]);
    }

    /// <summary>
    /// The posterior with these trials imagined, pending ones as what is predicted of them, a believer [Ginsbourger2010], and these predictions.
    /// </summary>
    public (Posterior Posterior, double[] Pending) Believe(Posterior posterior)
    {
        double[] values = [.. data.Values, .. _failed.Select(_ => 0.0)];
        if (_failed.Count > 0) posterior = posterior.Append(_failed, values);
        if (_pending.Count == 0) return (posterior, []);
        var (means, _) = posterior.At(_pending);
        return (posterior.Append(_pending, [.. values, .. means]), means);
    }

    private static List<double[]> Newest(TrialData data, Func<Trial, bool> predicate) =>
        [.. data.Unknown.Where(predicate).TakeLast(MaximumImagined).Select(t => data.Encoding.Encode(t.Configuration).Input)];
}
