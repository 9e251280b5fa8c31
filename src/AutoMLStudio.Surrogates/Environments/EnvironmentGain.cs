using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Surrogates.Acquisitions;
using AutoMLStudio.Surrogates.GaussianProcesses;

namespace AutoMLStudio.Surrogates.Environments;

/// <summary>
/// The information that evaluating points at budgets is expected to give of the minimum at the largest budget, for each second it is expected to take
/// ([Klein2017], Eq. 7; [Swersky2013], Eq. 7), averaged over the hyper-parameters. Safe for use by several threads.
/// </summary>
internal sealed class EnvironmentGain
{
    private readonly EnvironmentModel _model;
    private readonly double _overhead;

    /// <summary>The gain under a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="largest">The largest budget.</param>
    /// <param name="overhead">Seconds that a proposal takes.</param>
    /// <param name="rng">Draws the representative points.</param>
    public EnvironmentGain(EnvironmentModel model, double largest, double overhead, Rng rng)
    {
        (_model, _overhead) = (model, overhead);
        Searches = [.. model.Loss.Members.Select((posterior, m) => Search(posterior, largest, rng.Split(m)))];
    }

    /// <summary>The searches for where the loss at the largest budget is smallest, one a draw of the hyper-parameters.</summary>
    public IReadOnlyList<EntropySearch> Searches { get; }

    /// <summary>The gain in nats for each second, and by itself.</summary>
    /// <param name="points">Points and budgets.</param>
    public (double[] PerCost, double[] Information) At(IReadOnlyList<(double[] Input, double Budget)> points)
    {
        var (data, members) = (_model.Data, Searches.Count);
        var (ratios, gains) = (new double[points.Count], new double[points.Count]);
        List<double[]> losses = [.. points.Select(p => EnvironmentData.With(p.Input, data.Kind.LossOf(p.Budget)))];
        List<double[]> costs = [.. points.Select(p => EnvironmentData.With(p.Input, data.Kind.CostOf(p.Budget)))];
        for (var m = 0; m < members; m++)
        {
            var information = Searches[m].Values(losses);
            var logCosts = _model.Cost?.Members[m].At(costs).Means ?? new double[points.Count];
            for (var i = 0; i < gains.Length; i++)
            {
                ratios[i] += information[i] / (data.ToCost(logCosts[i]) + _overhead) / members;
                gains[i] += information[i] / members;
            }
        }
        return (ratios, gains);
    }

    /// <summary>The search over representative points drawn by expected improvement.</summary>
    private EntropySearch Search(Posterior posterior, double largest, Rng rng)
    {
        var (data, features) = (_model.Data, _model.Data.Kind.LossOf(largest));
        List<double[]> cover = [.. Representers.Spread(data.Encoding, posterior, rng.Split(0)).Select(p => EnvironmentData.With(p, features))];
        var (seen, _) = posterior.At([.. data.Points.Select(p => EnvironmentData.With(p.Input, features))]);
        var (points, measure) = Representers.Draw(posterior, cover, [seen.Min()], rng.Split(1));
        return new(posterior, points, measure);
    }
}
