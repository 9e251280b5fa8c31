using AutoMLStudio.Core.Spaces;

namespace AutoMLStudio.Surrogates.GaussianProcesses;

/// <summary>Spaces of few configurations, which are looked at one by one.</summary>
internal static class FiniteSpace
{
    /// <summary>A space of more combinations is searched as if it had no end.</summary>
    private const long MaximumCount = 4_096;

    /// <summary>The configurations of a small space that were not tried, each once, constraints obeyed; null when the space is continuous or
    /// larger.</summary>
    public static IReadOnlyList<SearchPoint>? Untried(SpaceEncoding encoding, IReadOnlySet<Configuration> tried)
    {
        var count = 1L;
        foreach (var parameter in encoding.Space.Parameters)
        {
            if (parameter.Cardinality is not { } values || values > MaximumCount || (count *= values) > MaximumCount) return null;
        }
        var known = new HashSet<Configuration>(tried);
        var points = Combinations(encoding.Space.Parameters, (int)count).Select(encoding.At).OfType<SearchPoint>();
        return [.. points.Where(p => known.Add(encoding.Decode(p)))];
    }

    private static IEnumerable<double[]> Combinations(IReadOnlyList<Parameter> parameters, int count)
    {
        double[][] levels = [.. parameters.Select(p => p.Grid((int)p.Cardinality!.Value).Select(p.ToUnit).ToArray())];
        for (var index = 0; index < count; index++)
        {
            var unit = new double[levels.Length];
            for (int d = 0, rest = index; d < unit.Length; rest /= levels[d].Length, d++) unit[d] = levels[d][rest % levels[d].Length];
            yield return unit;
        }
    }
}
