using System.Collections.Concurrent;
using AutoMLStudio.Core.Spaces;
using AutoMLStudio.Neural.Architectures;
using AutoMLStudio.Neural.Models;

namespace AutoMLStudio.Neural.Training;

/// <summary>The costs of the networks of a study's configurations, each worked out once. Thread-safe.</summary>
/// <param name="graphOf">The network of a configuration; null when it cannot be built.</param>
/// <param name="keyOf">What of a configuration decides its network.</param>
/// <param name="latencies">Predicts latencies; null when nobody asks for them.</param>
internal sealed class NetworkCosts(Func<Configuration, NetworkGraph?> graphOf, Func<Configuration, string> keyOf, LatencyTable? latencies)
{
    private const int MostKept = 200_000;
    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, double>?> _known = new(StringComparer.Ordinal);

    /// <summary>The costs of a configuration; null when its network cannot be built.</summary>
    public IReadOnlyDictionary<string, double>? Of(Configuration configuration) => Of(configuration, CancellationToken.None);

    /// <inheritdoc cref="Of(Configuration)"/>
    public IReadOnlyDictionary<string, double>? Of(Configuration configuration, CancellationToken cancellationToken)
    {
        var key = keyOf(configuration);
        if (_known.TryGetValue(key, out var known)) return known;
        if (_known.Count >= MostKept) _known.Clear();
        return _known[key] = graphOf(configuration) is { } graph ? Of(graph, latencies?.Predict(graph, cancellationToken)) : null;
    }

    /// <summary>The costs of a network by the names of <see cref="Metrics.Costs"/>.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="microseconds">Its latency; null when it is not known.</param>
    public static Dictionary<string, double> Of(NetworkGraph graph, double? microseconds = null)
    {
        var costs = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            [Metrics.Parameters] = graph.ParameterCount,
            [Metrics.MultiplyAdds] = graph.MultiplyAdds,
            [Metrics.ActivationMemory] = sizeof(float) * graph.ActivationCount,
        };
        if (microseconds is { } time) costs[Metrics.Latency] = time / 1000;
        return costs;
    }

    /// <summary>
    /// Ω = 20 log₁₀(a² / √(p m)) [Wong2019] (Eq. 1 with its exponents α = 2, β = γ = ½): a the accuracy in per cent, p the parameters in millions, m
    /// the
    /// multiply-adds in billions.
    /// </summary>
    /// <param name="accuracy">Share of the examples that is classified right; below a hundredth of a per cent it counts as that, so that the score
    /// stays
    /// a number.</param>
    /// <param name="parameters">At least 1 is counted.</param>
    /// <param name="multiplyAdds">At least 1 is counted.</param>
    public static double NetScore(double accuracy, long parameters, long multiplyAdds) =>
        40 * Math.Log10(Math.Max(100 * accuracy, 0.01))
        - 10 * Math.Log10(Math.Max(1, parameters) / 1e6) - 10 * Math.Log10(Math.Max(1, multiplyAdds) / 1e9);
}
