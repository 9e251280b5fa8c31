using AutoMLStudio.Core.Numerics;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Core.Studies;

namespace AutoMLStudio.Surrogates.Acquisitions;

/// <summary>Where the smallest value lies, before and after an evaluation, as searches for it see it: for people to look at.</summary>
internal static class MinimumForecast
{
    /// <summary>The belief of equally likely searches, one a draw of the hyper-parameters.</summary>
    /// <param name="searches">At least one.</param>
    /// <param name="decode">The configuration of a representative point.</param>
    /// <param name="next">The point that is evaluated next, as the searches see it; null for none.</param>
    public static MinimumBelief Of(IReadOnlyList<EntropySearch> searches, Func<double[], Configuration> decode, double[]? next)
    {
        double[] Join(Func<EntropySearch, double[]> logs) => [.. searches.SelectMany(s => logs(s).Select(l => Math.Exp(l) / searches.Count))];
        IReadOnlyList<double>? Once(double outcome) => next is null ? null : Join(s => s.After(next, [outcome])[0]);
        return new(
            [.. searches.SelectMany(s => s.Representers.Select(decode))], Join(s => s.Location.LogProbabilities), Once(0), Once(-1), Once(1),
            searches.Average(s => Entropy(s.Location.LogProbabilities)),
            next is null ? null : searches.Average(s => s.After(next).Average(Entropy)));
    }

    /// <summary>−Σ p ln p in nats.</summary>
    public static double Entropy(double[] logProbabilities) => -logProbabilities.Sum(l => l > double.NegativeInfinity ? Math.Exp(l) * l : 0);
}
